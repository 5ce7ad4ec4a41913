import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, createOrganisation, mergePersons, MergeInput, NewPerson, tiePersonToAccount, unmergePerson } from '#server/modules/people/index.ts';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { account, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { competenciesData } from './data-source.ts';
import { ScaleInput } from './frameworks.schemas.ts';
import { beginDraft, changeScale, fillShipped, getVersionDetail, listFrameworksFor, publishVersion } from './frameworks.service.ts';
import { showGrowth } from './growth.service.ts';
import { listItems } from './items.queries.ts';
import { changeProfile, getProfileFor, listProfilesFor, ProfileInput, setProfileInUse } from './profiles.service.ts';
import { listEffective, type NewRating } from './ratings.queries.ts';
import { recordRatings } from './ratings.service.ts';
import { answerSheet, getSheetFor, handInSheet, openSheet, SheetAnswers } from './sheets.service.ts';
import { listSummary } from './summary.queries.ts';
import { followPlaces, recountAll, recountFramework } from './summary.service.ts';

const at = testInstallation();
let herself: ReturnType<typeof coordinatorOf> | undefined;
const keeper = () => at.ctx((herself ??= coordinatorOf(at.networkId, at.organisationId)));
let frameworkId = '';
let versionId = '';
let scaleId = '';
let competencies: string[] = [];
let librarian = '';
let library = '';

beforeAll(async () => {
  await fillShipped(at.system());
  const version = (await listFrameworksFor(keeper())).find(({ key }) => key === 'library-specialist')?.versions[0];
  if (!version) throw new Error('nothing is shipped');
  ({ frameworkId, id: versionId, scaleId } = version);
  competencies = (await listItems(at.system(), versionId)).filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId);
  const { rows } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code = 'librarian'`.execute(at.platform.db);
  librarian = rows[0]?.id ?? '';
  library = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'library', code: 'F1', name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
});

const person = (familyName: string) => addPerson(at.system(), NewPerson.parse({ familyName, givenName: 'Анна', post: { organisationId: library, positionId: librarian, fromDate: '2020-01-01' } }));
const said = (personId: string, kind: NewRating['kind'], step: number, change: Partial<NewRating> = {}): NewRating => ({
  ...{ personId, competencyId: competencies[0] ?? '', scaleId, versionId, kind, step },
  ...{ comment: null, authorId: newId(), authorName: null, isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() },
  ...change,
});
const record = (...ratings: NewRating[]) => inTransaction(at.system(), (tx) => recordRatings(tx, ratings));
const level = async (personId: string) => (await listEffective(at.system(), [personId], [competencies[0] ?? '']))[0];
const shownLevel = async (personId: string) => (await showGrowth(keeper(), personId, frameworkId)).lines.find(({ item }) => item.competencyId === competencies[0])?.level?.step;
const expectSumsRight = async () => expect(await listSummary(at.system(), frameworkId)).toEqual(await inTransaction(at.system(), async (tx) => (await recountFramework(tx, frameworkId), listSummary(tx, frameworkId))));

describe('levels and sums follow the registry', () => {
  it('when records are merged and taken apart', async () => {
    const [kept, other] = [await person('Одинцова'), await person('Одинцева')];
    await followPlaces(at.system());
    await record(said(kept, 'head', 1), said(other, 'commission', 4));
    expect([(await level(kept))?.step, (await level(other))?.step]).toEqual([1, 4]);
    const version = async (id: string) => (await sql<{ version: number }>`select version from people.person where id = ${id}`.execute(at.platform.db)).rows[0]?.version;
    await mergePersons(at.system(), kept, other, MergeInput.parse({ version: await version(kept), otherVersion: await version(other) }));
    expect(await followPlaces(at.system())).toBeGreaterThan(0);
    expect([(await level(kept))?.step, await shownLevel(kept), await level(other)]).toEqual([4, 4, undefined]);
    await expectSumsRight();
    await unmergePerson(at.system(), other);
    await followPlaces(at.system());
    expect([(await level(kept))?.step, (await level(other))?.step]).toEqual([1, 4]);
    await expectSumsRight();
  });

  it('when an account is tied to a record about which its owner had spoken in another capacity', async () => {
    const head = account([{ role: 'head', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Сауле Рахимова');
    const personId = await person('Рахимова');
    await followPlaces(at.system());
    const accountId = head.kind === 'account' ? head.accountId : '';
    await record(said(personId, 'head', 4, { authorId: accountId }), said(personId, 'self', 1, { authorId: accountId }));
    expect((await level(personId))?.step).toBe(3);
    await tiePersonToAccount(at.system(), personId, accountId);
    await followPlaces(at.system());
    expect([(await level(personId))?.step, await shownLevel(personId)]).toEqual([1, 1]);
    await expectSumsRight();
  });

  it('when a library becomes one of another kind', async () => {
    const personId = await person('Переводова');
    await followPlaces(at.system());
    await record(...competencies.map((competencyId) => said(personId, 'head', 2, { competencyId })));
    await sql`update people.organisation set kind = 'rural_library' where id = ${library}`.execute(at.platform.db);
    // Until it is followed, nothing of the sums is taken away that was never there.
    await record(said(personId, 'head', 3));
    await followPlaces(at.system());
    await expectSumsRight();
    await sql`update people.organisation set kind = 'library' where id = ${library}`.execute(at.platform.db);
    await followPlaces(at.system());
    await expectSumsRight();
  });

  it('and what a lost moment left behind is mended at night', async () => {
    await sql`update competencies.summary set people = people + 5 where network_id = ${at.networkId}`.execute(at.platform.db);
    await recountAll(at.system());
    await expectSumsRight();
  });

  it('and a rater who is erased goes on being one rater', async () => {
    const personId = await person('Оценённая');
    await followPlaces(at.system());
    const authorId = newId();
    await record(said(personId, 'head', 0, { authorId, authorName: 'Гульнара' }));
    await record(said(personId, 'head', 4, { authorId, authorName: 'Гульнара', sourceId: newId() }));
    await record(said(personId, 'self', 4));
    expect(await shownLevel(personId)).toBe(4);
    await inTransaction(at.system(), (tx) => competenciesData.erase(tx, { personIds: [], accountId: authorId, names: [], addresses: [], traces: new Map() }));
    expect([await shownLevel(personId), (await level(personId))?.step]).toEqual([4, 4]);
    const { rows } = await sql<{ left: string }>`select count(*) as left from competencies.rating where author_id = ${authorId} or author_name = 'Гульнара'`.execute(at.platform.db);
    expect(rows[0]?.left).toBe('0');
  });
});

describe('a sheet of ratings', () => {
  it('lets a step and a word be taken back, moves with the version, and is withdrawn where the scale is another', async () => {
    const her = account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'organisation', scopeId: at.organisationId }], 'Айгүл');
    const personId = await person('Жұмабекова');
    await tiePersonToAccount(at.system(), personId, her.kind === 'account' ? her.accountId : '');
    const [first = '', second = ''] = competencies;
    const sheetId = await openSheet(at.ctx(her), { personId, frameworkId, kind: 'self' });
    await answerSheet(at.ctx(her), sheetId, SheetAnswers.parse({ steps: { [first]: '3', [second]: '2' }, comments: { [first]: 'Раз в месяц' }, shown: [first, second] }));
    // The form drops what is empty: what its page showed and does not answer is taken back.
    await answerSheet(at.ctx(her), sheetId, SheetAnswers.parse({ steps: { [second]: '2' }, shown: [first, second] }));
    const { answers } = await getSheetFor(at.ctx(her), sheetId);
    expect([answers.get(first), answers.get(second)]).toEqual([{ competencyId: first, step: null, comment: null }, { competencyId: second, step: 2, comment: null }]);

    const librarians = (await listProfilesFor(at.ctx(her), frameworkId)).find(({ positions }) => positions.length > 0)?.id ?? '';
    // What her post asks is not to be looked up elsewhere meanwhile.
    expect(await getProfileFor(at.ctx(her), librarians)).toMatchObject({ isHidden: true, resolved: new Map() });
    expect((await getProfileFor(keeper(), librarians)).resolved.size).toBeGreaterThan(10);

    const next = await beginDraft(keeper(), versionId);
    await publishVersion(keeper(), next);
    expect((await getSheetFor(at.ctx(her), sheetId)).version.id).toBe(next);
    expect((await showGrowth(at.ctx(her), personId, frameworkId)).isTargetHidden).toBe(true);
    expect(await handInSheet(at.ctx(her), sheetId)).toBe(1);

    const again = await openSheet(at.ctx(her), { personId, frameworkId, kind: 'self' });
    const other = await beginDraft(keeper(), next);
    const { revision, steps } = (await getVersionDetail(keeper(), other)).version;
    const words = (text: (typeof steps)[number]['label']) => Object.fromEntries(Object.entries(text).map(([locale, { text: one }]) => [locale, one]));
    const longer = steps.map(({ step, label, text }) => ({ step: String(step), label: { ...words(label), ru: `${words(label).ru ?? ''} (новая)` }, text: words(text) }));
    await changeScale(keeper(), other, ScaleInput.parse({ revision, steps: Object.fromEntries(longer.entries()) }));
    const asked = (await getProfileFor(keeper(), librarians)).resolved.size;
    await publishVersion(keeper(), other);
    await expect(getSheetFor(at.ctx(her), again)).rejects.toMatchObject({ code: 'page.not_found' });

    // Steps of the former scale ask for nothing, are kept until somebody sets them anew, and are not lost by saving something else.
    const profile = await getProfileFor(keeper(), librarians);
    expect([profile.former > 0, profile.resolved.size < asked]).toEqual([true, true]);
    const positions = profile.positions.map(({ positionId, organisationKind }) => (organisationKind ? `${positionId}@${organisationKind}` : positionId));
    const save = (levels: Record<string, string>, version: number) => changeProfile(keeper(), librarians, ProfileInput.parse({ version, title: { ru: 'Библиотекарь' }, parentId: profile.profile.parentId ?? '', levels: { ...Object.fromEntries(competencies.map((id) => [id, 'inherit'])), ...levels }, positions }));
    await save({ [first]: '2' }, profile.profile.version);
    const after = await getProfileFor(keeper(), librarians);
    expect(after.resolved.get(first)?.asked).toEqual({ least: 2, preferred: 2 });
    expect(profile.former - after.former).toBeLessThanOrEqual(1);
    await expectSumsRight();
  });

  it('leaves a profile its parent when that is out of use', async () => {
    const all = await listProfilesFor(keeper(), frameworkId);
    const heir = await Promise.all(all.map(({ id }) => getProfileFor(keeper(), id))).then((list) => list.find(({ profile }) => profile.parentId !== null));
    const parentId = heir?.profile.parentId ?? '';
    await setProfileInUse(keeper(), parentId, false);
    expect((await getProfileFor(keeper(), heir?.profile.id ?? '')).parents.map(({ id }) => id)).toContain(parentId);
  });
});
