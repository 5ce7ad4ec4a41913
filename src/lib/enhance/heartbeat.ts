/**
 * <x-heartbeat url> posts every 30 s that the reader is here and says whether it arrived. What does the same without a script stands
 * inside as data-fallback and is taken out, so that nobody is counted by two clocks. The answer may be a JSON object: `say` are the words
 * about the beat, every other text goes into the element with data-live="key".
 */
const EVERY = 30_000;

class Heartbeat extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    this.querySelector('[data-fallback]')?.remove();
    this.querySelector('[data-figures]')?.removeAttribute('hidden');
    this.#start();
    document.addEventListener('visibilitychange', this.#back);
    addEventListener('online', this.#beat);
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  #start(): void {
    this.#timer = window.setInterval(this.#beat, EVERY);
    void this.#beat();
  }

  #stop(): void {
    clearInterval(this.#timer);
    document.removeEventListener('visibilitychange', this.#back);
    removeEventListener('online', this.#beat);
  }

  // A page in the background is woken seldom: the first thing after it comes back is to say so.
  #back = (): void => {
    if (!document.hidden) void this.#beat();
  };

  #beat = async (): Promise<void> => {
    try {
      const answer = await fetch(this.getAttribute('url') ?? '', {
        method: 'POST',
        keepalive: true,
        signal: AbortSignal.timeout(15_000),
      });
      // Not ours any more: the session is over, another device took the link, or the meeting has ended.
      if ([401, 403, 404, 409, 410].includes(answer.status)) {
        this.#stop();
        this.#say((answer.status === 409 && this.dataset['other']) || this.dataset['ended']);
        return;
      }
      const json = answer.ok && answer.headers.get('content-type')?.startsWith('application/json');
      const news = json ? ((await answer.json()) as Record<string, string>) : {};
      this.#say(news['say'] ?? this.dataset[answer.ok ? 'on' : 'off']);
      for (const place of this.querySelectorAll<HTMLElement>('[data-live]')) {
        const text = news[place.dataset['live'] ?? ''];
        if (text !== undefined && place.textContent !== text) place.textContent = text;
      }
    } catch {
      this.#say(this.dataset['off']);
    }
  };

  #say(words = ''): void {
    const place = this.querySelector('[data-state]');
    if (place && place.textContent !== words) place.textContent = words;
  }
}

customElements.define('x-heartbeat', Heartbeat);

export {};
