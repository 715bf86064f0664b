/** Text as it is compared in a search: no case, no accents. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Every word of the query occurs in one of the texts. */
export function matches(query: string, ...texts: Array<string | null | undefined>): boolean {
  const haystack = fold(texts.filter(Boolean).join('\n'));
  return fold(query)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}
