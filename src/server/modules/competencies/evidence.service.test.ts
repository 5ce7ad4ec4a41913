import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { listPersonalDataSources } from '#server/platform/personal-data.ts';
import { localized } from '#server/platform/text/index.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import { policyActors } from '#server/testing/policy-actors.ts';
import { recordEvidence, type Witnessed } from './evidence-door.service.ts';
import { evidenceAbilities } from './evidence.policy.ts';
import { EvidenceInput } from './evidence.schemas.ts';
import { acceptEvidence, evidenceForm, evidenceWaiting, getEvidenceFor, listEvidenceFor, listWaitingEvidence, mendEvidence, offerEvidence, readEvidenceFile, returnEvidence, withdrawEvidence } from './evidence.service.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import type { NamedCompetency } from './named.queries.ts';
import { growthAbilities } from './person-access.ts';
import { listEffective } from './ratings.queries.ts';
import { followPlaces } from './summary.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(() => 'accepted', (error: { code: string; problems?: readonly { field: string; code: string }[] }) => error.problems?.map(({ field, code }) => `${field} ${code}`).join(', ') ?? error.code);
const specialist = account([], 'Айгүл Жұмабекова');
let head: Actor = visitor;
const self = () => at.ctx(specialist);
let personId = '';
let otherId = '';
let competencies: NamedCompetency[] = [];
const PDF = new TextEncoder().encode('%PDF-1.7\nA reading list');

beforeAll(async () => {
  head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Сауле Рахимова');
  await listFrameworksFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)));
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  const post = { organisationId: at.organisationId, positionId: rows[0]?.id, fromDate: '2020-01-01' };
  personId = await addPerson(at.system(), NewPerson.parse({ familyName: 'Жұмабекова', givenName: 'Айгүл', post }));
  otherId = await addPerson(at.system(), NewPerson.parse({ familyName: 'Оспанова', givenName: 'Динара', post }));
  await tiePersonToAccount(at.system(), personId, specialist.kind === 'account' ? specialist.accountId : '');
  await followPlaces(at.system());
  competencies = (await evidenceForm(self(), personId)).competencies;
});
const named = (index: number): NamedCompetency => {
  const one = competencies[index];
  if (!one) throw new Error('the shipped frameworks have more competencies');
  return one;
};
const input = (more: Record<string, unknown> = {}) => EvidenceInput.parse({ kind: 'other', title: 'Список книг для подростков', text: 'Собрала сама', shows: { 0: { competencyId: named(0).competencyId, step: '2' }, 1: { competencyId: '', step: '3' } }, ...more });
const wrong = (more: Record<string, unknown>): string => {
  const parsed = EvidenceInput.safeParse({ kind: 'other', title: 'Список книг', text: 'Собрала сама', shows: [{ competencyId: named(0).competencyId }], ...more });
  return parsed.success ? 'accepted' : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join(', ');
};

