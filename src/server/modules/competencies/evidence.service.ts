import { scopeOf } from '#server/platform/rights.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, invalid, notFound } from '#server/platform/errors.ts';
import { readFileOf, removeFilesOf, saveFile } from '#server/platform/files.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { readPageKey, turnPage } from '#server/platform/paging.ts';
import { emit } from '#server/platform/outbox.ts';
import { readReceivedFile, type ReceivedFile } from '#server/platform/received-file.ts';
import { attachment } from '#server/platform/tabular/export.ts';
import { localized } from '#server/platform/text/index.ts';
import { evidenceAbilities } from './evidence.policy.ts';
import { findEvidence, listEvidence, lockEvidence, type EvidenceRow, type OwnEvidenceKind, type ShownBy } from './evidence.queries.ts';
import type { AcceptEvidence, EvidenceInput, ReturnEvidence } from './evidence.schemas.ts';
import { countOwn, countWaiting, insertEvidence, listWaiting, setAccepted, updateEvidence, updateReview, type OwnValues, type WaitingRow } from './evidence-review.queries.ts';
import { listNamable, listNamed, type NamedCompetency } from './named.queries.ts';
import { untieEverywhere } from './plan-evidence.queries.ts';
import { tieEvidence } from './plan-evidence.service.ts';
import { getRatedPersonFor, GROWTH_KEEPERS, type growthAbilities } from './person-access.ts';
import { recordRatings } from './ratings.service.ts';
import type { RatedPerson } from './sheets.queries.ts';

export const EVIDENCE = 'competencies.evidence';
/** Pieces of one person that are not thrown away: more is no evidence but a store. */
const MOST_OWN = 300;
const SHOWN = 50;

/** What comes with a piece besides its words: a file as it was sent, a certificate that was found to be her own. */
export interface Enclosed {
  file?: { name: string; bytes: Uint8Array } | null;
  credential?: { id: string; number: string } | null;
}

export type EvidenceView = EvidenceRow & { may: ReturnType<typeof evidenceAbilities> };
const viewOf = (row: EvidenceRow, may: ReturnType<typeof growthAbilities>): EvidenceView => ({ ...row, may: evidenceAbilities(may, { state: row.state, isWitnessed: row.sourceId !== null }) });

/** Evidence of a person, newest first, for herself and her keepers. Error `page.not_found`. */
export async function listEvidenceFor(ctx: Ctx, personId: string): Promise<{ person: RatedPerson; may: ReturnType<typeof growthAbilities>; evidence: EvidenceView[] }> {
  const { may, ...person } = await getRatedPersonFor(ctx, personId, 'read');
  return { person, may, evidence: (await listEvidence(ctx, person.personId)).map((row) => viewOf(row, may)) };
}

type PieceAbility = keyof ReturnType<typeof evidenceAbilities>;

async function getPiece(ctx: Ctx, id: string, ability: PieceAbility, options: { lock?: boolean } = {}): Promise<{ person: RatedPerson; piece: EvidenceView }> {
  if (!isId(id)) throw notFound();
  if (options.lock) await lockEvidence(ctx, id);
  const row = await findEvidence(ctx, id);
  if (!row) throw notFound();
  const { may, ...person } = await getRatedPersonFor(ctx, row.personId, 'read');
  const piece = viewOf(row, may);
  if (piece.may[ability].allowed) return { person, piece };
  // Whom only the state stops has read the page before: somebody else was faster.
  if (piece.may.read.allowed && evidenceAbilities(may, { state: ability === 'review' ? 'offered' : 'returned', isWitnessed: piece.sourceId !== null })[ability].allowed) throw new AppError('evidence.decided_already', 409);
  throw notFound();
}

/** One piece of evidence with whose it is. Error `page.not_found`. */
export const getEvidenceFor = (ctx: Ctx, id: string): Promise<{ person: RatedPerson; piece: EvidenceView }> => getPiece(ctx, id, 'read');

/** What a form of a piece offers: the person, and competencies in use of one framework or of all. Error `page.not_found`. */
export async function evidenceForm(ctx: Ctx, personId: string): Promise<{ person: RatedPerson; competencies: NamedCompetency[] }> {
  const { may: _, ...person } = await getRatedPersonFor(ctx, personId, 'rateSelf');
  return { person, competencies: await listNamable(ctx, null) };
}

