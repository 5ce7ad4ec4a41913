import { networksOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isId } from '#server/platform/ids.ts';
import { makeCtx } from '#server/platform/platform.ts';
import { countTry } from '#server/platform/rate-limit.ts';
import { CASE_PATH, type CaseAssociation, type CasePackage, type Link } from './case-types.ts';
import { pageOf, readCaseQuery, type CaseQueryProblem } from './case-query.rule.ts';
import { readsFrameworks } from './competencies.policy.ts';
import { packageOf } from './framework-export.service.ts';
import { listPublished, type VersionRow } from './frameworks.queries.ts';
import { listVersionsOfItem } from './items.queries.ts';

/** Published frameworks as other people's software reads them (CASE 1.1 REST): open ones of every network for anybody, closed ones for who has a role in theirs. */

export type CaseAnswer = { body: object; isPublic: boolean; total?: number; query?: { limit: number; offset: number } } | { problem: CaseQueryProblem | 'unknownobject' | 'invaliduuid' };

const ASKING = { name: 'case', max: 600, windowSeconds: 60 };
/** As many packages as are kept ready; a published version never changes. */
const MOST_READY = 12;
const KINDS = ['CFItems', 'CFAssociations', 'CFRubrics', 'CFItemTypes', 'CFLicenses'] as const;

interface Visible {
  ctx: Ctx;
  row: VersionRow;
}
interface Ready {
  pkg: CasePackage;
  entities: Map<string, object>;
  document: Link;
}
const ready = new Map<string, Promise<Ready>>();

async function visible(ctx: Ctx): Promise<Visible[]> {
  const found: Visible[] = [];
  for (const { id } of await networksOf(ctx.platform)) {
    const there = makeCtx(ctx.platform, { actor: ctx.actor, networkId: id, locale: ctx.locale });
    const reads = ctx.actor.kind === 'account' && readsFrameworks(ctx.actor, id);
    for (const row of await listPublished(there)) if (row.isOpen || reads) found.push({ ctx: there, row });
  }
  return found;
}

function readyOf({ ctx, row }: Visible): Promise<Ready> {
  const key = `${ctx.platform.publicAddress()} ${row.id} ${row.revision}`;
  const known = ready.get(key) ?? packageOf(ctx, row).then(indexed);
  // The one asked for last goes last.
  ready.delete(key);
  ready.set(key, known);
  known.catch(() => ready.delete(key));
  for (const oldest of ready.keys()) {
    if (ready.size <= MOST_READY) break;
    ready.delete(oldest);
  }
  return known;
}

function indexed(pkg: CasePackage): Ready {
  const entities = new Map<string, object>();
  const put = (kind: string, list: readonly { identifier: string }[]) => list.forEach((entity) => entities.set(`${kind}/${entity.identifier}`, entity));
  put('CFItems', pkg.CFItems);
  put('CFAssociations', pkg.CFAssociations);
  put('CFRubrics', pkg.CFRubrics);
  put('CFItemTypes', pkg.CFDefinitions.CFItemTypes);
  put('CFLicenses', pkg.CFDefinitions.CFLicenses ?? []);
  const { identifier, uri, title } = pkg.CFDocument;
  return { pkg, entities, document: { identifier, uri, title } };
}

/** A document as the list has it: with where its package is. */
const listed = (pkg: CasePackage): object => ({ ...pkg.CFDocument, CFPackageURI: { identifier: pkg.CFDocument.identifier, uri: pkg.CFDocument.uri.replace(`${CASE_PATH}/CFDocuments/`, `${CASE_PATH}/CFPackages/`), title: pkg.CFDocument.title } });

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
  for (const each of all) list.push(listed((await readyOf(each)).pkg));
  const { page, total } = pageOf(list, read);
  return { body: { CFDocuments: page }, isPublic: all.every(({ row }) => row.isOpen), total, query: { limit: read.limit, offset: read.offset } };
}

async function one(ctx: Ctx, kind: string, id: string): Promise<CaseAnswer> {
  const all = await visible(ctx);
  if (kind === 'CFDocuments' || kind === 'CFPackages') {
    const found = all.find(({ row }) => row.identifier === id);
    if (!found) return { problem: 'unknownobject' };
    const { pkg } = await readyOf(found);
    return { body: kind === 'CFPackages' ? pkg : listed(pkg), isPublic: found.row.isOpen };
  }
  const looked = kind === 'CFItemAssociations' ? 'CFItems' : KINDS.find((known) => known === kind);
  if (!looked) return { problem: 'unknownobject' };
  for (const each of await likelyFirst(all, looked, id)) {
    const { pkg, entities, document } = await readyOf(each);
    const entity = entities.get(`${looked}/${id}`);
    if (entity) return { body: bodyOf(kind, entity, pkg, document), isPublic: each.row.isOpen };
  }
  return { problem: 'unknownobject' };
}

/** An item is found by the database without any package being made; what only packages have is looked for in them. */
async function likelyFirst(all: readonly Visible[], kind: string, id: string): Promise<readonly Visible[]> {
  if (kind !== 'CFItems') return all;
  const versions = new Set<string>();
  for (const ctx of new Set(all.map((each) => each.ctx))) for (const version of await listVersionsOfItem(ctx, id)) versions.add(version);
  return [...all].sort((a, b) => Number(versions.has(b.row.id)) - Number(versions.has(a.row.id)));
}

function bodyOf(kind: string, entity: object, pkg: CasePackage, CFDocumentURI: Link): object {
  if (kind === 'CFItemTypes') return { CFItemTypes: [entity] };
  if (kind === 'CFRubrics' || kind === 'CFLicenses') return entity;
  if (kind !== 'CFItemAssociations') return { ...entity, CFDocumentURI };
  const { identifier } = entity as { identifier: string };
  const ofItem = ({ originNodeURI, destinationNodeURI }: CaseAssociation) => originNodeURI.identifier === identifier || destinationNodeURI.identifier === identifier;
  return { CFItem: { ...entity, CFDocumentURI }, CFAssociations: pkg.CFAssociations.filter(ofItem).map((association) => ({ ...association, CFDocumentURI })) };
}
