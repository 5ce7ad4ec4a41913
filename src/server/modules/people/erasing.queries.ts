import { sql } from 'kysely';
import type { Ctx } from '#server/platform/context.ts';

/** What is written where a name stood. */
export const NO_NAME = '—';

/**
 * Takes the name, contacts and keys out of these records. Birth and first days are kept to the half-year, counted back from `today`: every
 * bound of the figures lies whole or half years from today, so that each figure of this day stays what it was.
 */
export async function blankPersons(tx: Ctx, personIds: readonly string[], today: string): Promise<void> {
  const ids = [...personIds];
  const months = (column: 'birth_date' | 'library_since' | 'profession_since') => sql`(extract(year from age(${today}::date, ${sql.ref(column)})) * 12 + extract(month from age(${today}::date, ${sql.ref(column)})))::int`;
  const halfYear = (column: 'birth_date' | 'library_since' | 'profession_since') =>
    sql`case when ${sql.ref(column)} > ${today}::date then ${sql.ref(column)} else (${today}::date - make_interval(months => ${months(column)} / 6 * 6))::date end`;
  await sql`
    update people.person set family_name = ${NO_NAME}, given_name = null, patronymic = null, name_key = '', sort_name = ${NO_NAME}, search_words = '{}',
      account_id = null, email = null, phone = null, preferred_locale = null, name_locale = null, languages = '[]', photo_file = null,
      birth_date = ${halfYear('birth_date')}, library_since = ${halfYear('library_since')}, profession_since = ${halfYear('profession_since')},
      anonymised_at = ${tx.clock.now()}, updated_at = ${tx.clock.now()}, version = version + 1
    where network_id = ${tx.networkId} and id = any(${ids}::uuid[]) and anonymised_at is null`.execute(tx.db);
}

