import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';

export type { Wording } from '#server/platform/wording.ts';

/** Something that waits for this person. */
export interface Task {
  /** Stable: the same matter has the same id tomorrow. */
  id: string;
  what: Wording;
  /** What it belongs to: the title of an event. */
  about: LocalizedText | null;
  /** Path of ours, without language. */
  path: string;
  /** By when (an instant); null: no day was set. */
  until: Date | null;
  /** About how many minutes it takes. */
  minutes: number;
  /** Zone in which `until` is meant, IANA; null: the network's. */
  timeZone: string | null;
}

/** Something with a time. */
export interface Appointment {
  id: string;
  start: Date;
  end: Date;
  title: LocalizedText;
  /** What it belongs to: the title of an event; null where `title` says it already. */
  about: LocalizedText | null;
  /** What this person does there. */
  part: Wording | null;
  /** Where: words of the module, or the name of a hall as somebody typed it. */
  place: Wording | string | null;
  path: string;
  /** It runs at this moment. */
  isNow: boolean;
}

/**
 * Port: what a module knows to wait for a person. Modules register themselves in modules.ts; the page "My day" asks all of them. Every
 * function answers for the network of the context only, and for accounts only; a module with nothing to say answers an empty list.
 */
export interface TaskSource {
  /** The module's name; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  tasksFor(ctx: Ctx): Promise<Task[]>;
  /** Of the days between two instants. */
  appointmentsFor(ctx: Ctx, day: { start: Date; end: Date }): Promise<Appointment[]>;
}

const sources = new Map<string, TaskSource>();

export function registerTaskSource(source: TaskSource): void {
  sources.set(source.name, source);
}

export function listTaskSources(): TaskSource[] {
  return [...sources.values()];
}
