/**
 * <x-once> around a form: while it is being sent it cannot be sent again. The hidden idempotency key is the server's own guard;
 * this one spares the second request.
 */
const AGAIN_AFTER = 30_000;

class Once extends HTMLElement {
  #isPending = false;
  #timer = 0;

  connectedCallback(): void {
    this.addEventListener('submit', this.#send);
    // A page that comes back from the browser's memory is not pending any more.
    addEventListener('pageshow', this.#free);
  }

  disconnectedCallback(): void {
    this.removeEventListener('submit', this.#send);
    removeEventListener('pageshow', this.#free);
  }

  #send = (event: SubmitEvent): void => {
    if (event.defaultPrevented) return;
    // What opens beside the page leaves it as it is.
    if (event.submitter?.getAttribute('formtarget') === '_blank') return;
    if (this.#isPending) {
      event.preventDefault();
      return;
    }
    this.#show(true);
    // A line that hangs must not lock the form for ever; the key makes the second request harmless.
    this.#timer = window.setTimeout(this.#free, AGAIN_AFTER);
  };

  #free = (): void => {
    clearTimeout(this.#timer);
    this.#show(false);
  };

  #show(isPending: boolean): void {
    this.#isPending = isPending;
    // Not "disabled": the name and value of the pressed button belong to what is sent.
    for (const button of this.querySelectorAll('button:not([type=button])')) {
      if (isPending) button.setAttribute('aria-disabled', 'true');
      else button.removeAttribute('aria-disabled');
    }
    const state = this.querySelector<HTMLElement>('[data-sending]');
    if (state) state.textContent = isPending ? (state.dataset['sending'] ?? '') : '';
  }
}

customElements.define('x-once', Once);

export {};
