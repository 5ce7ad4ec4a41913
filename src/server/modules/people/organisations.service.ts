import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { audit } from '#server/platform/audit.ts';
import { isUniqueViolation } from '#server/platform/db.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { authoredText, originalOf, textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { localDate } from '#server/platform/time/wall-time.ts';
import type { z } from 'zod';
import { differences, recordChanges, whoActs } from './changes.ts';
import { networkOf } from './networks.service.ts';
import { getOrganisationFor } from './organisations.access.ts';
import {
  countOpenBelow,
  findOrganisation,
  insertMove,
  insertOrganisation,
  listOrganisations,
  lockTree,
  updateClosed,
  updateOrganisation,
  updateParent,
  type OrganisationRow,
  type OrganisationValues,
} from './organisations.queries.ts';
import type { CloseOrganisation, EditOrganisation, MoveOrganisation, NewOrganisation, OrganisationInput } from './organisations.schemas.ts';
import { CENTRE, organisationAbilities } from './people.policy.ts';
import type { OrganisationKind } from './people.tables.ts';
import { holds } from '#server/platform/rights.ts';
import { searchWords } from './search-words.ts';
import { refreshStandingOf } from './standing.ts';
import { insertSearchWords } from './standing.queries.ts';

/** The words an organisation is found by: its code, its names and where it is. */
export const wordsOf = (row: { code: string; name: LocalizedText; settlement: LocalizedText | null }): string[] =>
  searchWords(row.code, ...[row.name, row.settlement ?? {}].flatMap((text) => Object.values(text).map((entry) => entry.text)));

const filled = (text: LocalizedText): LocalizedText | null => (Object.keys(text).length > 0 ? text : null);

/** What was typed over what stood there: each language keeps its standing unless somebody changed it. */
const valuesOf = (ctx: Ctx, input: OrganisationInput, stored?: OrganisationValues): Omit<OrganisationValues, 'kind' | 'code' | 'country' | 'mapArea'> => {
  const original = input.original ?? (input.name[ctx.locale] ? ctx.locale : originalOf(input.name, ctx.locale));
  const written = (typed: LocalizedText, before: LocalizedText | null | undefined) => authoredText(typed, original, before ?? {});
  return {
    name: written(input.name, stored?.name),
    settlement: filled(written(input.settlement, stored?.settlement)),
    address: filled(written(input.address, stored?.address)),
    founder: filled(written(input.founder, stored?.founder)),
    timeZone: input.timeZone,
    languages: input.languages,
    phone: input.phone ?? null,
    contactEmail: input.contactEmail ?? null,
    website: input.website ?? null,
    latitude: input.latitude ?? null,
    longitude: input.longitude ?? null,
    signatoryName: input.signatoryName ?? null,
    signatoryPost: filled(written(input.signatoryPost, stored?.signatoryPost)),
  };
};

/** What a row holds, in the terms of the form; also what a change is compared with. */
export const storedValues = (row: OrganisationRow): OrganisationValues => ({
  kind: row.kind,
  code: row.code,
  country: row.country,
  mapArea: row.map_area,
  name: row.name,
  settlement: row.settlement,
  address: row.address,
  founder: row.founder,
  timeZone: row.time_zone,
  languages: row.languages,
  phone: row.phone,
  contactEmail: row.contact_email,
  website: row.website,
  latitude: row.latitude === null ? null : Number(row.latitude),
  longitude: row.longitude === null ? null : Number(row.longitude),
  signatoryName: row.signatory_name,
  signatoryPost: row.signatory_post,
});

/** As changes compare and show it. */
export const comparableOrganisation = (row: OrganisationValues) => ({ ...row, settlement: row.settlement ?? {}, address: row.address ?? {}, founder: row.founder ?? {}, signatoryPost: row.signatoryPost ?? {} });

function checkPoint(input: { latitude?: number | undefined; longitude?: number | undefined }): void {
  if (input.latitude !== undefined && input.longitude === undefined) throw invalid('longitude', 'field.required');
  if (input.latitude === undefined && input.longitude !== undefined) throw invalid('latitude', 'field.required');
}