describe('evidence of a person', () => {
  it('is offered, returned with words, mended, accepted, and becomes a rating once', async () => {
    const id = await offerEvidence(self(), personId, input());
    expect(await getEvidenceFor(self(), id)).toMatchObject({ piece: { state: 'offered', kind: 'other', shows: [{ competencyId: named(0).competencyId, claimed: 2, accepted: null }], may: { change: { allowed: true }, review: { allowed: false } } } });
    expect((await listWaitingEvidence(at.ctx(head), {})).waiting.map((row) => row.id)).toContain(id);
    const { piece } = await getEvidenceFor(at.ctx(head), id);
    expect(piece.may).toMatchObject({ change: { allowed: false }, withdraw: { allowed: false }, review: { allowed: true } });
    expect(await refusal(acceptEvidence(self(), id, { steps: {}, revision: 1 }))).toBe('page.not_found');
    await returnEvidence(at.ctx(head), id, { words: 'Приложите сам список.', revision: piece.revision });
    expect(await refusal(returnEvidence(at.ctx(head), id, { words: 'Ещё раз', revision: piece.revision }))).toBe('evidence.decided_already');
    expect(await getEvidenceFor(self(), id)).toMatchObject({ piece: { state: 'returned', review: 'Приложите сам список.', reviewerName: 'Сауле Рахимова' } });
    await mendEvidence(self(), id, input({ kind: 'file' }), { file: { name: 'list.pdf', bytes: PDF } });
    // The head answers what she has read, not what came after it.
    expect(await refusal(acceptEvidence(at.ctx(head), id, { steps: {}, revision: piece.revision }))).toBe('record.changed_meanwhile');
    const mended = (await getEvidenceFor(at.ctx(head), id)).piece;
    expect(mended).toMatchObject({ state: 'offered', review: null, file: { name: 'list.pdf', byteSize: PDF.length } });
    expect(Buffer.from((await readEvidenceFile(at.ctx(head), id)).bytes)).toEqual(Buffer.from(PDF));
    expect(await refusal(acceptEvidence(at.ctx(head), id, { steps: { [named(0).competencyId]: 19 }, revision: mended.revision }))).toBe(`steps.${named(0).competencyId} sheet.step_unknown`);
    expect(await acceptEvidence(at.ctx(head), id, { steps: { [named(0).competencyId]: 3, [named(1).competencyId]: 4 }, words: 'Хорошая работа', revision: mended.revision })).toBe(1);
    expect(await refusal(acceptEvidence(at.ctx(head), id, { steps: {}, revision: mended.revision + 1 }))).toBe('evidence.decided_already');
    expect(await refusal(mendEvidence(self(), id, input()))).toBe('evidence.decided_already');
    expect(await refusal(withdrawEvidence(self(), id))).toBe('evidence.decided_already');
    expect(await listEffective(at.system(), [personId])).toMatchObject([{ competencyId: named(0).competencyId, step: 3, ratings: 1 }]);
    const { rows } = await sql<{ kind: string; source_id: string }>`select kind, source_id from competencies.rating where network_id = ${at.networkId} and person_id = ${personId}`.execute(at.platform.db);
    expect(rows).toEqual([{ kind: 'evidence', source_id: id }]);
  });

  it('that is taken back is gone with its file', async () => {
    const id = await offerEvidence(self(), personId, input({ kind: 'file' }), { file: { name: 'a.pdf', bytes: PDF } });
    await withdrawEvidence(self(), id);
    expect(await refusal(getEvidenceFor(self(), id))).toBe('page.not_found');
    expect(await refusal(readEvidenceFile(self(), id))).toBe('page.not_found');
    expect((await listEvidenceFor(self(), personId)).evidence.map((one) => one.id)).not.toContain(id);
    const { rows } = await sql`select from platform.stored_file where network_id = ${at.networkId} and owner_id = ${id}`.execute(at.platform.db);
    expect(rows).toHaveLength(0);
  });

  it('is refused beside the field where it cannot be meant', async () => {
    expect(wrong({ shows: [] })).toBe('shows evidence.no_competency');
    expect(wrong({ kind: 'link' })).toBe('url field.required');
    expect(wrong({ kind: 'hours' })).toBe('hours field.required');
    expect(wrong({ kind: 'credential' })).toBe('credential field.required');
    expect(wrong({ text: '' })).toBe('text field.required');
    expect(wrong({ kind: 'attendance' })).toBe('kind choice.missing');
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.kz/a', 'file:///etc/passwd', 'https://user', 'http://']) expect(wrong({ kind: 'link', url }), url).not.toBe('accepted');
    expect(EvidenceInput.parse({ kind: 'link', title: 'Страница', url: 'lib.example.kz/a', shows: [{ competencyId: named(0).competencyId }] }).url).toBe('https://lib.example.kz/a');
    expect(wrong({ title: 'а\u202Eб в' })).toBe('title text.hidden_characters');
    expect(wrong({ shows: Array.from({ length: 7 }, (_, index) => ({ competencyId: named(index).competencyId })) })).not.toBe('accepted');
    expect(await refusal(offerEvidence(self(), personId, input({ shows: [{ competencyId: newId() }] })))).toBe('shows.0.competencyId choice.missing');
    expect(await refusal(offerEvidence(self(), personId, input({ shows: [{ competencyId: named(0).competencyId }, { competencyId: named(0).competencyId }] })))).toBe('shows.1.competencyId evidence.competency_twice');
    expect(await refusal(offerEvidence(self(), personId, input({ shows: [{ competencyId: named(0).competencyId, step: 20 }] })))).toBe('shows.0.step sheet.step_unknown');
    expect(await refusal(offerEvidence(self(), personId, input({ happenedOn: '2099-01-01' })))).toBe('happenedOn evidence.not_yet');
  });

  it('takes no file but what can be kept safely', async () => {
    const file = (name: string, bytes: Uint8Array) => refusal(offerEvidence(self(), personId, input({ kind: 'file' }), { file: { name, bytes } }));
    expect(await refusal(offerEvidence(self(), personId, input({ kind: 'file' })))).toBe('file field.required');
    expect(await file('a.exe', PDF)).toBe('file case_file.wrong_kind');
    expect(await file('a.pdf', new TextEncoder().encode('<html><script>alert(1)</script>'))).toBe('file case_file.wrong_kind');
    expect(await file('a.docx', PDF)).toBe('file case_file.wrong_kind');
    expect(await file('a.pdf', new Uint8Array())).toBe('file field.required');
    expect(await file('a.pdf', new Uint8Array(5_000_001))).toBe('file photo.too_large');
    expect(await file('a.svg', new TextEncoder().encode('<svg onload="alert(1)"/>'))).toBe('file case_file.wrong_kind');
    const id = await offerEvidence(self(), personId, input({ kind: 'file' }), { file: { name: '../../etc/pass\u202Ewd".pdf', bytes: PDF } });
    expect((await getEvidenceFor(self(), id)).piece.file?.name).toBe('.. .. etc pass wd .pdf');
    expect(await readEvidenceFile(self(), id)).toMatchObject({ mediaType: 'application/pdf', disposition: expect.stringMatching(/^attachment; /) as string });
    await withdrawEvidence(self(), id);
  });

  it('is shown to nobody but her and her keepers, in no other network', async () => {
    const id = await offerEvidence(self(), personId, input({ kind: 'file' }), { file: { name: 'a.pdf', bytes: PDF } });
    const others: Actor[] = [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]), account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])];
    for (const actor of others) {
      const ctx = at.ctx(actor);
      const works = [() => listEvidenceFor(ctx, personId), () => getEvidenceFor(ctx, id), () => readEvidenceFile(ctx, id), () => offerEvidence(ctx, personId, input()), () => mendEvidence(ctx, id, input()), () => withdrawEvidence(ctx, id), () => acceptEvidence(ctx, id, { steps: {}, revision: 1 }), () => returnEvidence(ctx, id, { words: 'Нет', revision: 1 })];
      for (const work of works) expect(await refusal(work())).toBe('page.not_found');
      expect((await listWaitingEvidence(ctx, {}).catch(() => ({ waiting: [] }))).waiting).toEqual([]);
    }
    // The head adds nothing in another's name, and nobody reviews her own.
    expect(await refusal(offerEvidence(at.ctx(head), personId, input()))).toBe('page.not_found');
    const ownHead = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]);
    await tiePersonToAccount(at.system(), otherId, ownHead.kind === 'account' ? ownHead.accountId : '');
    const own = await offerEvidence(at.ctx(ownHead), otherId, input());
    expect((await listWaitingEvidence(at.ctx(ownHead), {})).waiting.map((row) => row.id)).toEqual([id]);
    expect(await evidenceWaiting(at.ctx(ownHead))).toMatchObject({ count: 1 });
    expect(await refusal(acceptEvidence(at.ctx(ownHead), own, { steps: {}, revision: 1 }))).toBe('page.not_found');
    expect((await listWaitingEvidence(at.ctx(head), {})).count).toBe(2);
  });
});

