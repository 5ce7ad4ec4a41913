/**
 * <x-live src> renews the text of the elements inside with data-live="key" from server-sent events; the data of each event is a JSON
 * object of key and value. A <progress> gets its value.
 */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

class Live extends HTMLElement {
  #source: EventSource | null = null;
  #timer = 0;
  #wait = FIRST_WAIT;

  connectedCallback(): void {
    this.#open();
    addEventListener('pagehide', this.#close);
    addEventListener('pageshow', this.#again);
    addEventListener('online', this.#again);
  }

  disconnectedCallback(): void {
    this.#close();
    removeEventListener('pagehide', this.#close);
    removeEventListener('pageshow', this.#again);
    removeEventListener('online', this.#again);
  }

  #open(): void {
    const source = new EventSource(this.getAttribute('src') ?? '');
    this.#source = source;
    source.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.#say('on');
    };
    source.onerror = () => {
      this.#say('off');
      // The browser tries again by itself unless the server refused: then we ask more and more seldom.
      if (source.readyState === EventSource.CLOSED) {
        this.#timer = window.setTimeout(this.#again, this.#wait);
        this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
      }
    };
    source.addEventListener(this.getAttribute('event') ?? 'message', (event: MessageEvent<string>) =>
      this.#take(event.data),
    );
  }

  #close = (): void => {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  };

  #again = (): void => {
    if (this.#source && this.#source.readyState !== EventSource.CLOSED) return;
    this.#close();
    this.#open();
  };

  #take(data: string): void {
    let news: Record<string, unknown>;
    try {
      news = JSON.parse(data) as Record<string, unknown>;
    } catch {
      return;
    }
    for (const place of this.querySelectorAll<HTMLElement>('[data-live]')) {
      const value = news[place.dataset['live'] ?? ''];
      if (typeof value !== 'string' && typeof value !== 'number') continue;
      if (place instanceof HTMLProgressElement) place.value = Number(value);
      else if (place.textContent !== String(value)) place.textContent = String(value);
    }
  }

  #say(state: 'on' | 'off'): void {
    const place = this.querySelector('[data-state]');
    const words = this.dataset[state] ?? '';
    if (place && place.textContent !== words) place.textContent = words;
  }
}

customElements.define('x-live', Live);

export {};
