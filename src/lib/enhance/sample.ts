/**
 * <x-sample data-address> inside a form asks, a moment after something was changed, for a picture of what the form would give, and shows it in its
 * <img data-sheet>. Without it a button shows the same. Its words: data-updating, data-updated, data-failed.
 */
const AFTER = 800;

class Sample extends HTMLElement {
  #timer = 0;
  #asked: AbortController | null = null;

  connectedCallback(): void {
    this.#form?.addEventListener('input', this.#later);
    this.#form?.addEventListener('change', this.#later);
    if (!this.#image?.getAttribute('src')) this.#later();
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#form?.removeEventListener('input', this.#later);
    this.#form?.removeEventListener('change', this.#later);
  }

  get #form(): HTMLFormElement | null {
    return this.closest('form');
  }

  get #image(): HTMLImageElement | null {
    return this.querySelector('[data-sheet]');
  }

  #later = (): void => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), AFTER);
  };

  async #ask(): Promise<void> {
    const form = this.#form;
    if (!form) return;
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.#say(this.dataset['updating'] ?? '');
    try {
      const answer = await fetch(this.dataset['address'] ?? '', { method: 'POST', body: new FormData(form), signal: asked.signal });
      if (answer.status === 422) {
        this.#say(((await answer.json()) as { problems: { text: string }[] }).problems.map(({ text }) => text)[0] ?? '');
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      await this.#show(await answer.blob());
      this.#say(this.dataset['updated'] ?? '');
    } catch {
      if (!asked.signal.aborted) this.#say(this.dataset['failed'] ?? '');
    }
  }

  /** The policy of the page lets in pictures of the page's own address and of data. */
  #show(picture: Blob): Promise<void> {
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => {
        const image = this.#image;
        if (image) {
          image.src = String(reader.result);
          image.hidden = false;
        }
        resolve();
      };
      reader.readAsDataURL(picture);
    });
  }

  #say(words: string): void {
    const state = this.querySelector('[data-state]');
    if (state) state.textContent = words;
  }
}

customElements.define('x-sample', Sample);

export {};
