import { createRecords, createUnits, positionsOf, type NewRecord } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { addDays } from '#server/platform/time/wall-time.ts';
import { inventEmail, inventName } from './names.ts';
import { createRandom, type Random } from './random.ts';

interface Post {
  organisationId: string;
  position: string;
  units: number;
}

interface SeededWorker {
  personId: string;
  organisationId: string;
  name: string;
}
/** Whom the demo gives an account. */
export interface SeededStaff {
  head: SeededWorker;
  specialist: SeededWorker;
  /** People of the centre, for whom somebody has done something lately. */
  centre: readonly string[];
  /** Librarians of the districts, some of whom take tests. */
  librarians: readonly string[];
}

const CENTRE: readonly (readonly [position: string, units: number])[] = [
  ['director', 1], ['deputy_director', 2], ['department_head', 8], ['methodist', 7], ['chief_librarian', 8], ['leading_librarian', 6], ['bibliographer', 4],
  ['cataloguer', 4], ['conservator', 3], ['it_specialist', 2], ['accountant', 2], ['cleaner', 3],
]; // prettier-ignore
/** A district's central library: the system itself. */
const SYSTEM: readonly (readonly [string, number])[] = [
  ['director', 1], ['methodist', 1], ['department_head', 2], ['chief_librarian', 1], ['leading_librarian', 2], ['librarian', 2], ['children_librarian', 1], ['bibliographer', 0.5],
  ['cleaner', 0.5],
]; // prettier-ignore
const BRANCH: readonly (readonly [string, number])[] = [['branch_head', 1], ['librarian', 3], ['children_librarian', 1], ['library_assistant', 0.5]];
/** Villages: often one half-unit. */
const RURAL: readonly (readonly (readonly [string, number])[])[] = [[['branch_head', 1]], [['branch_head', 0.5]], [['branch_head', 0.75]], [['branch_head', 1], ['librarian', 0.5]]];

