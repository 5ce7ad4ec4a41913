import { networksOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isId } from '#server/platform/ids.ts';
import { makeCtx } from '#server/platform/platform.ts';
import { countTry } from '#server/platform/rate-limit.ts';
import { CASE_PATH, type CaseAssociation, type CasePackage, type Link } from './case-types.ts';
import { pageOf, readCaseQuery, type CaseQueryProblem } from './case-query.rule.ts';
import { readsFrameworks } from './competencies.policy.ts';
import { readyOf, versionsWith, type Visible } from './case-index.ts';
import { documentIdOf, itemTypeIdOf, licenceIdOf, rubricIdOf } from './case-package.rule.ts';
import { documentsOf } from './framework-export.service.ts';
import { listPublished } from './frameworks.queries.ts';
import { listVersionsOfItem } from './items.queries.ts';

/** Published frameworks as other people's software reads them (CASE 1.1 REST): open ones of every network for anybody, closed ones for who has a role in theirs. */

export type CaseAnswer = { body: object; isPublic: boolean; total?: number; query?: { limit: number; offset: number } } | { problem: CaseQueryProblem | 'unknownobject' | 'invaliduuid' };

const ASKING = { name: 'case', max: 600, windowSeconds: 60 };
const KINDS = ['CFItems', 'CFAssociations', 'CFRubrics', 'CFItemTypes', 'CFLicenses'] as const;

async function visible(ctx: Ctx): Promise<Visible[]> {
  const found: Visible[] = [];
  for (const { id } of await networksOf(ctx.platform)) {
    const there = makeCtx(ctx.platform, { actor: ctx.actor, networkId: id, locale: ctx.locale });
    const reads = ctx.actor.kind === 'account' && readsFrameworks(ctx.actor, id);
    for (const row of await listPublished(there)) if (row.isOpen || reads) found.push({ ctx: there, row });
  }
  return found;
}

/** A document as the list has it: with where its package is. */
const listed = (document: CasePackage['CFDocument']): object => ({ ...document, CFPackageURI: { identifier: document.identifier, uri: document.uri.replace(`${CASE_PATH}/CFDocuments/`, `${CASE_PATH}/CFPackages/`), title: document.title } });

const DOCUMENT_FIELDS = new Set(['identifier', 'uri', 'lastChangeDateTime', 'frameworkType', 'caseVersion', 'creator', 'title', 'language', 'version', 'adoptionStatus', 'officialSourceURL', 'description', 'notes', 'statusStartDate', 'licenseURI', 'extensions', 'CFPackageURI']);

/** Answers one address below `/ims/case/v1p1/`. Error `request.too_many` (429). */
export async function answerCase(ctx: Ctx, path: string, query: URLSearchParams, source: string): Promise<CaseAnswer> {
  await countTry(ctx.db, ASKING, source, ctx.clock.now());
  const [kind = '', id, ...rest] = path.split('/');
  if (rest.length > 0) return { problem: 'unknownobject' };
  if (kind === 'CFDocuments' && id === undefined) return documents(ctx, query);
  if (id === undefined || id === '') return { problem: 'unknownobject' };
  if (!isId(id.toLowerCase())) return { problem: 'invaliduuid' };
  return one(ctx, kind, id.toLowerCase());
}

async function documents(ctx: Ctx, query: URLSearchParams): Promise<CaseAnswer> {
  const read = readCaseQuery(query, DOCUMENT_FIELDS);
  if ('problem' in read) return read;
  const all = await visible(ctx);
  const list: object[] = [];
  for (const [ctx, those] of Map.groupBy(all, (each) => each.ctx)) list.push(...(await documentsOf(ctx, those.map(({ row }) => row))).map(listed));
  const { page, total } = pageOf(list, read);
  return { body: { CFDocuments: page }, isPublic: all.every(({ row }) => row.isOpen), total, query: { limit: read.limit, offset: read.offset } };
}

async function one(ctx: Ctx, kind: string, id: string): Promise<CaseAnswer> {
  const all = await visible(ctx);
  if (kind === 'CFDocuments' || kind === 'CFPackages') {
    const found = all.find(({ row }) => row.identifier === id);
    if (!found) return { problem: 'unknownobject' };
    const [document] = kind === 'CFDocuments' ? await documentsOf(found.ctx, [found.row]) : [];
    return { body: document ? listed(document) : (await readyOf(found)).pkg, isPublic: found.row.isOpen };
  }
  const looked = kind === 'CFItemAssociations' ? 'CFItems' : KINDS.find((known) => known === kind);
  if (!looked) return { problem: 'unknownobject' };
  for (const each of await versionsOf(all, looked, id)) {
    const { pkg, entities, document } = await readyOf(each);
    const entity = entities.get(`${looked}/${id}`);
    if (entity) return { body: bodyOf(kind, entity, pkg, document), isPublic: each.row.isOpen };
  }
  return { problem: 'unknownobject' };
}

/** Where something of this identifier may be, without any package being made for it; nowhere, for one that nobody has. */
async function versionsOf(all: readonly Visible[], kind: (typeof KINDS)[number], id: string): Promise<readonly Visible[]> {
  if (kind === 'CFItemTypes') return id === itemTypeIdOf('area') || id === itemTypeIdOf('competency') ? all.slice(0, 1) : [];
  if (kind === 'CFLicenses') return all.filter(({ row }) => row.licence !== null && licenceIdOf(documentIdOf(row)) === id);
  if (kind === 'CFRubrics') return all.filter(({ row }) => ['', ...row.variants.map(({ code }) => code)].some((variant) => rubricIdOf(documentIdOf(row), variant) === id));
  const indexed = await versionsWith(all, id);
  if (kind === 'CFAssociations') return indexed;
  const versions = new Set<string>();
  for (const ctx of new Set(all.map((each) => each.ctx))) for (const version of await listVersionsOfItem(ctx, id)) versions.add(version);
  return [...indexed, ...all.filter((each) => versions.has(each.row.id) && !indexed.includes(each))];
}

function bodyOf(kind: string, entity: object, pkg: CasePackage, CFDocumentURI: Link): object {
  if (kind === 'CFItemTypes') return { CFItemTypes: [entity] };
  if (kind === 'CFRubrics' || kind === 'CFLicenses') return entity;
  if (kind !== 'CFItemAssociations') return { ...entity, CFDocumentURI };
  const { identifier } = entity as { identifier: string };
  const ofItem = ({ originNodeURI, destinationNodeURI }: CaseAssociation) => originNodeURI.identifier === identifier || destinationNodeURI.identifier === identifier;
  return { CFItem: { ...entity, CFDocumentURI }, CFAssociations: pkg.CFAssociations.filter(ofItem).map((association) => ({ ...association, CFDocumentURI })) };
}
