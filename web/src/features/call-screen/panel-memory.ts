/** The widths of the panels in this browser. Nothing about a person, so plain storage will do. */
import type { Layout } from 'react-resizable-panels';

const KEY = 'call-screen-panels';

export function rememberedLayout(): Layout | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isLayout(value) ? value : undefined;
  } catch {
    return undefined; // storage is switched off, or somebody else's value
  }
}

export function rememberLayout(layout: Layout): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(layout));
  } catch {
    // the widths last until the page closes
  }
}

function isLayout(value: unknown): value is Layout {
  if (typeof value !== 'object' || value === null) return false;
  const sizes: unknown[] = Object.values(value);
  return sizes.length === 3 && sizes.every((size) => typeof size === 'number');
}
