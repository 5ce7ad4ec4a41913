import { translator } from '#lib/i18n/index.ts';
import { exportTeamPlans, TeamFilter } from '#server/modules/competencies/index.ts';
import { notFound } from '#server/platform/errors.ts';
import type { RequestHandler } from './$types';

/** The plans of the team as a file, filtered as they are shown. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
  if (params.format !== 'csv' && params.format !== 'xlsx') throw notFound();
  const t = translator(locals.locale);
  const file = await exportTeamPlans(locals.ctx, TeamFilter.parse(Object.fromEntries(url.searchParams)), params.format, {
    title: t('plans.list_title'),
    columns: [t('plans.field.person'), t('ui.field.organisation'), t('ui.field.position'), t('plans.field.state'), t('plans.field.from'), t('plans.field.until'), t('plans.field.review'), t('plans.page.progress'), t('plans.page.items'), t('plans.team.column_overdue')],
    state: (state) => (state === null ? t('plans.team.state_none') : t(`plans.state.${state}`)),
  });
  return new Response(file.bytes, { headers: { 'content-type': file.contentType, 'content-disposition': file.disposition, 'cache-control': 'private, no-store' } });
};
