import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/errors.ts';
import { attachment, exportFile, type ExportedFile } from '#server/platform/tabular/export.ts';
import { textIn } from '#server/platform/text/index.ts';
import { listOrganisationsOf } from '#server/modules/people/index.ts';
import { caseDocument, casePackage, type PackageAt } from './case-package.rule.ts';
import type { CasePackage } from './case-types.ts';
import { contentOf, contentOfRow } from './framework-content.service.ts';
import { frameworkTable, templateContent } from './framework-table.rule.ts';
import type { VersionRow } from './frameworks.queries.ts';
import { keptOrganisations } from './frameworks.service.ts';
import { shippedFramework } from './shipped.ts';

export const EXPORT_FORMATS = ['case.json', 'csv', 'xlsx'] as const;
export type FrameworkFormat = (typeof EXPORT_FORMATS)[number];

/** A version as a file, for whoever reads it. Error `page.not_found`. */
export async function exportFramework(ctx: Ctx, versionId: string, format: string): Promise<ExportedFile> {
  const known = EXPORT_FORMATS.find((one) => one === format);
  if (!known) throw notFound();
  const { version, content } = await contentOf(ctx, versionId);
  const name = `${version.key} ${version.number}`;
  if (known !== 'case.json') return exportFile(frameworkTable(content, name), known, ctx.locale);
  const bytes = new TextEncoder().encode(JSON.stringify(await packageOf(ctx, version, content)));
  return { bytes, contentType: 'application/json', disposition: attachment(`${name}.case.json`) };
}

/** A row that its caller may read, as a CASE package. */
export async function packageOf(ctx: Ctx, version: VersionRow, content?: Awaited<ReturnType<typeof contentOfRow>>): Promise<CasePackage> {
  return casePackage(content ?? (await contentOfRow(ctx, version)), placeOf(ctx, version, await listOrganisationsOf(ctx)));
}

/** The documents of rows of one network that their caller may read: as many queries however many there are. */
export async function documentsOf(ctx: Ctx, versions: readonly VersionRow[]): Promise<CasePackage['CFDocument'][]> {
  const organisations = await listOrganisationsOf(ctx);
  return versions.map((version) => caseDocument({ ...version, scale: version.steps }, placeOf(ctx, version, organisations)));
}

function placeOf(ctx: Ctx, { organisationId, languages, number, state, publishedAt, changedAt }: VersionRow, organisations: Awaited<ReturnType<typeof listOrganisationsOf>>): PackageAt {
  const keeper = organisations.find(({ id }) => id === organisationId);
  const creator = (keeper && textIn(keeper.name, languages[0] ?? 'ru')) || 'Sheberlik';
  return { origin: ctx.platform.publicAddress().replace(/\/$/, ''), creator, version: number, state, publishedAt, changedAt };
}

/** A table to be filled in, with the scale of the house. Error `page.not_found` for whoever keeps no framework. */
export async function exportFrameworkTemplate(ctx: Ctx, format: string): Promise<ExportedFile> {
  if ((format !== 'csv' && format !== 'xlsx') || (await keptOrganisations(ctx)).length === 0) throw notFound();
  const { scale } = shippedFramework('library-specialist');
  const others = (['ru', 'kk', 'en'] as const).filter((locale) => locale !== ctx.locale);
  return exportFile(frameworkTable(templateContent([ctx.locale, ...others.slice(0, 1)], scale), 'framework-template'), format, ctx.locale);
}