async function readShown(ctx: Ctx, input: EvidenceInput): Promise<ShownBy[]> {
  const named = new Map((await listNamed(ctx, input.shows.map(({ competencyId }) => competencyId))).map((one) => [one.competencyId, one]));
  const seen = new Set<string>();
  return input.shows.map(({ competencyId, step }, at) => {
    const found = named.get(competencyId);
    if (!found) throw invalid(`shows.${at}.competencyId`, 'choice.missing');
    if (seen.has(competencyId)) throw invalid(`shows.${at}.competencyId`, 'evidence.competency_twice');
    seen.add(competencyId);
    if (step !== undefined && !found.steps.some((one) => one.step === step)) throw invalid(`shows.${at}.step`, 'sheet.step_unknown');
    return { competencyId, scaleId: found.scaleId, versionId: found.versionId, claimed: step ?? null, accepted: null };
  });
}

function valuesOf(tx: Ctx, input: EvidenceInput, enclosed: Enclosed): OwnValues {
  if (input.happenedOn !== undefined && input.happenedOn > tx.clock.now().toISOString().slice(0, 10)) throw invalid('happenedOn', 'evidence.not_yet');
  const of = <V>(kind: OwnEvidenceKind, value: V | null | undefined): V | null => (input.kind === kind ? (value ?? null) : null);
  return {
    kind: input.kind,
    title: localized(tx.locale, input.title),
    text: input.text ?? null,
    url: of('link', input.url),
    credentialId: of('credential', enclosed.credential?.id),
    credentialNumber: of('credential', enclosed.credential?.number),
    minutes: input.hours === undefined ? null : Math.max(1, Math.round(input.hours * 60)),
    happenedOn: input.happenedOn ?? null,
  };
}

async function fileOf(input: EvidenceInput, enclosed: Enclosed): Promise<ReceivedFile | null> {
  return input.kind === 'file' && enclosed.file ? readReceivedFile(enclosed.file.name, enclosed.file.bytes) : null;
}

/**
 * A person offers something that shows what she can do. Errors: `page.not_found`, beside the fields those of `readReceivedFile`, `evidence.…`,
 * `choice.missing`; `evidence.too_many` (409); those of `tieEvidence` where an item of her plan is named.
 */
export async function offerEvidence(ctx: Ctx, personId: string, input: EvidenceInput, enclosed: Enclosed = {}): Promise<string> {
  // Asked before a picture is unpacked.
  await getRatedPersonFor(ctx, personId, 'rateSelf');
  if (input.kind === 'file' && !enclosed.file) throw invalid('file', 'field.required');
  const file = await fileOf(input, enclosed);
  return inTransaction(ctx, async (tx) => {
    const person = await getRatedPersonFor(tx, personId, 'rateSelf');
    if ((await countOwn(tx, person.personId)) >= MOST_OWN) throw new AppError('evidence.too_many', 409);
    const id = newId();
    await insertEvidence(tx, id, person.personId, valuesOf(tx, input, enclosed), await readShown(tx, input));
    if (file) await saveFile(tx, { ownerType: EVIDENCE, ownerId: id, ...file });
    await audit(tx, { act: 'evidence.offered', subjectType: 'person', subjectId: person.personId, data: { evidenceId: id, kind: input.kind } });
    if (input.item !== undefined) await tieEvidence(tx, input.item, id);
    return id;
  });
}

/** Mends a piece that was returned, or that nobody has reviewed yet, and offers it again. Errors as above, `evidence.decided_already` (409). */
export async function mendEvidence(ctx: Ctx, id: string, input: EvidenceInput, enclosed: Enclosed = {}): Promise<void> {
  const before = await getPiece(ctx, id, 'change');
  if (input.kind === 'file' && !enclosed.file && !before.piece.file) throw invalid('file', 'field.required');
  const file = await fileOf(input, enclosed);
  await inTransaction(ctx, async (tx) => {
    const { person } = await getPiece(tx, id, 'change', { lock: true });
    await updateEvidence(tx, id, valuesOf(tx, input, enclosed), await readShown(tx, input));
    if (file || input.kind !== 'file') await removeFilesOf(tx, EVIDENCE, id);
    if (file) await saveFile(tx, { ownerType: EVIDENCE, ownerId: id, ...file });
    await audit(tx, { act: 'evidence.offered', subjectType: 'person', subjectId: person.personId, data: { evidenceId: id, kind: input.kind } });
  });
}

/** Takes a piece back, with its file. Errors: `page.not_found`, `evidence.decided_already` (409). */
export async function withdrawEvidence(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { person } = await getPiece(tx, id, 'withdraw', { lock: true });
    await updateReview(tx, id, { state: 'withdrawn', words: null, by: null });
    await removeFilesOf(tx, EVIDENCE, id);
    await untieEverywhere(tx, id);
    await audit(tx, { act: 'evidence.withdrawn', subjectType: 'person', subjectId: person.personId, data: { evidenceId: id } });
  });
}

