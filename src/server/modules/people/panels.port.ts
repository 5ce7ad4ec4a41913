import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';

/** One line of a panel: something of another module that belongs to a person or an organisation. */
export interface PanelLine {
  id: string;
  /** A title people wrote, or words of the module. */
  title: LocalizedText | Wording;
  /** Path of ours, without language; null: there is nothing more to see. */
  path: string | null;
  /** State, hours, number: one short remark. */
  note: Wording | null;
  /** A day or an instant the line is sorted and shown by; null: none. */
  at: Date | null;
}

export interface Panel {
  /** Stable: `seminars.events`. */
  id: string;
  title: Wording;
  lines: PanelLine[];
  /** Where the rest is; null: that is all. */
  more: string | null;
}

/** Something that happened in a person's life with libraries, for her timeline. */
export interface LifeMoment {
  id: string;
  /** A calendar date. */
  date: string;
  what: Wording;
  path: string | null;
}

/**
 * Port: what a module shows of a person or an organisation on their pages. Modules register themselves in modules.ts. Every function
 * answers for the network of the context, and only what the actor may see; a module with nothing to say answers an empty list.
 */
export interface PanelSource {
  /** The module's name; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  organisationPanels(ctx: Ctx, organisation: { id: string; path: readonly string[] }): Promise<Panel[]>;
  personPanels(ctx: Ctx, person: { id: string; place: readonly string[] }): Promise<Panel[]>;
  lifeMoments(ctx: Ctx, person: { id: string; place: readonly string[] }): Promise<LifeMoment[]>;
}

const sources = new Map<string, PanelSource>();

export function registerPanelSource(source: PanelSource): void {
  sources.set(source.name, source);
}

export function listPanelSources(): PanelSource[] {
  return [...sources.values()];
}
