import type { Ctx } from '#server/platform/context.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import { deleteWitnessed, upsertWitnessed, type EvidenceKind } from './evidence.queries.ts';
import { findByCode, listNamable, listNamed, type NamedCompetency } from './named.queries.ts';
import type { Source } from './offers.service.ts';
import { findRatedPerson } from './sheets.queries.ts';

/** What a module witnessed of a person. */
export interface Witnessed {
  personId: string;
  kind: Extract<EvidenceKind, 'attendance' | 'test' | 'hours' | 'other'>;
  title: LocalizedText;
  minutes: number | null;
  /** A day, `2026-05-18`. */
  happenedOn: string | null;
  /** Competencies it is about; the step it shows, where the module can tell. One that is in no published version is left out. */
  shows: readonly { competencyId: string; step: number | null }[];
}

/**
 * Writes down what another module witnessed, in its transaction: all of one source at once. The same again changes nothing; minutes and titles follow;
 * whoever is no longer named loses it. It is accepted as a fact and gives no rating by itself: the caller that can tell a step calls `recordRatings` too.
 */
export async function recordEvidence(tx: Ctx, source: Source, witnessed: readonly Witnessed[]): Promise<void> {
  if (!tx.inTx) throw new Error('recordEvidence() belongs into the transaction of the deed');
  const named = new Map((await listNamed(tx, [...new Set(witnessed.flatMap(({ shows }) => shows.map(({ competencyId }) => competencyId)))])).map((one) => [one.competencyId, one]));
  const rows = witnessed.map(({ shows, ...rest }) => ({
    ...rest,
    minutes: rest.minutes !== null && rest.minutes > 0 ? rest.minutes : null,
    shows: shows.flatMap(({ competencyId, step }) => {
      const found = named.get(competencyId);
      return found ? [{ competencyId, scaleId: found.scaleId, versionId: found.versionId, claimed: null, accepted: step }] : [];
    }),
  }));
  await deleteWitnessed(tx, source, rows.map(({ personId }) => personId));
  if (rows.length > 0) await upsertWitnessed(tx, source, rows);
}

/** Competencies in use among these, with framework, area and scale: for modules that name them. */
export const namedCompetencies = (ctx: Ctx, competencyIds: readonly string[]): Promise<NamedCompetency[]> => (competencyIds.length === 0 ? Promise.resolve([]) : listNamed(ctx, competencyIds));

/** The competency of this code in the published version of a framework; null where there is none. */
export async function competencyByCode(ctx: Ctx, frameworkKey: string, code: string): Promise<NamedCompetency | null> {
  return (await findByCode(ctx, frameworkKey, code)) ?? null;
}

/** The record by which somebody is rated: her own, or the one it was merged into; null for who is not in the registry. Asks no rights. */
export async function ratedPersonId(ctx: Ctx, personId: string): Promise<string | null> {
  return (await findRatedPerson(ctx, personId))?.personId ?? null;
}

/** All competencies in use of the network: for forms in which one is named. */
export const namableCompetencies = (ctx: Ctx): Promise<NamedCompetency[]> => listNamable(ctx, null);
