/** Where "now" comes from. The demo and tests may move it; everything else reads the machine's clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved; used in tests and rehearsals. */
export function fixedClock(start: Date): Clock & { set(at: Date): void; advance(milliseconds: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (value) => {
      at = value.getTime();
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}

/** A clock that runs with the machine's but `offset` milliseconds away from it (demo with `--today`). */
export function offsetClock(offset: number): Clock {
  return { now: () => new Date(Date.now() + offset) };
}