const reviewer = (tx: Ctx) => ({ id: actorId(tx.actor), name: tx.actor.kind === 'account' ? tx.actor.name : null });

async function pieceToReview(tx: Ctx, id: string, revision: number): Promise<{ person: RatedPerson; piece: EvidenceView }> {
  const found = await getPiece(tx, id, 'review', { lock: true });
  // She answers what she has read.
  if (found.piece.revision !== revision) throw conflict();
  return found;
}

/**
 * Accepts a piece: each step that is given becomes a rating of kind `evidence`, in the same transaction. Errors: `page.not_found`,
 * `evidence.decided_already`, `record.changed_meanwhile` (409), `sheet.step_unknown` beside the competency.
 */
export async function acceptEvidence(ctx: Ctx, id: string, input: AcceptEvidence): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const { person, piece } = await pieceToReview(tx, id, input.revision);
    const given = piece.shows.flatMap((one) => {
      const step = input.steps[one.competencyId];
      if (step === undefined) return [];
      if (!one.steps.some((known) => known.step === step)) throw invalid(`steps.${one.competencyId}`, 'sheet.step_unknown');
      return [{ ...one, step }];
    });
    const by = reviewer(tx);
    await updateReview(tx, id, { state: 'accepted', words: input.words ?? null, by });
    await setAccepted(tx, id, given.map(({ competencyId, step }) => ({ competencyId, step })));
    await recordRatings(
      tx,
      given.map(({ competencyId, scaleId, versionId, step }) => ({ personId: person.personId, competencyId, scaleId, versionId, kind: 'evidence' as const, step, comment: input.words ?? null, authorId: by.id, authorName: by.name, isAnonymous: false, sourceType: EVIDENCE, sourceId: id })),
    );
    await audit(tx, { act: 'evidence.accepted', subjectType: 'person', subjectId: person.personId, data: { evidenceId: id, count: given.length } });
    if (given.length > 0) await emit(tx, 'competencies.person_rated', { personId: person.personId, kind: 'evidence' });
    return given.length;
  });
}

/** Gives a piece back with words; she can mend it and offer it again. Errors as above. */
export async function returnEvidence(ctx: Ctx, id: string, input: ReturnEvidence): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { person } = await pieceToReview(tx, id, input.revision);
    await updateReview(tx, id, { state: 'returned', words: input.words, by: reviewer(tx) });
    await audit(tx, { act: 'evidence.returned', subjectType: 'person', subjectId: person.personId, data: { evidenceId: id } });
  });
}

/** The file of a piece, for whoever may read the piece; always to be saved, never shown. Error `page.not_found`. */
export async function readEvidenceFile(ctx: Ctx, id: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string; disposition: string }> {
  await getPiece(ctx, id, 'read');
  const file = await readFileOf(ctx, EVIDENCE, id);
  if (!file) throw notFound();
  return { bytes: new Uint8Array(file.bytes), mediaType: file.mediaType, disposition: attachment(file.name) };
}

const scopeFor = (ctx: Ctx) => scopeOf(ctx.actor, GROWTH_KEEPERS, ctx.networkId);

/** Whether the actor reviews evidence of anybody in the network. */
export function reviewsEvidence(ctx: Ctx): boolean {
  const scope = scopeFor(ctx);
  return scope === 'network' || scope.length > 0;
}

/** Evidence that waits for the actor's review, the longest waiting first; never her own. Error `page.not_found` for who reviews none. */
export async function listWaitingEvidence(ctx: Ctx, page: { after?: string | undefined; before?: string | undefined }): Promise<{ waiting: WaitingRow[]; count: number; after: string | null; before: string | null }> {
  const scope = scopeFor(ctx);
  if (!reviewsEvidence(ctx)) throw notFound();
  const from = readPageKey(page);
  const [found, { count }] = await Promise.all([listWaiting(ctx, scope, actorId(ctx.actor), { limit: SHOWN, from }), countWaiting(ctx, scope, actorId(ctx.actor))]);
  const { shown, after, before } = turnPage(found, SHOWN, from);
  return { waiting: shown, count, after, before };
}

/** How much waits for the actor's review, and since when. */
export async function evidenceWaiting(ctx: Ctx): Promise<{ count: number; first: Date | null }> {
  return ctx.actor.kind === 'account' && reviewsEvidence(ctx) ? countWaiting(ctx, scopeFor(ctx), ctx.actor.accountId) : { count: 0, first: null };
}