describe('what a module witnesses', () => {
  const witnessed = (who: string, minutes: number): Witnessed => ({ personId: who, kind: 'attendance', title: localized('ru', 'Вебинар'), minutes, happenedOn: '2026-05-18', shows: [{ competencyId: named(2).competencyId, step: null }, { competencyId: newId(), step: 1 }] });
  const source = { type: 'seminars.event', id: newId() };
  const record = (list: readonly Witnessed[]) => inTransaction(at.system(), (tx) => recordEvidence(tx, source, list));
  const kept = async () => (await sql<{ person_id: string; minutes: number; state: string; revision: number }>`select person_id, minutes, state, revision from competencies.evidence where network_id = ${at.networkId} and source_id = ${source.id} order by minutes`.execute(at.platform.db)).rows;

  it('is a fact: once for each person however often it is told, corrected by the same source, and reviewed by nobody', async () => {
    await expect(recordEvidence(at.system(), source, [])).rejects.toThrow('transaction');
    await record([witnessed(personId, 90), witnessed(otherId, 60), witnessed(newId(), 30)]);
    await record([witnessed(personId, 90), witnessed(otherId, 60)]);
    expect(await kept()).toMatchObject([{ person_id: otherId, minutes: 60, state: 'accepted' }, { person_id: personId, minutes: 90 }]);
    const piece = (await listEvidenceFor(self(), personId)).evidence.find(({ sourceId }) => sourceId === source.id);
    expect(piece).toMatchObject({ kind: 'attendance', shows: [{ competencyId: named(2).competencyId, accepted: null }], may: { change: { allowed: false }, withdraw: { allowed: false }, review: { allowed: false } } });
    expect(await refusal(withdrawEvidence(self(), piece?.id ?? ''))).toBe('page.not_found');
    await record([witnessed(personId, 75)]);
    expect(await kept()).toMatchObject([{ person_id: personId, minutes: 75 }]);
    await record([]);
    expect(await kept()).toEqual([]);
  });

  it('takes as many statements for one as for many', async () => {
    const count = (list: readonly Witnessed[]) => countQueries(() => record(list));
    expect(await count([witnessed(personId, 90), witnessed(otherId, 60)])).toBe(await count([witnessed(personId, 90)]));
    await record([]);
  });

  it('disappears with the transaction it belongs to', async () => {
    await expect(inTransaction(at.system(), async (tx) => { await recordEvidence(tx, source, [witnessed(personId, 10)]); throw new Error('killed'); })).rejects.toThrow('killed');
    expect(await kept()).toEqual([]);
  });
});

