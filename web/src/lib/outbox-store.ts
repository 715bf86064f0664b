/**
 * Where unsent notes wait: IndexedDB, each encrypted with a key that scripts can use but not read
 * (AES-GCM, non-extractable). Personal data in browser storage is a deliberate exception, made so that no note
 * is lost while the network is gone; an entry is removed when the server has acknowledged it. The text that stands
 * unsaved in an interview's note field is kept the same way, until it is saved or deleted.
 */
const DATABASE = 'interview-copilot';
const NOTES = 'notes';
const FIELDS = 'fields';
const KEYS = 'keys';
const KEY_NAME = 'outbox';
const IV_BYTES = 12;

export interface StoredNote {
  /** Also the Idempotency-Key of every attempt. */
  id: string;
  sessionId: string;
  text: string;
  questionId: string | null;
  writtenAt: string;
  afterthought: boolean;
  /** Why the server refused it; such a note waits for its author, not for the network. */
  refused: string | null;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

interface SealedField extends Sealed {
  sessionId: string;
}

interface SealedNote extends Sealed {
  id: string;
  /** Order of writing; ISO time alone could repeat within a millisecond. */
  order: number;
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
  });
}

function openDatabase(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(NOTES, { keyPath: 'id' }).createIndex('order', 'order');
    request.result.createObjectStore(FIELDS, { keyPath: 'sessionId' });
    request.result.createObjectStore(KEYS);
  };
  return answer(request);
}

export class OutboxStore {
  #database: Promise<IDBDatabase>;
  #key: Promise<CryptoKey>;

  constructor(factory: IDBFactory = indexedDB) {
    this.#database = openDatabase(factory);
    this.#key = this.#database.then(loadKey);
  }

  /** Resolves when the note is on the disk, not merely accepted by the browser. */
  async put(note: StoredNote, order: number): Promise<void> {
    const sealed = await seal(JSON.stringify(note), await this.#key);
    await this.#write(NOTES, (notes) => notes.put({ id: note.id, order, ...sealed } satisfies SealedNote));
  }

  async list(): Promise<Array<StoredNote & { order: number }>> {
    const database = await this.#database;
    const notes = database.transaction(NOTES).objectStore(NOTES);
    const sealed = (await answer(notes.index('order').getAll())) as SealedNote[];
    const key = await this.#key;
    return Promise.all(
      sealed.map(async (note) => ({
        ...(JSON.parse(await unseal(note, key)) as StoredNote),
        order: note.order,
      })),
    );
  }

  async remove(id: string): Promise<void> {
    await this.#write(NOTES, (notes) => notes.delete(id));
  }

  /** Keeps what stands in the note field of an interview; empty text is forgotten. */
  async keepField(sessionId: string, text: string): Promise<void> {
    if (!text) return this.#write(FIELDS, (fields) => fields.delete(sessionId));
    const sealed = await seal(text, await this.#key);
    return this.#write(FIELDS, (fields) => fields.put({ sessionId, ...sealed } satisfies SealedField));
  }

  /** The kept text of the note field, or an empty one. */
  async field(sessionId: string): Promise<string> {
    const fields = (await this.#database).transaction(FIELDS).objectStore(FIELDS);
    const kept = (await answer(fields.get(sessionId))) as SealedField | undefined;
    return kept ? unseal(kept, await this.#key) : '';
  }

  async #write(store: string, change: (objects: IDBObjectStore) => void): Promise<void> {
    const database = await this.#database;
    const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
    change(transaction.objectStore(store));
    await finished(transaction);
  }
}

async function seal(text: string, key: CryptoKey): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return { iv, sealed };
}

async function unseal({ iv, sealed }: Sealed, key: CryptoKey): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed));
}

/** The first of several tabs wins: `add` fails for the others, which then read what it stored. */
async function loadKey(database: IDBDatabase): Promise<CryptoKey> {
  const read = () =>
    answer(database.transaction(KEYS).objectStore(KEYS).get(KEY_NAME)) as Promise<CryptoKey | undefined>;
  const existing = await read();
  if (existing) return existing;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const transaction = database.transaction(KEYS, 'readwrite', { durability: 'strict' });
  try {
    transaction.objectStore(KEYS).add(made, KEY_NAME);
    await finished(transaction);
    return made;
  } catch {
    const winner = await read();
    if (winner) return winner;
    throw new Error('The key for unsent notes could not be stored');
  }
}