async function insert(tx: Ctx, parent: OrganisationRow | null, values: OrganisationValues): Promise<string> {
  const id = newId();
  const words = wordsOf(values);
  await insertOrganisation(tx, { ...values, id, parentId: parent?.id ?? null, path: [...(parent?.path ?? []), id], searchWords: words });
  await insertSearchWords(tx, words);
  return id;
}

const codeTaken = (error: unknown): unknown => (isUniqueViolation(error, 'organisation_network_id_code_key') ? invalid('code', 'code.taken') : error);

/**
 * Adds an organisation under its parent, or as a root. Rights: `addBelow` of the parent; a root by whoever keeps the whole network.
 * Errors: `page.not_found`, `organisation.not_possible_closed`, `code.taken`.
 */
export async function addOrganisation(ctx: Ctx, input: NewOrganisation): Promise<string> {
  checkPoint(input);
  try {
    return await inTransaction(ctx, async (tx) => {
      // The tree must not move away under the new leaf.
      await lockTree(tx);
      const parent = input.parentId ? await getOrganisationFor(tx, input.parentId, 'addBelow') : null;
      if (!parent && !holds(tx.actor, CENTRE, { networkId: tx.networkId })) throw notFound();
      const values = { ...valuesOf(ctx, input), kind: input.kind, code: input.code, country: input.country, mapArea: input.mapArea ?? null };
      const id = await insert(tx, parent, values);
      await recordChanges(tx, [{ subjectType: 'organisation', subjectId: id, act: 'organisation.created', changes: differences({}, comparableOrganisation(values)) }]);
      return id;
    });
  } catch (error) {
    throw codeTaken(error);
  }
}

/**
 * Changes what is known of an organisation. Kind, code and place on the map need `arrange`; without that right they stay as they are.
 * Errors: `page.not_found`, `record.changed_meanwhile`, `code.taken`, `organisation.not_possible_closed`.
 */
export async function changeOrganisation(ctx: Ctx, id: string, input: EditOrganisation): Promise<void> {
  checkPoint(input);
  try {
    await inTransaction(ctx, async (tx) => {
      const row = await getOrganisationFor(tx, id, 'edit', { lock: true });
      const before = storedValues(row);
      const arranged = input.arrangement && row.abilities.arrange.allowed ? { ...input.arrangement, mapArea: input.arrangement.mapArea ?? null } : {};
      const after = { ...before, ...valuesOf(ctx, input, before), ...arranged };
      const words = wordsOf(after);
      if (!(await updateOrganisation(tx, id, input.version ?? 0, { ...after, searchWords: words }))) throw conflict();
      await insertSearchWords(tx, words);
      const changes = differences(comparableOrganisation(before), comparableOrganisation(after));
      if (changes.length > 0) await recordChanges(tx, [{ subjectType: 'organisation', subjectId: id, act: 'organisation.changed', changes }]);
    });
  } catch (error) {
    throw codeTaken(error);
  }
}

/**
 * Hangs an organisation with all below it under another parent; the move is kept. Rights by subtree follow at once. Errors:
 * `page.not_found`, `record.changed_meanwhile`, `organisation.below_itself`, `organisation.there_already`, `date.in_future`.
 */
export async function moveOrganisation(ctx: Ctx, id: string, input: z.output<typeof MoveOrganisation>): Promise<void> {
  const { timeZone } = await networkOf(ctx);
  if (input.movedOn > localDate(ctx.clock.now(), timeZone)) throw invalid('movedOn', 'date.in_future');
  await inTransaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await getOrganisationFor(tx, id, 'arrange', { lock: true });
    if (row.version !== input.version) throw conflict();
    const parent = input.parentId ? await getOrganisationFor(tx, input.parentId, 'addBelow') : null;
    if (!parent && !holds(tx.actor, CENTRE, { networkId: tx.networkId })) throw notFound();
    if (parent?.path.includes(id)) throw invalid('parentId', 'organisation.below_itself');
    if ((parent?.id ?? null) === row.parent_id) throw invalid('parentId', 'organisation.there_already');
    const before = row.parent_id ? await findOrganisation(tx, row.parent_id) : undefined;
    const moved = await updateParent(tx, { id, depth: row.path.length }, parent);
    await insertMove(tx, { organisationId: id, from: row.parent_id, to: parent?.id ?? null, movedOn: input.movedOn, reason: input.reason ?? null, movedBy: whoActs(tx) });
    await refreshStandingOf(tx, moved);
    const name = (at: { name: LocalizedText } | null | undefined) => (at ? textIn(at.name, tx.locale) : null);
    await recordChanges(tx, [
      { subjectType: 'organisation', subjectId: id, act: 'organisation.moved', changes: [{ field: 'parent', before: name(before), after: name(parent) }] },
    ]);
  });
}

