import type { Ctx } from '#server/platform/context.ts';

/** A line of the audit as far as its subject is known from it. */
export interface AuditedLine {
  id: string;
  subjectType: string;
  subjectId: string | null;
  data: Record<string, unknown>;
}

/** What a subject is called, in the reader's language, and where it is shown. */
export interface AuditedName {
  name: string;
  /** The language of the name, where it is another one than the reader's. */
  lang?: string;
  /** Path of ours, without language; null: there is no page of it. */
  path: string | null;
}

/**
 * Port: what a module knows of things that stand in the audit by their ids only. Modules register themselves in modules.ts; the journal of
 * changes asks all of them. Whoever reads the line has the right to it; a thing that is gone has no name.
 */
export interface AuditNameSource {
  /** The module's name; its last registration wins, so that a second installation in one process (tests) can register again. */
  name: string;
  /** By id of the line. */
  namesOf(ctx: Ctx, lines: readonly AuditedLine[]): Promise<Map<string, AuditedName>>;
  /** Ids of the events of these organisations and of all below them: lines about them and lines that name them as `eventId` belong there. */
  eventsBelow(ctx: Ctx, organisationIds: readonly string[]): Promise<string[]>;
}

const sources = new Map<string, AuditNameSource>();

export function registerAuditNames(source: AuditNameSource): void {
  sources.set(source.name, source);
}

export function listAuditNameSources(): AuditNameSource[] {
  return [...sources.values()];
}
