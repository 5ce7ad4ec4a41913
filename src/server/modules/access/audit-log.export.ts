import { formatters, translator } from '#lib/i18n/index.ts';
import { actorWords, actWords, auditDetails, subjectWords } from '#lib/ui/audit-words.ts';
import { deviceWords } from '#lib/ui/device-words.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { listWholeAuditFor, type AuditFilter } from './audit-log.service.ts';

/** The journal as a file, with the filter of the page, at most 20,000 lines. Error: `page.not_found`. */
export async function exportAuditFor(ctx: Ctx, filter: AuditFilter, format: ExportFormat): Promise<ExportedFile> {
  const t = translator(ctx.locale);
  const { timeZone } = await networkOf(ctx);
  const tools = { t, fmt: formatters(ctx.locale), locale: ctx.locale, timeZone };
  const entries = await listWholeAuditFor(ctx, filter);
  return exportFile(
    {
      title: t('audit.title'),
      columns: [
        { title: t('people.changes.when'), width: 18 },
        { title: t('people.changes.who'), width: 34 },
        { title: t('audit.column.source'), width: 18 },
        { title: t('audit.column.device'), width: 30 },
        { title: t('people.changes.what'), width: 34 },
        { title: t('audit.column.kind'), width: 22 },
        { title: t('audit.column.subject'), width: 40 },
        { title: t('people.changes.fields'), width: 60 },
      ],
      rows: entries.map((entry) => [
        { instant: entry.at, zone: timeZone },
        actorWords(t, entry.by),
        entry.source,
        entry.device && deviceWords(t, entry.device),
        actWords(t, entry.act, entry.list),
        subjectWords(t, entry.subjectType),
        entry.subject?.name ?? null,
        auditDetails(tools, entry)
          .map(({ term, before, after }) => t('audit.detail.line', { term, before: before ?? '–', after: after ?? '–' }))
          .join('\n'),
      ]),
    },
    format,
    ctx.locale,
  );
}