/**
 * Closes an organisation: it takes no people and no changes any more, its history stays. Errors: `page.not_found`,
 * `organisation.open_below` (409) while something below is open.
 */
export async function closeOrganisation(ctx: Ctx, id: string, input: z.output<typeof CloseOrganisation>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await getOrganisationFor(tx, id, 'close', { lock: true });
    const below = await countOpenBelow(tx, id);
    if (below > 0) throw new AppError('organisation.open_below', 409, { count: below });
    await updateClosed(tx, row.id, input.closedOn);
    await recordChanges(tx, [
      { subjectType: 'organisation', subjectId: id, act: 'organisation.closed', changes: [{ field: 'closedOn', before: null, after: input.closedOn }] },
    ]);
  });
}

/** Opens a closed organisation again. Errors: `page.not_found`, `organisation.not_possible_closed` when what it hangs under is closed. */
export async function reopenOrganisation(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockTree(tx);
    const row = await getOrganisationFor(tx, id, 'reopen', { lock: true });
    const parent = row.parent_id ? await findOrganisation(tx, row.parent_id) : undefined;
    if (parent?.closed_on) throw new AppError('organisation.not_possible_closed', 409);
    await updateClosed(tx, id, null);
    await recordChanges(tx, [
      { subjectType: 'organisation', subjectId: id, act: 'organisation.reopened', changes: [{ field: 'closedOn', before: row.closed_on, after: null }] },
    ]);
  });
}

/** Adds an organisation without asking rights: the first run, seeds, the command line. Error: `code.taken`. */
export async function createOrganisation(
  ctx: Ctx,
  input: { parentId?: string | null; kind: OrganisationKind; code: string; name: LocalizedText; country: string; timeZone: string } & Partial<OrganisationValues>,
): Promise<string> {
  if (ctx.actor.kind !== 'system') throw notFound();
  try {
    return await inTransaction(ctx, async (tx) => {
      const parent = input.parentId ? await findOrganisation(tx, input.parentId) : null;
      if (input.parentId && !parent) throw notFound();
      const { parentId: _, ...values } = input;
      const id = await insert(tx, parent ?? null, { ...EMPTY, ...values });
      await audit(tx, { act: 'organisation.created', subjectType: 'organisation', subjectId: id });
      return id;
    });
  } catch (error) {
    throw codeTaken(error);
  }
}

const EMPTY = {
  settlement: null,
  signatoryName: null,
  signatoryPost: null,
  contactEmail: null,
  founder: null,
  address: null,
  latitude: null,
  longitude: null,
  languages: [] as string[],
  phone: null,
  website: null,
  mapArea: null,
};

/** One organisation of the network, or `page.not_found`. Names and addresses of organisations are public. */
export async function getOrganisation(ctx: Ctx, id: string) {
  const row = await findOrganisation(ctx, id);
  if (!row) throw notFound();
  return row;
}

/** The organisations of the network, by code; at most 5,000. */
export async function listOrganisationsOf(ctx: Ctx) {
  return listOrganisations(ctx);
}

/** Open organisations to which the actor may add people (`addPerson`) or others (`addBelow`), with names in the reader's language. */
export async function organisationsOpenTo(ctx: Ctx, ability: 'addPerson' | 'addBelow'): Promise<{ value: string; text: string }[]> {
  const rows = await listOrganisations(ctx);
  return rows
    .filter((row) => organisationAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.path }, { closed: row.closed_on !== null })[ability].allowed)
    .map((row) => ({ value: row.id, text: `${row.code} · ${textIn(row.name, ctx.locale)}` }));
}
