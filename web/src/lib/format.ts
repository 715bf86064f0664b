/** Numbers and times as the reader's language writes them. */
import type { Language } from './preferences';

const LOCALE: Record<Language, string> = { en: 'en-GB', it: 'it-IT' };
const DAY_MS = 86_400_000;

export function formatDay(time: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(time));
}

export function formatTime(time: string, language: Language): string {
  return new Intl.DateTimeFormat(LOCALE[language], { hour: '2-digit', minute: '2-digit' }).format(
    new Date(time),
  );
}

/** "Today, 14:05", "yesterday", else the day; for lists, where a year of time is one glance. */
export function formatWhen(time: string, language: Language, now = new Date()): string {
  const day = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  const days = Math.round((day(new Date(time)) - day(now)) / DAY_MS);
  if (days < -1 || days > 1) return formatDay(time, language);
  const relative = new Intl.RelativeTimeFormat(LOCALE[language], { numeric: 'auto' }).format(days, 'day');
  return `${relative.charAt(0).toUpperCase()}${relative.slice(1)}, ${formatTime(time, language)}`;
}

export function formatNumber(value: number, language: Language, digits = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: digits }).format(value);
}

/** 1.2 MB, 340 KB. */
export function formatSize(bytes: number, language: Language): string {
  const megabytes = bytes >= 1_000_000;
  return `${formatNumber(megabytes ? bytes / 1_000_000 : Math.max(1, bytes / 1000), language, megabytes ? 1 : 0)} ${megabytes ? 'MB' : 'KB'}`;
}

/** 4:07, or 1:02:33 from an hour on. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
