/** A part of a CV without the heading it begins with, where the heading stands above it anyway. */
export function withoutTitle(text: string, title: string): string {
  const [first = '', ...rest] = text.split('\n');
  return title && first.trim() === title.trim() ? rest.join('\n').trimStart() : text;
}
