/**
 * <x-outbox name> around a daily form (attendance, log): what cannot be sent now is kept in IndexedDB with its idempotency key and sent
 * when the line is back, oldest first. The server does each key once, so a record whose answer was lost may be sent again.
 */
interface Entry {
  /** The idempotency key. */
  id: string;
  box: string;
  url: string;
  body: string;
  at: number;
  /** The server will not take it: a person must look at it. */
  refused?: boolean;
}

const RETRY_EVERY = 30_000;
const STORE = 'entries';

class Outbox extends HTMLElement {
  #timer = 0;
  #busy = false;

  connectedCallback(): void {
    this.addEventListener('submit', this.#take);
    addEventListener('online', this.#flush);
    this.#timer = window.setInterval(this.#flush, RETRY_EVERY);
    void this.#flush();
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.#flush);
    clearInterval(this.#timer);
  }

  /** With a line the form is sent as it always is; without one it is kept. A form with a file is left to the browser. */
  #take = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (navigator.onLine || form.enctype === 'multipart/form-data') return;
    event.preventDefault();
    void this.#keep(form, event.submitter);
  };

  async #keep(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
    const data = new FormData(form, submitter);
    const key = form.querySelector<HTMLInputElement>('[name=idempotency_key]');
    const id = key?.value || freshKey();
    data.set('idempotency_key', id);
    const texts = [...data].map(([name, value]) => [name, String(value)]);
    await write({ id, box: this.#box, url: form.action, body: new URLSearchParams(texts).toString(), at: Date.now() });
    form.reset();
    // The next record is another one.
    if (key) key.value = freshKey();
    await this.#tell();
  }

  #flush = async (): Promise<void> => {
    if (this.#busy) return;
    this.#busy = true;
    try {
      const waiting = (await list(this.#box)).filter((entry) => !entry.refused);
      for (const entry of waiting) if (!(await send(entry))) break;
      await this.#tell(waiting.length > 0);
    } catch {
      // No IndexedDB here (private window): nothing was kept, the form is sent by the browser.
    } finally {
      this.#busy = false;
    }
  };

  async #tell(hadSome = true): Promise<void> {
    const entries = await list(this.#box);
    const refused = entries.filter((entry) => entry.refused).length;
    const waiting = entries.length - refused;
    const say = (name: string, count: number) => (this.dataset[name] ?? '').replace('{count}', String(count));
    const lines = [waiting > 0 ? say('waiting', waiting) : '', refused > 0 ? say('refused', refused) : ''].filter(
      Boolean,
    );
    const state = this.querySelector('[data-state]');
    if (state) state.textContent = lines.length > 0 ? lines.join(' ') : hadSome ? say('sent', 0) : '';
  }

  get #box(): string {
    return this.getAttribute('name') ?? '';
  }
}

/** True when the entry needs no further try. */
async function send(entry: Entry): Promise<boolean> {
  let status = 0;
  try {
    const answer = await fetch(entry.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': entry.id },
      body: entry.body,
    });
    status = answer.status;
  } catch {
    return false;
  }
  if (status < 400) await remove(entry.id);
  else if (status >= 500 || status === 401 || status === 408 || status === 429) return false;
  else await write({ ...entry, refused: true });
  return true;
}

/** randomUUID is missing over plain http. */
function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('outbox', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result.transaction(STORE, mode).objectStore(STORE));
  });
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function list(box: string): Promise<Entry[]> {
  const all = (await done((await store('readonly')).getAll())) as Entry[];
  return all.filter((entry) => entry.box === box).sort((a, b) => a.at - b.at);
}

async function write(entry: Entry): Promise<void> {
  await done((await store('readwrite')).put(entry));
}

async function remove(id: string): Promise<void> {
  await done((await store('readwrite')).delete(id));
}

customElements.define('x-outbox', Outbox);

export {};
