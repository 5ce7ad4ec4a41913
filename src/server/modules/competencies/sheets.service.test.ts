import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson, tiePersonToAccount } from '#server/modules/people/index.ts';
import type { Actor } from '#server/platform/context.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { policyActors } from '#server/testing/policy-actors.ts';
import { listFrameworksFor } from './frameworks.service.ts';
import { showGrowth } from './growth.service.ts';
import { growthAbilities } from './person-access.ts';
import { followPlaces } from './summary.service.ts';
import { answerSheet, getSheetFor, handInSheet, openSheet, ownOpenSheets, SheetAnswers, withdrawSheet } from './sheets.service.ts';

const at = testInstallation();
const refusal = (work: Promise<unknown>): Promise<string> => work.then(() => 'accepted', (error: { code: string }) => error.code);
const specialist = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл Жұмабекова');
let head: Actor = visitor;
let personId = '';
let frameworkId = '';
const self = () => at.ctx(specialist);

beforeAll(async () => {
  head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Сауле Рахимова');
  frameworkId = (await listFrameworksFor(at.ctx(coordinatorOf(at.networkId, at.organisationId)))).find(({ key }) => key === 'library-specialist')?.frameworkId ?? '';
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  personId = await addPerson(at.system(), NewPerson.parse({ familyName: 'Жұмабекова', givenName: 'Айгүл', post: { organisationId: at.organisationId, positionId: rows[0]?.id, fromDate: '2020-01-01' } }));
  await tiePersonToAccount(at.system(), personId, specialist.kind === 'account' ? specialist.accountId : '');
  await followPlaces(at.system());
});
const answersOf = async (sheetId: string, step: number, count = 3) => {
  const { pages } = await getSheetFor(self(), sheetId);
  const items = pages.flatMap((page) => page.items).slice(0, count);
  return { items, input: SheetAnswers.parse({ steps: Object.fromEntries(items.map(({ competencyId }) => [competencyId, String(step)])), comments: { [items[0]?.competencyId ?? '']: 'Делаю это каждый год' } }) };
};

