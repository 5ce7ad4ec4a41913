/** <x-copy> shows the button that copies the text beside it. Over plain http, where browsers hide the clipboard, the older way is used. */
class Copy extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button');
    const text = this.querySelector('textarea');
    if (!button || !text) return;
    button.hidden = false;
    this.querySelector<HTMLElement>('[data-by-hand]')?.setAttribute('hidden', '');
    button.addEventListener('click', () => void this.#copy(text));
  }

  async #copy(text: HTMLTextAreaElement): Promise<void> {
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(text.value);
      isCopied = true;
    } catch {
      text.select();
      isCopied = document.execCommand('copy');
    }
    const state = this.querySelector('[role=status]');
    if (state) state.textContent = isCopied ? (this.dataset['copied'] ?? '') : '';
    if (!isCopied) this.querySelector<HTMLElement>('[data-by-hand]')?.removeAttribute('hidden');
  }
}

customElements.define('x-copy', Copy);

export {};