const date = (year: number, random: Random): string => `${year}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;

const earlier = (a: string, b: string): string => (a < b ? a : b);

/**
 * Staffing tables and people of every library, as they are in a region: most of them women, half of them over 45, every tenth unit vacant,
 * one head for two villages, half-units, second jobs, some who left. Invented from the seed alone.
 */
export async function seedStaff(ctx: Ctx, network: Random, given: { centreId: string; systemIds: readonly string[]; libraryIds: readonly string[]; ruralIds: ReadonlySet<string> }): Promise<SeededStaff> {
  // A stream of its own: what the seminar of the demo invents does not depend on how many people the registry has.
  const random = createRandom(network.int(1, 1_000_000_000));
  const positions = new Map((await positionsOf(ctx)).map((row) => [row.code, row]));
  const posts: Post[] = [
    ...CENTRE.map(([position, units]) => ({ organisationId: given.centreId, position, units })),
    ...given.systemIds.flatMap((organisationId) => SYSTEM.map(([position, units]) => ({ organisationId, position, units }))),
    ...given.libraryIds.flatMap((organisationId) =>
      (given.ruralIds.has(organisationId) ? random.pick(RURAL) : BRANCH).map(([position, units]) => ({ organisationId, position, units })),
    ),
  ];
  await createUnits(
    ctx,
    posts.map(({ organisationId, position, units }) => ({ organisationId, positionId: positions.get(position)?.id ?? '', units, fromDate: '2020-01-01', toDate: null, note: null })),
  );
  const today = ctx.clock.now().toISOString().slice(0, 10);
  const records = posts.flatMap((post) => workersOf(random, post, today, positions.get(post.position)));
  // Heads of villages who keep the next village too, as a second job.
  const heads = records.filter((record) => record.posts.some(({ organisationId, rate }) => given.ruralIds.has(organisationId) && rate < 1));
  const villages = posts.filter(({ organisationId, position }) => given.ruralIds.has(organisationId) && position === 'branch_head');
  const empty = villages.filter(({ organisationId }) => !records.some((record) => record.posts.some((post) => post.organisationId === organisationId)));
  for (const village of empty.slice(0, 4)) {
    const head = heads[random.int(0, heads.length - 1)];
    const first = head?.posts[0];
    if (first) head.posts.push({ ...first, organisationId: village.organisationId, kind: 'second', rate: village.units, fromDate: '2022-09-01' });
  }
  const ids = await createRecords(ctx, records);
  const somebody = (position: string): SeededWorker => {
    const index = records.findIndex(({ posts: [post] }) => post?.toDate === null && post.positionId === positions.get(position)?.id && given.libraryIds.includes(post.organisationId));
    const record = records[index];
    return { personId: ids[index] ?? '', organisationId: record?.posts[0]?.organisationId ?? '', name: [record?.givenName, record?.familyName].filter(Boolean).join(' ') };
  };
  const librarians = ids.filter((_, index) => records[index]?.posts.some(({ organisationId, toDate, isMainPersonnel }) => isMainPersonnel && toDate === null && given.libraryIds.includes(organisationId)));
  return { head: somebody('branch_head'), specialist: somebody('children_librarian'), librarians: librarians.slice(0, 30), centre: ids.filter((_, index) => records[index]?.posts.some(({ organisationId, toDate }) => organisationId === given.centreId && toDate === null)).slice(0, 6) };
}

function workersOf(random: Random, post: Post, today: string, position: { id: string; is_main_personnel: boolean } | undefined): NewRecord[] {
  const records: NewRecord[] = [];
  for (let left = post.units; left > 0; left -= 1) {
    const rate = Math.min(1, left);
    if (random.chance(0.11)) continue;
    records.push(worker(random, { ...post, units: rate }, today, position));
    if (random.chance(0.08)) records.push(former(random, post, today, position));
  }
  return records;
}

function worker(random: Random, post: Post, today: string, position: { id: string; is_main_personnel: boolean } | undefined): NewRecord {
  const name = inventName(random, random.chance(0.78) ? 'KZ' : 'RU');
  const year = Number(today.slice(0, 4));
  const age = random.pick([23, 27, 31, 36, 41, 46, 49, 53, 56, 59, 61]) + random.int(0, 2);
  const entered = Math.min(year - 1, year - age + random.int(20, 32));
  const joined = Math.min(year, Math.max(entered, year - random.int(0, 24)));
  const isLibrarian = position?.is_main_personnel ?? false;
  const isHigher = random.chance(0.55);
  const fromDate = joined === year ? addDays(today, -random.int(20, 160)) : date(joined, random);
  return {
    familyName: name.family,
    givenName: name.given,
    patronymic: name.patronymic,
    nameLocale: null,
    birthDate: random.chance(0.96) ? date(year - age, random) : null,
    sex: random.chance(0.92) ? (name.isWoman ? 'female' : 'male') : null,
    email: random.chance(0.6) ? inventEmail(name, random.int(1, 99), 'KZ') : null,
    phone: random.chance(0.7) ? `+7 701 ${random.int(100, 999)} ${random.int(10, 99)} ${random.int(10, 99)}` : null,
    preferredLocale: random.chance(0.7) ? 'kk' : 'ru',
    languages: random.chance(0.4) ? [{ language: 'kk', level: 'native' }, { language: 'ru', level: 'c1' }] : [],
    librarySince: fromDate,
    professionSince: isLibrarian ? earlier(date(entered, random), fromDate) : null,
    posts: [
      {
        organisationId: post.organisationId,
        positionId: position?.id ?? null,
        title: null,
        kind: 'main',
        isMainPersonnel: isLibrarian,
        rate: post.units,
        fromDate,
        toDate: null,
        leavingReason: null,
        leavingNote: null,
      },
    ],
    educations: random.chance(0.93)
      ? [{ level: isHigher ? 'higher' : random.chance(0.9) ? 'vocational' : 'general', isLibraryProfile: random.chance(0.05) ? null : isLibrarian && random.chance(0.6), institution: null, speciality: null, graduatedYear: year - age + random.int(19, 24) }]
      : [],
    attestations: isLibrarian && random.chance(0.5) ? [{ category: random.pick(['none', 'second', 'second', 'first', 'first', 'highest']), heldOn: date(year - random.int(1, 5), random), dueOn: addDays(today, random.int(-120, 1500)), note: null }] : [],
  };
}

/** Somebody who held the post before and left. */
function former(random: Random, post: Post, today: string, position: { id: string; is_main_personnel: boolean } | undefined): NewRecord {
  const record = worker(random, { ...post, units: Math.min(1, post.units) }, today, position);
  const left = addDays(today, -random.int(30, 700));
  const [first] = record.posts;
  if (!first) return record;
  const reason = random.pick(['own_wish', 'retirement', 'moved_away', 'other_sector', 'pay', 'family'] as const);
  const fromDate = first.fromDate < left ? first.fromDate : addDays(left, -400);
  return { ...record, librarySince: fromDate, posts: [{ ...first, fromDate, toDate: left, leavingReason: reason }] };
}