describe('a sheet', () => {
  it('is kept as one goes, hides what is asked until it is handed in, and becomes ratings once', async () => {
    const before = await showGrowth(self(), personId);
    expect(before).toMatchObject({ isTargetHidden: false, may: { rateSelf: { allowed: true }, rateAsHead: { allowed: false } } });
    expect(before.counts).toMatchObject({ met: 0, gaps: 0 });
    expect(before.counts.asked).toBeGreaterThan(20);
    const sheetId = await openSheet(self(), { personId, frameworkId, kind: 'self' });
    expect(await openSheet(self(), { personId, frameworkId, kind: 'self' })).toBe(sheetId);
    expect((await ownOpenSheets(self())).map(({ id }) => id)).toEqual([sheetId]);
    const hidden = await showGrowth(self(), personId);
    expect(hidden.isTargetHidden).toBe(true);
    expect(hidden.lines.some(({ target, gap }) => target !== null || gap !== null)).toBe(false);
    // Whoever keeps her record goes on seeing what is asked.
    expect((await showGrowth(at.ctx(head), personId)).isTargetHidden).toBe(false);
    expect(await refusal(handInSheet(self(), sheetId))).toBe('sheet.empty');
    const { items, input } = await answersOf(sheetId, 1);
    await answerSheet(self(), sheetId, input);
    // A page that names only words leaves the steps as they were.
    await answerSheet(self(), sheetId, SheetAnswers.parse({ comments: { [items[1]?.competencyId ?? '']: 'Вместе с коллегой' } }));
    expect((await getSheetFor(self(), sheetId)).answers.get(items[1]?.competencyId ?? '')).toEqual({ competencyId: items[1]?.competencyId, step: 1, comment: 'Вместе с коллегой' });
    // What stood on a page and came back empty was emptied.
    await answerSheet(self(), sheetId, SheetAnswers.parse({ shown: [items[1]?.competencyId] }));
    expect((await getSheetFor(self(), sheetId)).answers.get(items[1]?.competencyId ?? '')).toMatchObject({ step: null, comment: null });
    await answerSheet(self(), sheetId, input);
    expect(await refusal(answerSheet(self(), sheetId, SheetAnswers.parse({ steps: { [items[0]?.competencyId ?? '']: '9' } })))).toBe('sheet.step_unknown');
    expect(await handInSheet(self(), sheetId)).toBe(3);
    expect(await refusal(handInSheet(self(), sheetId))).toBe('sheet.handed_in_already');
    expect(await refusal(answerSheet(self(), sheetId, input))).toBe('sheet.handed_in_already');
    const after = await showGrowth(self(), personId);
    const line = after.lines.find(({ item }) => item.competencyId === items[0]?.competencyId);
    expect(line).toMatchObject({ level: { step: 1, by: 'weighted' }, ratings: [{ kind: 'self', step: 1, comment: 'Делаю это каждый год', counts: true }] });
    expect(after.counts.gaps + after.counts.met).toBeLessThanOrEqual(3);
  });

  it('of a head stands beside that of the person, and the difference is shown', async () => {
    const sheetId = await openSheet(at.ctx(head), { personId, frameworkId, kind: 'head' });
    expect(await refusal(getSheetFor(self(), sheetId))).toBe('page.not_found');
    const { pages } = await getSheetFor(at.ctx(head), sheetId);
    const [item] = pages.flatMap((page) => page.items);
    await answerSheet(at.ctx(head), sheetId, SheetAnswers.parse({ steps: { [item?.competencyId ?? '']: '4' } }));
    await handInSheet(at.ctx(head), sheetId);
    const line = (await showGrowth(self(), personId)).lines.find((one) => one.item.competencyId === item?.competencyId);
    // self 1 · 1, head 4 · 3: 13 / 4 = 3.25
    expect(line).toMatchObject({ level: { step: 3, lowest: 1, highest: 4 }, ratings: [{ kind: 'head', author: 'Сауле Рахимова' }, { kind: 'self' }] });
  });

  it('is opened by whom it concerns, and thrown away by its rater alone', async () => {
    const others: Actor[] = [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }]), account([{ role: 'inspector', networkId: at.networkId, scopeKind: 'network', scopeId: null }])];
    const sheetId = await openSheet(self(), { personId, frameworkId, kind: 'self' });
    for (const actor of others) {
      const ctx = at.ctx(actor);
      const works = [() => showGrowth(ctx, personId), () => openSheet(ctx, { personId, frameworkId, kind: 'self' }), () => openSheet(ctx, { personId, frameworkId, kind: 'head' }), () => getSheetFor(ctx, sheetId), () => answerSheet(ctx, sheetId, SheetAnswers.parse({})), () => handInSheet(ctx, sheetId), () => withdrawSheet(ctx, sheetId)];
      for (const work of works) expect(await refusal(work())).toBe('page.not_found');
    }
    expect(await refusal(openSheet(at.ctx(head), { personId, frameworkId, kind: 'self' }))).toBe('page.not_found');
    await withdrawSheet(self(), sheetId);
    expect(await refusal(getSheetFor(self(), sheetId))).toBe('page.not_found');
    expect(await refusal(openSheet(self(), { personId, frameworkId: personId, kind: 'self' }))).toBe('sheet.no_framework');
  });
});

describe.each(policyActors().actors)('%s', (name, actor) => {
  it('reads and rates as its role says', () => {
    const { NETWORK, PLACE } = policyActors();
    const of = (accountId: string | null) => Object.entries(growthAbilities(actor, { networkId: NETWORK, place: PLACE.organisationPath, accountId })).flatMap(([ability, { allowed }]) => (allowed ? ability : []));
    const keeps = ['system', 'network_admin', 'coordinator above', 'coordinator', 'methodist', 'head'].includes(name);
    expect(of('somebody else')).toEqual(keeps ? ['read', 'rateAsHead'] : []);
    expect(of(null)).toEqual(keeps ? ['read', 'rateAsHead'] : []);
    if (actor.kind === 'account') expect(of(actor.accountId)).toEqual(['read', 'rateSelf']);
  });
});
