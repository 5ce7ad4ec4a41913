import { addPerson, createOrganisation, NewPerson, positionsOf } from '#server/modules/people/index.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { localized } from '#server/platform/text/index.ts';
import type { RaterKind } from './effective.rule.ts';
import { fillShipped } from './frameworks.service.ts';
import { listPublished, type VersionRow } from './frameworks.queries.ts';
import { listItems } from './items.queries.ts';
import { recordRatings } from './ratings.service.ts';
import { followPlaces } from './summary.service.ts';

export interface RatedNetwork {
  version: VersionRow;
  /** Competencies of the first area, in order. */
  area: { id: string; competencyIds: string[] };
  districts: { id: string; libraries: { id: string; people: string[] }[] }[];
}

/** Districts with libraries of so many people each, in posts that have a profile. */
export async function ratedNetwork(system: Ctx, rootId: string, sizes: readonly (readonly number[])[]): Promise<RatedNetwork> {
  await fillShipped(system);
  const version = (await listPublished(system)).find(({ key }) => key === 'library-specialist');
  if (!version) throw new Error('nothing is shipped');
  const items = await listItems(system, version.id);
  const first = items.find(({ kind }) => kind === 'area');
  const positionId = (await positionsOf(system)).find(({ code }) => code === 'librarian')?.id;
  const organisation = (parentId: string, kind: 'library_system' | 'library', code: string) => createOrganisation(system, { parentId, kind, code, name: localized('ru', `${kind === 'library' ? 'Библиотека' : 'Район'} ${code}`), country: 'KZ', timeZone: 'Asia/Almaty' });
  const districts: RatedNetwork['districts'] = [];
  for (const [at, counts] of sizes.entries()) {
    const id = await organisation(rootId, 'library_system', `D${at}`);
    const libraries: RatedNetwork['districts'][number]['libraries'] = [];
    for (const [index, count] of counts.entries()) {
      const libraryId = await organisation(id, 'library', `D${at}L${index}`);
      const people: string[] = [];
      for (let one = 0; one < count; one++) {
        const familyName = `Имярек${'абвгдежзик'[at]}${'абвгдежзик'[index]}${'абвгдежзиклмнопрст'[one]}`;
        people.push(await addPerson(system, NewPerson.parse({ familyName, givenName: 'Анна', post: { organisationId: libraryId, positionId, fromDate: '2020-01-01' } })));
      }
      libraries.push({ id: libraryId, people });
    }
    districts.push({ id, libraries });
  }
  await followPlaces(system);
  return { version, area: { id: first?.competencyId ?? '', competencyIds: items.filter(({ parentId }) => parentId === first?.id).map(({ competencyId }) => competencyId) }, districts };
}

/** Everybody of these is rated alike. */
export const rate = (ctx: Ctx, { version }: RatedNetwork, people: readonly string[], competencyId: string, step: number, kind: RaterKind = 'commission'): Promise<number> =>
  inTransaction(ctx, (tx) =>
    recordRatings(
      tx,
      people.map((personId) => ({ personId, competencyId, scaleId: version.scaleId, versionId: version.id, kind, step, comment: null, authorId: newId(), authorName: null, isAnonymous: false, sourceType: 'competencies.sheet', sourceId: newId() })),
    ),
  );
