import { translator } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { noteLooks } from './card-views.service.ts';
import { listWholePeopleFor, type PeopleFilter } from './people-list.service.ts';

const day = (date: string | null) => (date === null ? null : { date });

/** The list as a file, with the filter and order of the page and every column; that these people were looked at is noted. Error: `page.not_found`. */
export async function exportPeopleFor(ctx: Ctx, filter: PeopleFilter, format: ExportFormat): Promise<ExportedFile> {
  const t = translator(ctx.locale);
  const lines = await listWholePeopleFor(ctx, filter);
  await noteLooks(ctx, lines.map(({ id }) => id));
  return exportFile(
    {
      title: t('people.list.title'),
      columns: [
        { title: t('ui.field.full_name'), width: 36 },
        { title: t('people.changed.birth_date'), width: 14 },
        { title: t('ui.field.organisation'), width: 44 },
        { title: t('ui.field.position'), width: 30 },
        { title: t('people.column.education'), width: 24 },
        { title: t('people.education.library'), width: 14 },
        { title: t('people.column.category'), width: 16 },
        { title: t('people.attestation.due'), width: 16 },
        { title: t('people.changed.library_since'), width: 16 },
        { title: t('people.changed.profession_since'), width: 16 },
        { title: t('ui.field.phone'), width: 20 },
        { title: t('ui.field.email'), width: 30 },
        { title: t('ui.field.status'), width: 14 },
      ],
      rows: lines.map((line) => [
        line.name,
        day(line.birthDate),
        line.organisation,
        line.post,
        line.level && t(`people.level.${line.level}`),
        line.isLibraryProfile === null ? null : t(line.isLibraryProfile ? 'people.value.yes' : 'people.value.no'),
        line.category && t(`people.category.${line.category}`),
        day(line.attestationDue),
        day(line.librarySince),
        day(line.professionSince),
        line.phone,
        line.email,
        t(line.isWorking ? 'people.card.working' : 'people.card.not_working'),
      ]),
    },
    format,
    ctx.locale,
  );
}