/** Words somebody typed beside posts, education and attestations; the rest of them is statistics. */
export async function blankNotes(tx: Ctx, personIds: readonly string[]): Promise<void> {
  const ids = [...personIds];
  await sql`update people.employment set leaving_note = null, position = case when position_id is null then position end
    where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`update people.education set institution = null, speciality = null where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`update people.attestation set note = null where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  // An un-merge would give the name back.
  await sql`update people.person_alias set undo = '{}' where network_id = ${tx.networkId} and (person_id = any(${ids}::uuid[]) or old_person_id = any(${ids}::uuid[]))`.execute(tx.db);
}

/** Rows that are about nothing but her. */
export async function deleteAbout(tx: Ctx, personIds: readonly string[]): Promise<void> {
  const ids = [...personIds];
  await sql`delete from people.person_name where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from people.change_request where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from people.record_change where network_id = ${tx.networkId} and subject_type = 'person' and subject_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from people.bulk_change_line where network_id = ${tx.networkId} and subject_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from people.card_view where network_id = ${tx.networkId} and person_id = any(${ids}::uuid[])`.execute(tx.db);
  await sql`delete from people.not_duplicate where network_id = ${tx.networkId} and (first_id = any(${ids}::uuid[]) or second_id = any(${ids}::uuid[]))`.execute(tx.db);
}

/** Reasons why she was not erased before. */
export async function blankErasures(tx: Ctx, personIds: readonly string[]): Promise<void> {
  await sql`update people.erasure set declined_reason = null where network_id = ${tx.networkId} and person_id = any(${[...personIds]}::uuid[])`.execute(tx.db);
}

/** Her name as the one who did or brought something. */
export async function blankAuthor(tx: Ctx, accountId: string, name: string): Promise<void> {
  await sql`update people.record_change set actor_name = null where network_id = ${tx.networkId} and actor_id = ${accountId}::uuid`.execute(tx.db);
  await sql`update people.record_change set on_behalf_name = null where network_id = ${tx.networkId} and on_behalf_name = ${name}`.execute(tx.db);
  await sql`update people.import set created_by_name = null where network_id = ${tx.networkId} and created_by = ${accountId}::uuid`.execute(tx.db);
  await sql`update people.import set started_by_name = nullif(started_by_name, ${name}), started_for_name = nullif(started_for_name, ${name})
    where network_id = ${tx.networkId} and ${name} in (started_by_name, started_for_name)`.execute(tx.db);
  await sql`update people.bulk_change set made_by_name = null where network_id = ${tx.networkId} and made_by = ${accountId}::uuid`.execute(tx.db);
  await sql`update people.bulk_change set undone_by_name = null where network_id = ${tx.networkId} and undone_by = ${accountId}::uuid`.execute(tx.db);
  await sql`delete from people.saved_filter where network_id = ${tx.networkId} and account_id = ${accountId}::uuid`.execute(tx.db);
}

/** Rows of lists that were read as hers, or in which her name stands: cells and what was read from them. */
export async function blankImportRows(tx: Ctx, personIds: readonly string[], mentions: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }): Promise<void> {
  const ids = [...personIds];
  await sql`
    update people.import_row r set cells = '[]', draft = null, problems = '[]', candidates = '[]', written = null
    where r.network_id = ${tx.networkId} and (r.subject_id = any(${ids}::uuid[]) or ${mentioned('concat(r.cells, r.draft, r.written, r.candidates, r.problems)', mentions)})`.execute(tx.db);
  await sql`update people.import_row r set candidates = '[]' where r.network_id = ${tx.networkId} and exists (select from unnest(${ids}::uuid[]) gone where r.candidates::text like '%' || gone || '%')`.execute(tx.db);
}

/** Free words of other records in which her name stands. Called after her own rows are gone. */
export async function blankMentions(tx: Ctx, mentions: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }): Promise<void> {
  const network = tx.networkId;
  await sql`update people.record_change r set changes = '[]' where r.network_id = ${network} and ${mentioned('r.changes::text', mentions)}`.execute(tx.db);
  await sql`update people.change_request r set reason = ${NO_NAME} where r.network_id = ${network} and ${mentioned('r.reason', mentions)}`.execute(tx.db);
  await sql`update people.employment r set leaving_note = null where r.network_id = ${network} and ${mentioned('r.leaving_note', mentions)}`.execute(tx.db);
  await sql`update people.attestation r set note = null where r.network_id = ${network} and ${mentioned('r.note', mentions)}`.execute(tx.db);
  await sql`update people.staff_unit r set note = null where r.network_id = ${network} and ${mentioned('r.note', mentions)}`.execute(tx.db);
  await sql`update people.organisation_move r set reason = null where r.network_id = ${network} and ${mentioned('r.reason', mentions)}`.execute(tx.db);
  // Without what stood there it cannot be put back; it says so.
  await sql`update people.bulk_change_line r set written = '[]' where r.network_id = ${network} and ${mentioned('r.written::text', mentions)}`.execute(tx.db);
  await sql`update people.import r set file_name = ${NO_NAME} where r.network_id = ${network} and ${mentioned('r.file_name', mentions)}`.execute(tx.db);
}

const mentioned = (text: string, { addresses, families, givens }: { addresses: readonly string[]; families: readonly string[]; givens: readonly string[] }) => sql`(
  ${sql.raw(text)} ilike any(${[...addresses]}::text[])
  or exists (select from unnest(${[...families]}::text[], ${[...givens]}::text[]) who(family, given) where ${sql.raw(text)} ilike who.family and ${sql.raw(text)} ilike who.given))`;

/** Saved filters that look for a name: `query` is an address, so that the words stand there encoded and are compared by the caller. */
export async function listSearchingFilters(tx: Ctx): Promise<{ id: string; query: string }[]> {
  const { rows } = await sql<{ id: string; query: string }>`select id, query from people.saved_filter where network_id = ${tx.networkId} and query like '%q=%'`.execute(tx.db);
  return rows;
}

export async function deleteFilters(tx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`delete from people.saved_filter where network_id = ${tx.networkId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
}

/** The words by which these records are found. */
export async function listSearchWordsOf(tx: Ctx, personIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select distinct unnest(search_words) as word from people.person where network_id = ${tx.networkId} and id = any(${[...personIds]}::uuid[])`.execute(tx.db);
  return rows.map(({ word }) => word);
}

/** Of these words those that nobody and nothing of the network has any more. */
export async function deleteUnusedWords(tx: Ctx, words: readonly string[]): Promise<void> {
  const { rows } = await sql<{ word: string }>`
    delete from people.search_word w where w.network_id = ${tx.networkId} and w.word = any(${[...words]}::text[])
      and not exists (select from people.person p where p.network_id = w.network_id and p.search_words @> array[w.word])
      and not exists (select from people.organisation o where o.network_id = w.network_id and o.search_words @> array[w.word])
      and not exists (select from people.position s where s.network_id = w.network_id and s.search_words @> array[w.word])
    returning w.word`.execute(tx.db);
  await sql`delete from people.search_slip where network_id = ${tx.networkId} and word = any(${rows.map(({ word }) => word)}::text[])`.execute(tx.db);
}

/** What of her a preview counts. */
export async function countHeld(ctx: Ctx, personIds: readonly string[]): Promise<{ posts: number; learning: number; changes: number; views: number }> {
  const ids = [...personIds];
  const { rows } = await sql<{ posts: number; learning: number; changes: number; views: number }>`
    select (select count(*)::int from people.employment where network_id = ${ctx.networkId} and person_id = any(${ids}::uuid[])) as posts,
      (select count(*)::int from people.education where network_id = ${ctx.networkId} and person_id = any(${ids}::uuid[]))
        + (select count(*)::int from people.attestation where network_id = ${ctx.networkId} and person_id = any(${ids}::uuid[])) as learning,
      (select count(*)::int from people.record_change where network_id = ${ctx.networkId} and subject_type = 'person' and subject_id = any(${ids}::uuid[])) as changes,
      (select count(*)::int from people.card_view where network_id = ${ctx.networkId} and person_id = any(${ids}::uuid[])) as views`.execute(ctx.db);
  return rows[0] ?? { posts: 0, learning: 0, changes: 0, views: 0 };
}
