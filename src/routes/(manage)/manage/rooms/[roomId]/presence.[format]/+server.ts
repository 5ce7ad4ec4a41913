import { countryName, translator } from '#lib/i18n/index.ts';
import { getRoomFor, listPresenceForExport, readPresenceFilter } from '#server/modules/rooms/index.ts';
import { notFound } from '#server/platform/errors.ts';
import { exportFile } from '#server/platform/tabular/export.ts';
import { pick } from '#server/platform/text/index.ts';
import type { RequestHandler } from './$types';

/** The list of the desk as a file, filtered and sorted as it is shown. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const room = await getRoomFor(locals.ctx, params.roomId, 'read');
  const people = await listPresenceForExport(locals.ctx, room.id, readPresenceFilter(url.searchParams));
  const t = translator(locals.locale);
  const yes = (value: boolean) => (value ? t('ui.answer.yes') : t('ui.answer.no'));
  const file = await exportFile(
    {
      title: t('rooms.export.file', { title: pick(room.title, locals.locale).text.slice(0, 80) }),
      columns: [
        { title: t('rooms.people.name'), width: 40 },
        { title: t('ui.field.country'), width: 16 },
        { title: t('rooms.people.minutes') },
        { title: t('rooms.people.codes') },
        { title: t('rooms.mark.collective') },
        { title: t('rooms.mark.corrected') },
        { title: t('rooms.export.last_seen'), width: 18 },
      ],
      rows: people.map((row) => [
        row.label,
        row.country ? countryName(row.country, locals.locale) : null,
        row.minutes,
        row.codes,
        yes(row.collective),
        yes(row.corrected),
        row.lastSeenAt ? { instant: row.lastSeenAt, zone: room.timeZone } : null,
      ]),
    },
    params.format,
    locals.locale,
  );
  return new Response(file.bytes, {
    headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'no-store' },
  });
};
