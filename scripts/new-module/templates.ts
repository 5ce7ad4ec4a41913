/**
 * The smallest whole module: a thing with a title that belongs to an organisation, made by a coordinator and seen by whoever may. Words in
 * capitals stand for the names that were asked for: MODULE, NOUN, NOUNS, Noun, Nouns, MIGRATION.
 */
export const TEMPLATES: Record<string, string> = {
  'src/server/modules/MODULE/README.md': `# MODULE

**Words.** A *NOUN* is a title that an organisation gives.

**States.** None: a NOUN exists.

**Invariants.** A NOUN belongs to one organisation of its network.

**Who may do what.** Coordinators of the organisation or of one above it make NOUNS; they and inspectors read them.

**Tables**: NOUN. **Events out**: \`MODULE.NOUN_created\`. **Events in**: none.
`,
  'src/server/modules/MODULE/index.ts': `export { getNounFor, listNounsFor } from './MODULE.access.ts';
export { NounInput } from './MODULE.schemas.ts';
export { createNoun } from './NOUNS.service.ts';
`,
  'src/server/modules/MODULE/MODULE.tables.ts': `import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { LocalizedText } from '#server/platform/text/index.ts';

export interface NounTable {
  id: Generated<string>;
  network_id: string;
  organisation_id: string;
  title: JSONColumnType<LocalizedText>;
  created_by: string | null;
  created_at: ColumnType<Date, Date, never>;
  version: Generated<number>;
}

declare module '#server/platform/db.ts' {
  interface Tables {
    'MODULE.NOUN': NounTable;
  }
}
`,
  'src/server/modules/MODULE/MODULE.queries.ts': `import type { Ctx } from '#server/platform/context.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import type { LocalizedText } from '#server/platform/text/index.ts';
import './MODULE.tables.ts';

type OwnTables = 'MODULE.NOUN';
const on = (db: Db | Tx) => db.$pickTables<OwnTables>();

export interface NounRow {
  id: string;
  organisationId: string;
  title: LocalizedText;
  createdAt: Date;
}

const COLUMNS = ['id', 'organisation_id as organisationId', 'title', 'created_at as createdAt'] as const;

export async function findNoun(ctx: Ctx, id: string): Promise<NounRow | undefined> {
  return on(ctx.db).selectFrom('MODULE.NOUN').select(COLUMNS).where('network_id', '=', ctx.networkId).where('id', '=', id).executeTakeFirst();
}

/** The latest first, from the one after \`after\` on. */
export async function listNouns(ctx: Ctx, after: string | null, limit: number): Promise<NounRow[]> {
  let query = on(ctx.db).selectFrom('MODULE.NOUN').select(COLUMNS).where('network_id', '=', ctx.networkId);
  if (after !== null) query = query.where('id', '<', after);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export async function insertNoun(ctx: Ctx, row: { id: string; organisationId: string; title: LocalizedText; createdBy: string | null }): Promise<void> {
  await on(ctx.db)
    .insertInto('MODULE.NOUN')
    .values({
      id: row.id,
      network_id: ctx.networkId,
      organisation_id: row.organisationId,
      title: JSON.stringify(row.title),
      created_by: row.createdBy,
      created_at: ctx.clock.now(),
    })
    .execute();
}
`,
  'src/server/modules/MODULE/MODULE.schemas.ts': `import { z } from 'zod';
import { localizedText } from '#server/platform/text/index.ts';

/** A NOUN as a form or the API sends it. */
export const NounInput = z.object({ organisationId: z.uuid('choice.missing'), title: localizedText({ max: 250 }) });
export type NounInput = z.output<typeof NounInput>;
`,
  'src/server/modules/MODULE/MODULE.policy.ts': `import { allow, deny, holds, type Ability, type Place } from '#server/modules/access/index.ts';
import type { Actor } from '#server/platform/context.ts';

/** What the actor may do with NOUNS of the organisation at \`place\`. */
export function NOUNAbilities(actor: Actor, place: Place) {
  const coordinates = holds(actor, ['coordinator'], place);
  return {
    read: coordinates || holds(actor, ['inspector'], place) ? allow : deny('not_reader'),
    create: coordinates ? allow : deny('not_coordinator'),
  } satisfies Record<string, Ability>;
}
`,
  'src/server/modules/MODULE/MODULE.policy.test.ts': `import { expect, it } from 'vitest';
import type { Actor, Grant } from '#server/platform/context.ts';
import { NOUNAbilities } from './MODULE.policy.ts';

const PLACE = { networkId: 'net', organisationPath: ['centre', 'library'] };
const grant = (role: string, scopeKind: Grant['scopeKind'], scopeId: string | null, networkId = 'net'): Actor => ({
  kind: 'account',
  accountId: 'a',
  name: 'a',
  email: 'a@example.kz',
  grants: [{ role, networkId, scopeKind, scopeId }],
});

// actor: reads, creates
const TABLE: [string, Actor, boolean, boolean][] = [
  ['visitor', { kind: 'visitor' }, false, false],
  ['holder of a link', { kind: 'link', linkId: 'l', purpose: 'registration', subjectId: 's' }, false, false],
  ['coordinator of the organisation', grant('coordinator', 'organisation', 'library'), true, true],
  ['coordinator above it', grant('coordinator', 'organisation', 'centre'), true, true],
  ['coordinator beside it', grant('coordinator', 'organisation', 'other'), false, false],
  ['coordinator of another network', grant('coordinator', 'network', null, 'other'), false, false],
  ['inspector', grant('inspector', 'network', null), true, false],
  ['system administrator', grant('system_admin', 'installation', null, ''), false, false],
];

it.each(TABLE)('%s', (_, actor, reads, creates) => {
  const { read, create } = NOUNAbilities(actor, PLACE);
  expect([read.allowed, create.allowed]).toEqual([reads, creates]);
});
`,
  'src/server/modules/MODULE/MODULE.access.ts': `import { getOrganisation } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { NOUNAbilities } from './MODULE.policy.ts';
import { findNoun, listNouns, type NounRow } from './MODULE.queries.ts';

export type OpenNoun = NounRow & { abilities: ReturnType<typeof NOUNAbilities> };

const PAGE = 50;

/** The NOUN, if the actor holds the ability; else \`page.not_found\`, whether it is missing, of another network or forbidden. */
export async function getNounFor(ctx: Ctx, id: string, ability: 'read'): Promise<OpenNoun> {
  const row = isId(id) ? await findNoun(ctx, id) : undefined;
  if (!row) throw notFound();
  const organisation = await getOrganisation(ctx, row.organisationId);
  const abilities = NOUNAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: organisation.path });
  if (!abilities[ability].allowed) throw notFound();
  return { ...row, abilities };
}

/** NOUNS of the whole network for those who may read all of them, the latest first; \`page.not_found\` for everybody else. */
export async function listNounsFor(ctx: Ctx, filter: { after: string | null }): Promise<{ rows: NounRow[]; next: string | null }> {
  if (!NOUNAbilities(ctx.actor, { networkId: ctx.networkId }).read.allowed) throw notFound();
  const rows = await listNouns(ctx, isId(filter.after) ? filter.after : null, PAGE + 1);
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}
`,
  'src/server/modules/MODULE/NOUNS.service.ts': `import { getOrganisation } from '#server/modules/people/index.ts';
import { audit } from '#server/platform/audit.ts';
import { actorId, inTransaction, type Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { newId } from '#server/platform/ids.ts';
import { emit } from '#server/platform/outbox.ts';
import { NOUNAbilities } from './MODULE.policy.ts';
import { insertNoun } from './MODULE.queries.ts';
import type { NounInput } from './MODULE.schemas.ts';

/** Makes a NOUN and returns its id. Error: \`page.not_found\` (no such organisation, or no right there). */
export async function createNoun(ctx: Ctx, input: NounInput): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const organisation = await getOrganisation(tx, input.organisationId);
    const { create } = NOUNAbilities(tx.actor, { networkId: tx.networkId, organisationPath: organisation.path });
    if (!create.allowed) throw notFound();
    const id = newId();
    await insertNoun(tx, { id, ...input, createdBy: actorId(tx.actor) });
    await audit(tx, { act: 'NOUN.created', subjectType: 'NOUN', subjectId: id });
    await emit(tx, 'MODULE.NOUN_created', { NOUNId: id });
    return id;
  });
}
`,
  'src/server/modules/MODULE/NOUNS.service.test.ts': `import { expect, it } from 'vitest';
import type { Ctx } from '#server/platform/context.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, rolledBack, testInstallation, visitor } from '#server/testing/installation.ts';
import { createNoun, getNounFor, listNounsFor } from './index.ts';

const at = testInstallation();
const title = localized('ru', 'Первое');
const inspector = (networkId: string) => account([{ role: 'inspector', networkId, scopeKind: 'network', scopeId: null }]);
const code = (work: Promise<unknown>) => work.then(() => 'accepted', (error: { code: string }) => error.code);

it('is made with its audit line and its event, and read by who may', async () => {
  await rolledBack(at.ctx(), async (tx: Ctx) => {
    const id = await createNoun(tx, { organisationId: at.organisationId, title });
    expect(await getNounFor(tx, id, 'read')).toMatchObject({ id, organisationId: at.organisationId, title });
    const reader = { ...tx, actor: inspector(at.networkId) };
    expect((await listNounsFor(reader, { after: null })).rows.map((row) => row.id)).toEqual([id]);
    const lines = await tx.db.selectFrom('platform.audit_entry').select(['act', 'subject_id']).where('subject_id', '=', id).execute();
    expect(lines).toEqual([{ act: 'NOUN.created', subject_id: id }]);
    const events = await tx.db.selectFrom('platform.outbox_event').select('payload').where('name', '=', 'MODULE.NOUN_created').execute();
    expect(events).toEqual([{ payload: { NOUNId: id } }]);
  });
});

it('is not there for visitors, for other networks and for coordinators of other organisations', async () => {
  await rolledBack(at.ctx(), async (tx: Ctx) => {
    const id = await createNoun(tx, { organisationId: at.organisationId, title });
    expect(await code(getNounFor({ ...tx, actor: visitor }, id, 'read'))).toBe('page.not_found');
    expect(await code(getNounFor({ ...tx, networkId: at.otherNetworkId, actor: inspector(at.otherNetworkId) }, id, 'read'))).toBe('page.not_found');
    const stranger = { ...tx, actor: coordinatorOf(at.otherNetworkId, at.otherOrganisationId) };
    expect(await code(createNoun(stranger, { organisationId: at.organisationId, title }))).toBe('page.not_found');
  });
});
`,
  'src/server/migrations/MIGRATION.ts': `import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<never>): Promise<void> {
  await sql\`
    create schema MODULE;

    create table MODULE.NOUN (
      id uuid primary key default uuidv7(),
      network_id uuid not null references people.network (id),
      organisation_id uuid not null references people.organisation (id),
      title jsonb not null,
      created_by uuid,
      created_at timestamptz not null,
      version int not null default 1
    );
    create index NOUN_list on MODULE.NOUN (network_id, id);
  \`.execute(db);
}
`,
};
