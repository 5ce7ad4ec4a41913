import { accountNames } from '#server/modules/access/index.ts';
import { audit } from '#server/platform/audit.ts';
import { inTransaction, type Ctx } from '#server/platform/context.ts';
import { AppError, conflict, InvalidInput, invalid, notFound, type FieldProblem } from '#server/platform/errors.ts';
import { isId, newId } from '#server/platform/ids.ts';
import { unprintable } from '#server/platform/pdf/index.ts';
import { textIn, type LocalizedText } from '#server/platform/text/index.ts';
import { picturesAt, type PictureView } from './template-pictures.service.ts';
import { pathOfKept } from './template-places.service.ts';
import { templateAbilities, templateScope } from './templates.policy.ts';
import {
  countTemplates,
  findTemplate,
  findVersion,
  insertTemplate,
  insertVersion,
  listKeptOrganisations,
  listTemplates,
  listVersions,
  replaceDefaults,
  updateTemplate,
  type TemplateRow,
} from './templates.queries.ts';
import { changedParts, picturesOf, settingsOf, type EditTemplate, type NewTemplate, type TemplateInput, type TemplateKind, type TemplatePart, type TemplateSettings } from './templates.schemas.ts';

const MOST_AT_ONE = 40;
const MOST_VERSIONS = 500;
const MOST_SHOWN = 200;

export interface TemplateLine {
  id: string;
  name: string;
  organisationId: string;
  organisation: string;
  layout: TemplateSettings['layout'];
  /** For which kinds the organisation, and what lies below it, takes this one. */
  kinds: TemplateKind[];
  /** Of the version in use. */
  number: number;
  changedAt: Date;
  archivedAt: Date | null;
}

export interface TemplateVersionView {
  number: number;
  madeAt: Date;
  /** Name of the account; null: the system, or nobody any more. */
  by: string | null;
  /** In what it differs from the one before it; empty for the first. */
  changed: TemplatePart[];
  /** How many papers were issued with it. */
  issued: number;
}

export interface TemplateDetail extends TemplateLine {
  settings: TemplateSettings;
  version: number;
  versions: TemplateVersionView[];
  /** What it may show: pictures of its organisation and of those above it. */
  pictures: PictureView[];
  may: { edit: boolean };
}

const lineOf = (ctx: Ctx, row: TemplateRow): TemplateLine => ({
  id: row.id,
  name: row.name,
  organisationId: row.organisation_id,
  organisation: textIn(row.organisation_name, ctx.locale),
  layout: row.settings.layout,
  kinds: row.kinds,
  number: row.number,
  changedAt: row.changed_at,
  archivedAt: row.archived_at,
});

const abilitiesOf = (ctx: Ctx, row: TemplateRow) =>
  templateAbilities(ctx.actor, { networkId: ctx.networkId, organisationPath: row.organisation_path }, { archivedAt: row.archived_at });

async function getTemplate(ctx: Ctx, id: string, lock = false): Promise<TemplateRow> {
  const row = isId(id) ? await findTemplate(ctx, id, lock) : undefined;
  if (!row || !abilitiesOf(ctx, row).readTemplates.allowed) throw notFound();
  return row;
}

/** A template under its lock, to be changed. Errors: `page.not_found`, `template.archived` (409). */
async function getToEdit(tx: Ctx, id: string): Promise<TemplateRow> {
  const row = await getTemplate(tx, id, true);
  if (!abilitiesOf(tx, row).editTemplates.allowed) throw new AppError('template.archived', 409);
  return row;
}

/** Templates of all organisations that the actor keeps, at most 200. Error: `page.not_found` for whoever keeps none. */
export async function listTemplatesFor(ctx: Ctx, wish: { q?: string | undefined; archived?: boolean }): Promise<TemplateLine[]> {
  const scope = templateScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const name = wish.q?.replace(/[\\%_]/g, '\\$&') ?? null;
  return (await listTemplates(ctx, scope, { name, archived: wish.archived ?? false, limit: MOST_SHOWN })).map((row) => lineOf(ctx, row));
}

