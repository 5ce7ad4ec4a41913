/**
 * <x-draft name> around a form keeps what is typed on the device, by the form's name, until the server accepted it: then the next
 * page holds an empty <x-draft name data-done>, which also forgets what is named `name:…`. Passwords, files, hidden and
 * data-draft="no" fields are never kept.
 */
const PREFIX = 'draft:';
/** Reading rooms share computers: a draft does not outlive the day. */
const KEPT_FOR = 24 * 3_600_000;

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
interface Kept {
  at: number;
  values: [name: string, value: string][];
}

class Draft extends HTMLElement {
  #key = '';
  #timer = 0;

  connectedCallback(): void {
    this.#key = PREFIX + (this.getAttribute('name') ?? '');
    sweep();
    if (this.dataset['done']) {
      forget(this.#key);
      return;
    }
    // What the server sent back was typed later than what is kept here.
    if (this.dataset['sent']) this.#save();
    else this.#restore();
    this.addEventListener('input', this.#later);
    this.addEventListener('change', this.#later);
    this.addEventListener('click', this.#click);
    addEventListener('pagehide', this.#flush);
    document.addEventListener('visibilitychange', this.#flush);
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    removeEventListener('pagehide', this.#flush);
    document.removeEventListener('visibilitychange', this.#flush);
  }

  #controls(): Control[] {
    const all = this.querySelectorAll<Control>('input[name],select[name],textarea[name]');
    return [...all].filter(
      (control) => !/^(password|file|hidden|submit|button)$/.test(control.type) && control.dataset['draft'] !== 'no',
    );
  }

  #values(): Kept['values'] {
    return this.#controls().flatMap((control): Kept['values'] =>
      isBox(control) && !control.checked ? [] : [[control.name, control.value]],
    );
  }

  #later = (): void => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(this.#save, 250);
  };

  #flush = (): void => {
    if (this.#timer) this.#save();
  };

  #save = (): void => {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const kept: Kept = { at: Date.now(), values: this.#values() };
    try {
      localStorage.setItem(this.#key, JSON.stringify(kept));
    } catch {
      // Storage is full or forbidden: the form works as it does without this script.
    }
  };

  #restore(): void {
    const kept = read(this.#key);
    if (!kept || JSON.stringify(kept.values) === JSON.stringify(this.#values())) return;
    const left = new Map<string, string[]>();
    for (const [name, value] of kept.values) left.set(name, [...(left.get(name) ?? []), value]);
    for (const control of this.#controls()) {
      const values = left.get(control.name);
      if (isBox(control)) control.checked = values?.includes(control.value) ?? false;
      else if (values?.length) control.value = values.shift() ?? '';
    }
    this.#note(true);
  }

  #click = (event: Event): void => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-forget]')) return;
    clearTimeout(this.#timer);
    this.#timer = 0;
    forget(this.#key);
    this.querySelector('form')?.reset();
    this.#note(false);
    this.#controls()[0]?.focus();
  };

  #note(isShown: boolean): void {
    const note = this.querySelector<HTMLElement>('[data-note]');
    if (note) note.hidden = !isShown;
  }
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox' || control.type === 'radio';
}

function read(key: string): Kept | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
    return kept && Date.now() - kept.at < KEPT_FOR && Array.isArray(kept.values) ? kept : null;
  } catch {
    return null;
  }
}

function forget(key: string): void {
  try {
    for (const name of Object.keys(localStorage)) if (name === key || name.startsWith(`${key}:`)) localStorage.removeItem(name);
  } catch {
    // Storage is forbidden: nothing was kept.
  }
}

/** Drafts whose day has passed go, whichever form they belonged to. */
function sweep(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && !read(key)) forget(key);
  } catch {
    // Storage is forbidden: nothing was kept.
  }
}

customElements.define('x-draft', Draft);

export {};
