/**
 * What stands in the note field. It lives outside the components, so that nothing that happens to the screen
 * (another layout, a panel that closes) can lose a character of it.
 */
export class NoteDraft {
  #text = '';
  #typedAt = 0;
  #listeners = new Set<() => void>();

  get text(): string {
    return this.#text;
  }

  /** When a key last changed it, as Date.now(). */
  get typedAt(): number {
    return this.#typedAt;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  type(text: string): void {
    this.#typedAt = Date.now();
    this.#set(text);
  }

  /** Takes the text out, to be saved. */
  take(): string {
    const text = this.#text;
    this.#set('');
    return text;
  }

  /** Puts back what could not be saved, before anything typed since. */
  putBack(text: string): void {
    this.#set(this.#text ? `${text}\n${this.#text}` : text);
  }

  #set(text: string): void {
    this.#text = text;
    for (const listener of this.#listeners) listener();
  }
}
