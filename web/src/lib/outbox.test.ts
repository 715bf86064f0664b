import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import { Outbox, type Exclusively, type SendNote } from './outbox';
import { OutboxStore, type StoredNote } from './outbox-store';
import { offlineProblem, Problem } from './problem';

/** A lock as Web Locks give it: shared by every tab of the test, first come first served. */
function sharedLock(): Exclusively {
  let queue = Promise.resolve();
  return (_name, work) => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };
}

let factory: IDBFactory;
let lock: Exclusively;
let received: StoredNote[];
let online: boolean;

const server: SendNote = async (note) => {
  if (!online) throw offlineProblem();
  if (!received.some((known) => known.id === note.id)) received.push(note);
};

const note = (text: string) => ({ sessionId: 's1', text, questionId: null });
const openTab = (send: SendNote = server) =>
  new Outbox(new OutboxStore(factory as unknown as globalThis.IDBFactory), send, lock);

beforeEach(() => {
  factory = new IDBFactory();
  lock = sharedLock();
  received = [];
  online = true;
});

describe('Outbox', () => {
  it('keeps notes while the network is gone and sends them once, in order, when it is back', async () => {
    online = false;
    const tab = openTab();
    for (const text of ['one', 'two', 'three']) await tab.add(note(text));
    await tab.flush();
    expect(received).toEqual([]);
    expect(tab.notes.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    online = true;
    await tab.flush();
    await tab.flush();
    expect(received.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(tab.notes).toEqual([]);
  });

  it('finds the notes again after the page was closed', async () => {
    online = false;
    const first = openTab();
    await first.add(note('kept'));
    await first.flush();
    first.close();
    online = true;
    const second = openTab();
    await second.flush();
    expect(received.map(({ text }) => text)).toEqual(['kept']);
  });

  it('sends the same key again when the answer was lost', async () => {
    const keysSeen: string[] = [];
    let answers = 0;
    const tab = openTab(async (sent) => {
      keysSeen.push(sent.id);
      await server(sent);
      if (answers++ === 0) throw offlineProblem();
    });
    await tab.add(note('once'));
    await tab.flush();
    await tab.flush();
    expect(new Set(keysSeen).size).toBe(1);
    expect(keysSeen.length).toBeGreaterThan(1);
    expect(received).toHaveLength(1);
    expect(tab.notes).toEqual([]);
  });

  it('sends each note from one tab only', async () => {
    online = false;
    const attempts: string[] = [];
    const slow: SendNote = async (sent) => {
      if (!online) throw offlineProblem();
      attempts.push(sent.id);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const tabs = [openTab(slow), openTab(slow)];
    await tabs[0]?.add(note('a'));
    await tabs[1]?.add(note('b'));
    online = true;
    await Promise.all(tabs.map((tab) => tab.flush()));
    expect(attempts).toHaveLength(2);
    expect(new Set(attempts).size).toBe(2);
  });

  it('keeps a refused note with its reason, sends the next, and can add it as an afterthought', async () => {
    const tab = openTab(async (sent) => {
      if (sent.text === 'late' && !sent.afterthought) throw new Problem(409, 'The interview has ended', null);
      await server(sent);
    });
    const late = await tab.add(note('late'));
    await tab.add(note('fine'));
    await tab.flush();
    await tab.flush();
    expect(tab.notes).toMatchObject([{ id: late.id, refused: 'The interview has ended' }]);
    expect(received.map(({ text }) => text)).toEqual(['fine']);
    await tab.sendAsAfterthought(late.id);
    expect(received.map(({ text }) => text)).toEqual(['fine', 'late']);
    expect(tab.notes).toEqual([]);
  });

  it('leaves no readable text in the browser', async () => {
    online = false;
    await openTab().add(note('a secret about the candidate'));
    const request = (factory as unknown as globalThis.IDBFactory).open('interview-copilot', 1);
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const rows = database.transaction('notes').objectStore('notes').getAll();
    await new Promise((resolve) => {
      rows.onsuccess = resolve;
    });
    const [row] = rows.result as Array<{ sealed: ArrayBuffer }>;
    expect(new TextDecoder().decode(row?.sealed)).not.toContain('secret');
    expect(Object.keys(row ?? {})).toEqual(['id', 'order', 'iv', 'sealed']);
  });
});

describe('OutboxStore', () => {
  const open = () => new OutboxStore(factory as unknown as globalThis.IDBFactory);

  it('keeps the text of a note field over a reload, one for each interview', async () => {
    await open().keepField('s1', 'half a sent');
    await open().keepField('s2', 'other');
    expect([await open().field('s1'), await open().field('s2'), await open().field('s3')]).toEqual([
      'half a sent',
      'other',
      '',
    ]);
  });

  it('forgets the text of a field that was emptied', async () => {
    await open().keepField('s1', 'half a sent');
    await open().keepField('s1', '');
    expect(await open().field('s1')).toBe('');
  });

  it('writes no text to the disk that could be read without the key', async () => {
    await open().keepField('s1', 'half a sentence');
    const request = factory.open('interview-copilot');
    const database = await new Promise<IDBDatabase>((resolve) => {
      request.onsuccess = () => resolve(request.result as unknown as IDBDatabase);
    });
    const rows = database.transaction('fields').objectStore('fields').getAll();
    const [row] = await new Promise<Array<{ sealed: ArrayBuffer }>>((resolve) => {
      rows.onsuccess = () => resolve(rows.result);
    });
    expect(new TextDecoder().decode(row?.sealed)).not.toContain('half');
  });
});