/** One template with its versions, newest first. Error: `page.not_found`. */
export async function getTemplateFor(ctx: Ctx, id: string): Promise<TemplateDetail> {
  const row = await getTemplate(ctx, id);
  const [versions, pictures] = await Promise.all([listVersions(ctx, id, MOST_VERSIONS), picturesAt(ctx, row.organisation_path)]);
  const names = await accountNames(ctx, versions.flatMap(({ created_by: by }) => by ?? []));
  return {
    ...lineOf(ctx, row),
    settings: row.settings,
    version: row.version,
    pictures,
    may: { edit: abilitiesOf(ctx, row).editTemplates.allowed },
    versions: versions.map((version, index) => {
      const before = versions[index + 1];
      return {
        number: version.number,
        madeAt: version.created_at,
        by: names.get(version.created_by ?? '') ?? null,
        changed: before ? changedParts(before.settings, version.settings) : [],
        issued: version.issued,
      };
    }),
  };
}

/** Where a new template may stand, and what it may show there. Error: `page.not_found`. */
export async function openTemplates(ctx: Ctx): Promise<{ organisations: { id: string; name: string }[]; pictures: PictureView[] }> {
  const scope = templateScope(ctx.actor, ctx.networkId);
  const organisations = scope !== 'network' && scope.length === 0 ? [] : await listKeptOrganisations(ctx, scope);
  const [first] = organisations;
  if (!first) throw notFound();
  return { organisations: organisations.map(({ id, name }) => ({ id, name: textIn(name, ctx.locale) })), pictures: await picturesAt(ctx, organisations.length > 50 ? first.path : [...new Set(organisations.flatMap(({ path }) => path))]) };
}

/** What stands against the settings: signs that no font of ours holds, pictures that are not there. Each beside its field. */
export async function problemsOf(ctx: Ctx, path: readonly string[], input: Pick<TemplateInput, 'signatories' | 'before' | 'after' | 'closing' | 'logoId' | 'sealId'>): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const look = (field: string, text: LocalizedText) => {
    for (const [locale, entry] of Object.entries(text)) {
      const signs = unprintable(entry.text);
      if (signs.length > 0) problems.push({ field: `${field}.${locale}`, code: 'issuing.unprintable', params: { signs: signs.slice(0, 10).join(' ') } });
    }
  };
  for (const field of ['before', 'after', 'closing'] as const) look(field, input[field]);
  input.signatories.forEach(({ post, name }, index) => {
    look(`signatories.${index}.post`, post);
    look(`signatories.${index}.name`, name);
  });
  const pictures = new Map((await picturesAt(ctx, path)).map(({ id, kind }) => [id, kind]));
  const shows = (field: string, id: string | null, kind: string) => {
    if (id !== null && pictures.get(id) !== kind) problems.push({ field, code: 'choice.missing' });
  };
  shows('logoId', input.logoId, 'logo');
  shows('sealId', input.sealId, 'seal');
  input.signatories.forEach(({ signatureId }, index) => shows(`signatories.${index}.signatureId`, signatureId, 'signature'));
  return problems;
}

const authorOf = (tx: Ctx): string | null => (tx.actor.kind === 'account' ? tx.actor.accountId : null);

