import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addPerson, NewPerson, createOrganisation } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import { countQueries, coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { HOUSE_RULE, RATER_KINDS, RATING_RULES, type RaterKind } from './effective.rule.ts';
import { fillShipped, listFrameworksFor } from './frameworks.service.ts';
import { listItems } from './items.queries.ts';
import { getProfileFor, changeProfile, listProfilesFor, ProfileInput } from './profiles.service.ts';
import { listEffective, saveRule, type NewRating } from './ratings.queries.ts';
import { judgeFramework, recordRatings } from './ratings.service.ts';
import { listSummary, listSummarySteps } from './summary.queries.ts';
import { followPlaces, recountFramework } from './summary.service.ts';

const at = testInstallation();
const keeper = () => at.ctx(coordinatorOf(at.networkId, at.organisationId));
let frameworkId = '';
let versionId = '';
let scaleId = '';
let competencies: string[] = [];
const people: string[] = [];
const libraries: string[] = [];

/** People in three libraries, as the registry has them. */
beforeAll(async () => {
  await fillShipped(at.system());
  const framework = (await listFrameworksFor(keeper())).find(({ key }) => key === 'library-specialist');
  const version = framework?.versions[0];
  if (!framework || !version) throw new Error('nothing is shipped');
  ({ frameworkId } = framework);
  ({ id: versionId, scaleId } = version);
  competencies = (await listItems(at.system(), versionId)).filter(({ kind }) => kind === 'competency').map(({ competencyId }) => competencyId);
  const { rows } = await sql<{ id: string; code: string }>`select id, code from people.position where network_id = ${at.networkId}`.execute(at.platform.db);
  const position = (code: string) => rows.find((row) => row.code === code)?.id ?? '';
  for (const [index, kind] of (['library', 'rural_library', 'library'] as const).entries()) {
    libraries.push(await createOrganisation(at.system(), { parentId: at.organisationId, kind, code: `L${index}`, name: localized('ru', `Библиотека ${index}`), country: 'KZ', timeZone: 'Asia/Almaty' }));
  }
  for (let index = 0; index < 9; index++) {
    const personId = await addPerson(at.system(), NewPerson.parse({ familyName: `Тестова${'абвгдежзи'[index]}`, givenName: 'Анна', post: { organisationId: libraries[index % 3], positionId: position(['librarian', 'methodist', 'cleaner'][index % 3] ?? ''), fromDate: '2020-01-01' } }));
    people.push(personId);
  }
  await followPlaces(at.system());
});

const said = (personId: string, competencyId: string, kind: RaterKind, step: number, change: Partial<NewRating> = {}): NewRating => ({
  ...{ personId, competencyId, scaleId, versionId, kind, step },
  ...{ comment: null, authorId: newId(), authorName: null, isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() },
  ...change,
});
const record = (...ratings: NewRating[]) => inTransaction(at.system(), (tx) => recordRatings(tx, ratings));
const levelOf = async (personId: string, competencyId: string) => (await listEffective(at.system(), [personId], [competencyId]))[0];
const both = async (ctx: Ctx) => ({ sums: await listSummary(ctx, frameworkId), steps: await listSummarySteps(ctx, frameworkId) });
const sums = () => both(at.system());
const recounted = () => inTransaction(at.system(), async (tx) => (await recountFramework(tx, frameworkId), both(tx)));

describe('ratings', () => {
  it('stay side by side, are written once, and make a level by the rule of the framework', async () => {
    const [person = '', competency = ''] = [people[0], competencies[0]];
    const self = said(person, competency, 'self', 4);
    expect(await record(self)).toBe(1);
    expect(await record(self)).toBe(0);
    expect(await levelOf(person, competency)).toMatchObject({ step: 4, rule: 'weighted', ratings: 1 });
    await record(said(person, competency, 'head', 1));
    expect(await levelOf(person, competency)).toMatchObject({ step: 2, rule: 'weighted', lowest: 1, highest: 4, ratings: 2 });
    await record(said(person, competency, 'commission', 3));
    expect(await levelOf(person, competency)).toMatchObject({ step: 3, rule: 'commission', ratings: 3 });
    await expect(sql`update competencies.rating set step = 0 where person_id = ${person}`.execute(at.platform.db)).rejects.toThrow('written once');
    await inTransaction(at.system(), (tx) => saveRule(tx, frameworkId, 'best', { self: 1, head: 1, mentor: 1, peer: 1, external: 1, commission: 1, test: 1, evidence: 1 }));
    await judgeFramework(at.system(), frameworkId);
    expect(await levelOf(person, competency)).toMatchObject({ step: 4, rule: 'best' });
    expect(await sums()).toEqual(await recounted());
  });

  it('cost the same queries for one and for many', async () => {
    const cost = (count: number, step: number) => countQueries(() => record(...competencies.slice(0, count).map((competency) => said(people[1] ?? '', competency, 'commission', step))));
    expect(await cost(20, 2)).toBe(await cost(2, 4));
  });
});

describe('the sums', () => {
  it('are those of a full recount after any ratings, moves and changes of profiles', async () => {
    const { rows: positions } = await sql<{ id: string }>`select id from people.position where network_id = ${at.networkId} and code in ('librarian', 'methodist', 'bibliographer') order by code`.execute(at.platform.db);
    const rating = fc.record({ person: fc.nat(8), competency: fc.nat(5), kind: fc.constantFrom(...RATER_KINDS), step: fc.nat(4) }).map((one) => ({ act: 'rate' as const, ...one }));
    const move = fc.record({ person: fc.nat(8), library: fc.nat(2), position: fc.nat(2), works: fc.boolean() }).map((one) => ({ act: 'move' as const, ...one }));
    const rule = fc.record({ rule: fc.constantFrom(...RATING_RULES), head: fc.nat(3) }).map((one) => ({ act: 'rule' as const, ...one }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof({ arbitrary: rating, weight: 6 }, { arbitrary: move, weight: 2 }, rule), { minLength: 3, maxLength: 14 }), async (acts) => {
        for (const one of acts) {
          const person = one.act === 'rule' ? '' : (people[one.person] ?? '');
          if (one.act === 'rate') await record(said(person, competencies[one.competency] ?? '', one.kind, one.step));
          else if (one.act === 'rule') {
            await inTransaction(at.system(), (tx) => saveRule(tx, frameworkId, one.rule, { ...HOUSE_RULE.weights, head: one.head }));
            await judgeFramework(at.system(), frameworkId);
          } else {
            await sql`update people.person set organisation_id = ${libraries[one.library]}, position_id = ${positions[one.position]?.id}, is_working = ${one.works} where id = ${person}`.execute(at.platform.db);
            await followPlaces(at.system());
          }
        }
        expect(await sums()).toEqual(await recounted());
      }),
      { numRuns: 12 },
    );
  });

  it('hold when several write at once', async () => {
    const [first = '', second = ''] = people;
    await Promise.all(
      Array.from({ length: 12 }, (_, index) => record(...[first, second].sort(() => (index % 2 ? 1 : -1)).flatMap((person) => competencies.slice(0, 4).map((competency) => said(person, competency, RATER_KINDS[index % 8] ?? 'self', index % 5))))),
    );
    expect(await sums()).toEqual(await recounted());
  });

  it('follow a profile that asks for something else', async () => {
    const librarian = (await listProfilesFor(keeper(), frameworkId)).find(({ title }) => title.en?.text.toLowerCase().startsWith('librarian'));
    if (!librarian) throw new Error('no profile of librarians');
    const before = await getProfileFor(keeper(), librarian.id);
    const levels = Object.fromEntries([...before.own].map(([competency, { least, preferred }]) => [competency, least === null ? 'no' : `${least}-${preferred}`]));
    const positions = before.positions.map(({ positionId, organisationKind }) => (organisationKind ? `${positionId}@${organisationKind}` : positionId));
    await changeProfile(keeper(), librarian.id, ProfileInput.parse({ version: before.profile.version, title: { ru: 'Библиотекарь' }, levels: { ...levels, [competencies[0] ?? '']: '4' }, positions }));
    const after = await getProfileFor(keeper(), librarian.id);
    expect(after.resolved.get(competencies[0] ?? '')?.asked).toEqual({ least: 4, preferred: 4 });
    expect(await sums()).toEqual(await recounted());
    await expect(changeProfile(keeper(), librarian.id, ProfileInput.parse({ version: before.profile.version, title: { ru: 'Ещё раз' }, positions }))).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
  });
});
