import { createNetwork, createOrganisation, createRecords, listPeopleFor, PeopleFilter, searchFor, type NewRecord } from '#server/modules/people/index.ts';
import type { Actor, Ctx } from '#server/platform/context.ts';
import { makeCtx, systemCtx, type Platform } from '#server/platform/platform.ts';
import { localized } from '#server/platform/text/index.ts';
import { newId } from '#server/platform/ids.ts';
import { createRandom, type Random } from '#server/seed/random.ts';
import { withPlatform } from '../../tests/running/network.ts';
import type { Bench, Case } from '../bench.ts';
import { BUDGETS } from '../budgets.ts';
import { figure, medianOf, percentile, type Figure } from '../figures.ts';

const SYLLABLES = ['ай', 'бо', 'гүл', 'дар', 'ер', 'жан', 'қа', 'лы', 'мұ', 'нұр', 'ос', 'рах', 'сә', 'тө', 'ұл', 'шол', 'кен', 'бек', 'тай', 'мар'];
const GIVEN = ['Айгүл', 'Анна', 'Әсел', 'Бағдат', 'Вера', 'Гүлнар', 'Динара', 'Елена', 'Жанар', 'Ирина', 'Қарлығаш', 'Людмила', 'Мөлдір', 'Наталья', 'Ольга', 'Сәуле', 'Татьяна', 'Ұлжан', 'Шолпан', 'Юлия'];

interface Region {
  size: number;
  ctx: Ctx;
  /** A district with a thirteenth of the people, and its methodist. */
  district: Ctx;
}

export function invent(random: Random): { familyName: string; givenName: string } {
  const stem = Array.from({ length: 3 }, () => random.pick(SYLLABLES)).join('');
  return { familyName: `${stem.charAt(0).toUpperCase()}${stem.slice(1)}${random.pick(['ова', 'ева', 'ов', 'ина'])}`, givenName: random.pick(GIVEN) };
}

export async function prepareRegion(platform: Platform, size: number): Promise<Region> {
  const random = createRandom(size);
  const networkId = await createNetwork(systemCtx(platform, '', 'bench'), {
    slug: `bench-${size}`,
    name: localized({ ru: `Область на ${size}` }),
    country: 'KZ',
    defaultLocale: 'ru',
    timeZone: 'Asia/Almaty',
    dataLocation: {},
  });
  const system = systemCtx(platform, networkId, 'bench', 'ru');
  const place = (code: string, parentId: string | null) => createOrganisation(system, { parentId, kind: parentId ? 'library_system' : 'methodical_centre', code, name: localized({ ru: `Организация ${code}` }), country: 'KZ', timeZone: 'Asia/Almaty' });
  const centre = await place('CENTRE', null);
  const districts: string[] = [];
  for (let i = 0; i < 13; i++) districts.push(await place(`D${i}`, centre));
  const libraries: string[] = [];
  for (const [index, district] of districts.entries()) {
    for (let i = 0; i < Math.max(2, Math.min(60, size / 600)); i++) libraries.push(await place(`L${index}X${i}`, district));
  }
  for (let from = 0; from < size; from += 5000) {
    const records: NewRecord[] = Array.from({ length: Math.min(5000, size - from) }, () => ({
      ...invent(random),
      patronymic: null,
      nameLocale: null,
      birthDate: `${random.int(1958, 2003)}-0${random.int(1, 9)}-${String(random.int(10, 28))}`,
      sex: null,
      email: null,
      phone: null,
      preferredLocale: null,
      languages: [],
      librarySince: null,
      professionSince: null,
      posts: [{ organisationId: random.pick(libraries), positionId: null, title: 'Библиотекарь', kind: 'main', isMainPersonnel: true, rate: 1, fromDate: '2020-01-01', toDate: null, leavingReason: null, leavingNote: null }],
      educations: [],
      attestations: [],
    }));
    await createRecords(system, records);
  }
  const by = (role: string, scopeKind: 'network' | 'organisation', scopeId: string | null): Ctx => {
    const actor: Actor = { kind: 'account', accountId: newId(), name: 'bench', email: '', grants: [{ role, networkId, scopeKind, scopeId }] };
    return makeCtx(platform, { actor, networkId, locale: 'ru' });
  };
  return { size, ctx: by('network_admin', 'network', null), district: by('methodist', 'organisation', districts[4] ?? centre) };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** A name that is there, with a letter lost, as people type. */
const mistyped = (name: string): string => name.slice(0, 3) + name.slice(4);

async function measure(bench: Bench): Promise<Figure[]> {
  const sizes = bench.quick ? [50, 100, 200] : [1_000, 10_000, 100_000];
  return withPlatform(await bench.folder('registry'), async (platform) => {
    const regions: Region[] = [];
    for (const size of sizes) {
      bench.say(`${size} people …`);
      regions.push(await prepareRegion(platform, size));
    }
    // As the database does by itself within minutes.
    await platform.pool.query('vacuum (analyze)');
    const rounds = bench.quick ? 3 : 40;
    const random = createRandom(7);
    const lists = new Map<string, number[][]>();
    const record = (name: string, at: number, ms: number) => {
      const all = lists.get(name) ?? sizes.map(() => []);
      all[at]?.push(ms);
      lists.set(name, all);
    };
    for (let round = 0; round < rounds; round++) {
      // Interleaved: what else the machine does hits all sizes alike.
      for (const [at, region] of regions.entries()) {
        const filter = (query: Record<string, string>) => PeopleFilter.parse(query);
        const first = await listPeopleFor(region.ctx, filter({}));
        record('list, first page', at, await took(() => listPeopleFor(region.ctx, filter({}))));
        record('list, next page', at, await took(() => listPeopleFor(region.ctx, filter({ after: first.after ?? '' }))));
        record('list of a district', at, await took(() => listPeopleFor(region.district, filter({}))));
        record('list by age', at, await took(() => listPeopleFor(region.ctx, filter({ age: 'from_55' }))));
        const name = first.lines[random.int(0, first.lines.length - 1)]?.name ?? '';
        record('search, mistyped surname', at, await took(() => searchFor(region.ctx, mistyped(name.split(' ')[0] ?? ''))));
        record('search, surname and name', at, await took(() => searchFor(region.ctx, mistyped(name))));
        record('search, frequent name', at, await took(() => searchFor(region.ctx, random.pick(GIVEN))));
      }
    }
    return [...lists].flatMap(([name, all]) => {
      const smallest = medianOf(all[0] ?? []);
      const figures = all.map((values, at) =>
        figure(`${name}, ${String(sizes[at])} people, p50`, 'ms', [medianOf(values)], name.startsWith('search') && at === all.length - 1 && !bench.quick ? { budget: BUDGETS.searchMs, note: `p95 ${percentile(values.toSorted((a, b) => a - b), 0.95).toFixed(1)}` } : { note: `p95 ${percentile(values.toSorted((a, b) => a - b), 0.95).toFixed(1)}` }),
      );
      if (bench.quick || name.startsWith('search')) return figures;
      return [...figures, figure(`${name}, largest to smallest`, 'ratio', [medianOf(all.at(-1) ?? []) / smallest], { budget: BUDGETS.listRatio })];
    });
  });
}

/** Lists and search of the registry at three sizes, through the services, in one process. */
export const registry: Case = { name: 'registry', title: 'Registry of people', run: measure };
