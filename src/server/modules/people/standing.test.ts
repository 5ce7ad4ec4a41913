import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { localized } from '#server/platform/text/index.ts';
import { testInstallation } from '#server/testing/installation.ts';
import { createRecords } from './bulk.service.ts';
import { createOrganisation } from './organisations.service.ts';
import { positionsOf } from './positions.service.ts';
import { todayOf } from './standing.ts';
import { updateStanding } from './standing.queries.ts';

const at = testInstallation();
let places: string[];
let positions: string[];

beforeAll(async () => {
  const place = (code: string, parentId: string) => createOrganisation(at.system(), { parentId, kind: 'library', code, name: localized('ru', code), country: 'KZ', timeZone: 'Asia/Almaty' });
  const district = await place('D1', at.organisationId);
  places = [district, await place('S1', district), await place('S2', at.organisationId)];
  positions = (await positionsOf(at.system())).slice(0, 2).map(({ id }) => id);
});

const rows = async (id: string) => (await sql<Record<string, unknown>>`select is_working, organisation_id, position_id, post_title, (select array_agg(x order by x) from unnest(place) x) as place from people.person where id = ${id}`.execute(at.platform.db)).rows;

it('of somebody who is written for the first time is what her posts say afterwards', async () => {
  const year = fc.integer({ min: 2018, max: 2029 });
  const post = fc.record({ place: fc.nat(2), position: fc.option(fc.nat(1), { nil: null }), second: fc.boolean(), from: year, length: fc.option(fc.nat(4), { nil: null }), rate: fc.constantFrom(0.5, 1) });
  await fc.assert(
    fc.asyncProperty(fc.array(post, { maxLength: 4 }), async (wanted) => {
      const posts = wanted
        .map((one) => ({
          organisationId: places[one.place] ?? '', positionId: one.position === null ? null : (positions[one.position] ?? null), title: one.position === null ? 'Хранитель' : null,
          kind: one.second ? ('second' as const) : ('main' as const), isMainPersonnel: true, rate: one.rate, fromDate: `${one.from}-01-01`, toDate: one.length === null ? null : `${one.from + one.length}-12-31`, leavingReason: null, leavingNote: null,
        })) // prettier-ignore
        // One main job at a time, and no two that begin alike: their ids alone would decide.
        .filter((one, index, all) => !all.slice(0, index).some((other) => other.fromDate === one.fromDate || (one.kind === 'main' && other.kind === 'main' && (other.toDate === null || other.toDate >= one.fromDate) && (one.toDate === null || one.toDate >= other.fromDate))));
      const [id = ''] = await createRecords(at.system(), [
        { familyName: 'Пробная', givenName: null, patronymic: null, nameLocale: null, birthDate: null, sex: null, email: null, phone: null, preferredLocale: null, languages: [], librarySince: null, professionSince: null, posts, educations: [], attestations: [] },
      ]);
      const written = await rows(id);
      await sql`update people.person set is_working = not is_working, organisation_id = null, position_id = null, post_title = 'x', place = '{}' where id = ${id}`.execute(at.platform.db);
      await updateStanding(at.system(), [id], await todayOf(at.system()));
      expect(written).toEqual(await rows(id));
    }),
    { numRuns: 60 },
  );
});