describe('personal data', () => {
  it('holds the evidence, and erasing takes it with its files', async () => {
    const source = listPersonalDataSources().find(({ name }) => name === 'competencies');
    const subject = { personIds: [personId], accountId: null, names: [], addresses: [], traces: new Map() };
    const sections = await source?.describe(at.system(), subject);
    expect(sections?.find(({ id }) => id === 'evidence')?.items.length).toBeGreaterThan(1);
    await inTransaction(at.system(), async (tx) => source?.erase(tx, subject));
    expect((await source?.describe(at.system(), subject))?.find(({ id }) => id === 'evidence')?.items).toEqual([]);
    const { rows } = await sql`select from platform.stored_file f where f.network_id = ${at.networkId} and f.owner_type = 'competencies.evidence'`.execute(at.platform.db);
    expect(rows).toHaveLength(0);
  });
});

describe.each(policyActors().actors)('%s', (name, actor) => {
  it('reads, changes and reviews as its role and the state of the piece say', () => {
    const { NETWORK, PLACE } = policyActors();
    const of = (accountId: string | null, piece: { state: 'offered' | 'accepted' | 'returned' | 'withdrawn'; isWitnessed: boolean }) =>
      Object.entries(evidenceAbilities(growthAbilities(actor, { networkId: NETWORK, place: PLACE.organisationPath, accountId }), piece)).flatMap(([ability, { allowed }]) => (allowed ? ability : []));
    const keeps = ['system', 'network_admin', 'coordinator above', 'coordinator', 'methodist', 'head'].includes(name);
    const others = { offered: ['read', 'review'], accepted: ['read'], returned: ['read'], withdrawn: [] };
    const own = { offered: ['read', 'change', 'withdraw'], accepted: ['read'], returned: ['read', 'change', 'withdraw'], withdrawn: [] };
    for (const state of ['offered', 'accepted', 'returned', 'withdrawn'] as const) {
      expect(of('somebody else', { state, isWitnessed: false })).toEqual(keeps ? others[state] : []);
      if (actor.kind === 'account') expect(of(actor.accountId, { state, isWitnessed: false })).toEqual(own[state]);
    }
    expect(of('somebody else', { state: 'accepted', isWitnessed: true })).toEqual(keeps ? ['read'] : []);
  });
});
