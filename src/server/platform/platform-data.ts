import { sql } from 'kysely';
import { fact, type DataSubject, type PersonalDataSource, type RetentionKind } from './personal-data.ts';
import type { Ctx } from './platform.ts';
import './platform.tables.ts';

/** How many deeds and mails one file holds at most; the latest. */
const MOST = 1000;

const ownActs = (ctx: Ctx, accountId: string) =>
  ctx.db.selectFrom('platform.audit_entry').select(['at', 'act', 'subject_type']).where('network_id', '=', ctx.networkId).where('actor_id', '=', accountId).orderBy('at', 'desc').limit(MOST).execute();

/** Mails about her account, her record and what other modules know her by: mails to an address alone may be those of a colleague who shares the mailbox. */
const idsOf = (subject: DataSubject): string[] => [...subject.personIds, ...(subject.accountId ? [subject.accountId] : []), ...[...subject.traces.values()].flat()];

const ownMails = (ctx: Ctx, ids: readonly string[]) =>
  ctx.db.selectFrom('platform.mail_message').select(['template', 'to_address', 'state', 'created_at']).where('network_id', '=', ctx.networkId).where('subject_id', 'in', ids).where('to_address', '<>', '').orderBy('created_at', 'desc').limit(MOST).execute();

const oldMails = (ctx: Ctx, before: Date) => sql`platform.mail_message where network_id = ${ctx.networkId} and to_address <> '' and state <> 'queued' and created_at < ${before}`;

const mailRetention: RetentionKind = {
  kind: 'platform.mails',
  title: 'privacy.kept.mails',
  days: 365,
  bounds: { least: 90, most: 1825 },
  async count(ctx, before) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${oldMails(ctx, before)}`.execute(ctx.db);
    return rows[0]?.n ?? 0;
  },
  async examples(ctx, before) {
    const { rows } = await sql<{ text: string; at: Date }>`select to_address as text, created_at as at from ${oldMails(ctx, before)} order by created_at, id limit 5`.execute(ctx.db);
    return rows;
  },
  async remove(tx, before) {
    const result = await sql`update platform.mail_message set to_address = '', time_zone = null where network_id = ${tx.networkId} and to_address <> '' and state <> 'queued' and created_at < ${before}`.execute(tx.db);
    return Number(result.numAffectedRows ?? 0);
  },
};

const NONE = '00000000-0000-0000-0000-000000000000';
const some = (ids: readonly string[]): readonly string[] => (ids.length > 0 ? ids : [NONE]);

/** What the platform itself holds: who did what, mails, files, counts of tries. */
export const platformData: PersonalDataSource = {
  name: 'platform',
  retention: [mailRetention],
  claims: {
    tables: {
      'platform.audit_entry': { erased: 'source user_agent', kept: { 'ids of whoever acted and was acted upon: proof of what was done; no names stand here': 'actor_id on_behalf_of subject_id' }, plain: 'actor_kind act subject_type data' },
      'platform.mail_message': { erased: 'to_address time_zone', kept: { 'the id of what the mail is about': 'subject_id' }, plain: 'template params locale subject_type state error_code' },
      'platform.job': { kept: { 'the id of who started it': 'created_by' }, plain: 'kind params state outcome error_code' },
      'platform.stored_file': { erased: 'name', kept: { 'the id of what the file belongs to': 'owner_id' }, plain: 'owner_type media_type sha256' },
      'platform.rate_window': { erased: 'key' },
      'platform.idempotency_key': { kept: { 'ids only, and for a week': 'key scope outcome' } },
      'platform.outbox_position': { plain: 'reader' },
    'platform.outbox_event': { kept: { 'ids only, and for days': 'payload' }, plain: 'name' },
      'platform.setting': { plain: 'name value' },
      'platform.kysely_migration': { plain: 'name timestamp' },
      'platform.kysely_migration_lock': { plain: 'id' },
    },
  },
  async describe(ctx, subject) {
    const mails = await ownMails(ctx, some(idsOf(subject)));
    const acts = subject.accountId ? await ownActs(ctx, subject.accountId) : [];
    return [
      {
        id: 'mails',
        title: 'privacy.data.mails',
        items: mails.map((mail) => [
          fact('createdAt', 'ui.field.created', mail.created_at),
          fact('template', 'settings.outbox.kind', { choice: `${mail.template.replace('.', '.mail.')}_kind`, code: mail.template }),
          fact('to', 'settings.outbox.to', mail.to_address),
          fact('state', 'ui.field.status', { choice: `access.mail_state.${mail.state}`, code: mail.state }),
        ]),
      },
      { id: 'acts', title: 'privacy.data.acts', items: acts.map((line) => [fact('at', 'people.changes.when', line.at), fact('act', 'people.changes.what', line.act)]) },
    ];
  },
  async preview(ctx, subject) {
    const mails = await ownMails(ctx, some(idsOf(subject)));
    const acts = subject.accountId ? await ownActs(ctx, subject.accountId) : [];
    return [
      { what: 'privacy.erase.mails', count: mails.length, stays: null },
      { what: 'privacy.erase.acts', count: acts.length, stays: 'privacy.stays.proof' },
    ];
  },
  async erase(tx, subject) {
    const ids = idsOf(subject);
    const addresses = [...subject.addresses];
    if (subject.accountId) {
      await sql`update platform.audit_entry set source = null, user_agent = null where network_id = ${tx.networkId} and source is not null
        and (actor_id = ${subject.accountId} or on_behalf_of = ${subject.accountId})`.execute(tx.db);
    }
    await sql`update platform.mail_message set to_address = '', time_zone = null where network_id = ${tx.networkId} and to_address <> ''
      and (subject_id = any(${ids}::uuid[]) or lower(to_address) = any(${addresses}::text[]))`.execute(tx.db);
    for (const address of addresses) await sql`delete from platform.rate_window where position(${address}::text in lower(key)) > 0`.execute(tx.db);
    await tx.db.deleteFrom('platform.stored_file').where('network_id', '=', tx.networkId).where('owner_type', '=', 'people.person').where('owner_id', 'in', some(subject.personIds)).execute();
  },
};