/** A template with its first version. Errors: `page.not_found`, beside the fields `issuing.unprintable`, `choice.missing`; `template.too_many`. */
export async function addTemplate(ctx: Ctx, input: NewTemplate): Promise<string> {
  const path = await pathOfKept(ctx, input.organisationId);
  return inTransaction(ctx, async (tx) => {
    const problems = await problemsOf(tx, path, input);
    if (problems.length > 0) throw new InvalidInput(problems);
    if ((await countTemplates(tx, input.organisationId)) >= MOST_AT_ONE) throw invalid('', 'template.too_many', { max: MOST_AT_ONE });
    const id = newId();
    const settings = settingsOf(input);
    await insertTemplate(tx, { id, organisationId: input.organisationId, name: input.name });
    await insertVersion(tx, { id: newId(), templateId: id, number: 1, settings, pictures: picturesOf(settings), by: authorOf(tx) });
    await replaceDefaults(tx, { id, organisationId: input.organisationId }, input.kinds);
    await audit(tx, { act: 'template.added', subjectType: 'template', subjectId: id, data: { organisationId: input.organisationId, layout: settings.layout, kinds: input.kinds } });
    return id;
  });
}

/**
 * Changes a template: other settings make a new version, papers that were issued keep theirs. Errors as in `addTemplate`, `template.archived`,
 * `template.too_many_versions`, `record.changed_meanwhile` (409).
 */
export async function changeTemplate(ctx: Ctx, id: string, input: EditTemplate): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getToEdit(tx, id);
    if (row.version !== input.version) throw conflict();
    const problems = await problemsOf(tx, row.organisation_path, input);
    if (problems.length > 0) throw new InvalidInput(problems);
    const settings = settingsOf(input);
    const changed = changedParts(row.settings, settings);
    const number = changed.length > 0 ? row.number + 1 : row.number;
    if (number > MOST_VERSIONS) throw invalid('', 'template.too_many_versions', { max: MOST_VERSIONS });
    if (changed.length > 0) await insertVersion(tx, { id: newId(), templateId: id, number, settings, pictures: picturesOf(settings), by: authorOf(tx) });
    await replaceDefaults(tx, { id, organisationId: row.organisation_id }, input.kinds);
    await updateTemplate(tx, id, { name: input.name, number });
    await audit(tx, { act: 'template.changed', subjectType: 'template', subjectId: id, data: { number, changed, kinds: input.kinds } });
  });
}

/** Lets an older version count again, as a new one. Errors: `page.not_found`, `template.archived`, `template.too_many_versions`. */
export async function restoreVersion(ctx: Ctx, id: string, number: number): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getToEdit(tx, id);
    const older = Number.isInteger(number) ? await findVersion(tx, id, number) : undefined;
    if (!older) throw notFound();
    if (changedParts(row.settings, older.settings).length === 0) return;
    if (row.number >= MOST_VERSIONS) throw invalid('', 'template.too_many_versions', { max: MOST_VERSIONS });
    await insertVersion(tx, { id: newId(), templateId: id, number: row.number + 1, settings: older.settings, pictures: picturesOf(older.settings), by: authorOf(tx) });
    await updateTemplate(tx, id, { number: row.number + 1 });
    await audit(tx, { act: 'template.version_restored', subjectType: 'template', subjectId: id, data: { number: row.number + 1, from: number } });
  });
}

/** Puts a template aside: nothing new is issued with it, what was issued is printed as before. Errors: `page.not_found`, `template.archived`. */
export async function archiveTemplate(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getToEdit(tx, id);
    await replaceDefaults(tx, { id, organisationId: row.organisation_id }, []);
    await updateTemplate(tx, id, { archivedAt: tx.clock.now() });
    await audit(tx, { act: 'template.archived', subjectType: 'template', subjectId: id });
  });
}

/** Takes a template back into use; for no kind as yet. Errors: `page.not_found`, `template.too_many`. */
export async function reviveTemplate(ctx: Ctx, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const row = await getTemplate(tx, id, true);
    if (!row.archived_at) return;
    if ((await countTemplates(tx, row.organisation_id)) >= MOST_AT_ONE) throw invalid('', 'template.too_many', { max: MOST_AT_ONE });
    await updateTemplate(tx, id, { archivedAt: null });
    await audit(tx, { act: 'template.revived', subjectType: 'template', subjectId: id });
  });
}
