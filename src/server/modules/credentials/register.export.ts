import { translator } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { exportFile, type ExportedFile, type ExportFormat } from '#server/platform/tabular/export.ts';
import { listWholeRegisterFor, REGISTER_EXPORT_LIMIT, type RegisterFilter } from './register.service.ts';

/** The register as a file, with the filter and order of the list. Error: `page.not_found`. */
export async function exportRegisterFor(ctx: Ctx, filter: RegisterFilter, format: ExportFormat): Promise<ExportedFile> {
  const t = translator(ctx.locale);
  const { timeZone } = await networkOf(ctx);
  const { lines } = await listWholeRegisterFor(ctx, filter, REGISTER_EXPORT_LIMIT);
  return exportFile(
    {
      title: t('credentials.register.title'),
      columns: [
        { title: t('credentials.register.number'), width: 26 },
        { title: t('credentials.register.kind'), width: 20 },
        { title: t('credentials.register.holder'), width: 36 },
        { title: t('credentials.register.event'), width: 60 },
        { title: t('credentials.register.organisation'), width: 40 },
        { title: t('credentials.register.issued_on'), width: 14 },
        { title: t('credentials.register.state'), width: 16 },
        { title: t('credentials.register.revoked_on'), width: 18 },
        { title: t('credentials.register.reason'), width: 40 },
        { title: t('credentials.register.replaced_by'), width: 26 },
        { title: t('credentials.check.renewed_by'), width: 26 },
        { title: t('credentials.check.valid_until'), width: 14 },
        { title: t('credentials.book.given'), width: 18 },
      ],
      rows: lines.map((line) => [
        line.number,
        t(`credentials.kind.${line.kind}`),
        line.holderName,
        line.eventTitle,
        line.organisation,
        { date: line.issuedOn },
        t(`credentials.state.${line.state}`),
        line.revokedAt ? { instant: line.revokedAt, zone: timeZone } : null,
        line.revokeReason,
        line.replacedBy,
        line.renewedBy,
        line.validUntil === null ? null : { date: line.validUntil },
        line.givenAt === null ? null : { instant: line.givenAt, zone: timeZone },
      ]),
    },
    format,
    ctx.locale,
  );
}
