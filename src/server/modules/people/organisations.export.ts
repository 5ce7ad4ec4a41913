import { translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { listWholeOrganisationsFor, type OrganisationsFilter } from './organisations-list.service.ts';

/** The list as a file, with the filter and order of the page and every column. Error: `page.not_found`. */
export async function exportOrganisationsFor(ctx: Ctx, filter: OrganisationsFilter, format: ExportFormat): Promise<ExportedFile> {
  const t = translator(ctx.locale);
  const lines = await listWholeOrganisationsFor(ctx, filter);
  return exportFile(
    {
      title: t('people.tree.title'),
      columns: [
        { title: t('ui.field.organisation'), width: 48 },
        { title: t('lists.column.code'), width: 12 },
        { title: t('lists.column.kind'), width: 24 },
        { title: t('lists.column.parent'), width: 44 },
        { title: t('lists.column.settlement'), width: 24 },
        { title: t('lists.column.address'), width: 36 },
        { title: t('lists.column.people'), width: 10 },
        { title: t('lists.column.units'), width: 10 },
        { title: t('lists.column.vacant'), width: 10 },
        { title: t('lists.column.head'), width: 32 },
        { title: t('ui.field.phone'), width: 20 },
        { title: t('ui.field.email'), width: 30 },
        { title: t('people.organisation.website'), width: 30 },
        { title: t('lists.column.founder'), width: 36 },
        { title: t('ui.field.status'), width: 14 },
      ],
      rows: lines.map((line) => [
        line.name,
        line.code,
        t(`people.kind.${line.kind}`),
        line.parent,
        line.settlement,
        line.address,
        line.staff && line.staff.people,
        line.staff && line.staff.units,
        line.staff && line.staff.vacant,
        line.staff && line.staff.heads.join(', '),
        line.phone,
        line.email,
        line.website,
        line.founder,
        t(line.isClosed ? 'people.organisation.closed' : 'lists.status.open'),
      ]),
    },
    format,
    ctx.locale,
  );
}
