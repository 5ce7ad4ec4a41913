import { goTo, needAccount } from '#routes/go.ts';
import { codeWords } from '#routes/reason-words.ts';
import { submit } from '#routes/submit.ts';
import { translator, type T } from '#lib/i18n/index.ts';
import { EXPORT_FORMATS, getFrameworkImport, HOUSE_SCALE, importChoices, ImportWish, runFrameworkImport, stopFrameworkImport, type FrameworkImport } from '#server/modules/competencies/index.ts';
import { plainInput } from '#server/platform/fields.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

function said(t: T, { code, item, row, params }: FrameworkImport['report']['problems'][number]) {
  const { column, value = params.title } = params;
  const place = row === undefined ? null : column === undefined ? t('exchange.read.row', { row }) : t('exchange.read.row_column', { row, column: String(column) });
  return { place: [place, item].filter((part) => part !== null).join(' · ') || '—', value: value === undefined ? '' : String(value), text: codeWords(t, code, params) };
}

/** What a file holds, what is wrong with it, and where it may go. */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  needAccount(locals, url);
  setHeaders({ 'cache-control': 'no-store' });
  const { report, title, key, ...found } = await getFrameworkImport(locals.ctx, params.fileId);
  const t = translator(locals.locale);
  return {
    found: { id: found.id, state: found.state, files: found.fileNames.join(', '), versionId: found.versionId, job: found.job, wish: found.wish },
    title: title ? textIn(title, locals.locale) : null,
    key,
    problem: found.job?.errorCode ? codeWords(t, found.job.errorCode) : null,
    report: { ...report, problems: report.problems.map((one) => said(t, one)), notes: report.notes.map((one) => said(t, one)) },
    choices: found.state === 'read' || found.state === 'stopped' || found.state === 'failed' ? await importChoices(locals.ctx) : null,
    ...{ house: HOUSE_SCALE, formats: EXPORT_FORMATS },
  };
};

const again = ({ locals, params }: RequestEvent): never => goTo(locals, `/manage/frameworks/import/${params.fileId}`);

export const actions: Actions = {
  store: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), ImportWish, (wish) => runFrameworkImport(event.locals.ctx, event.params.fileId, wish));
    if (!done.ok) return done.failure;
    again(event);
  },
  stop: async (event) => {
    const done = await submit(event.locals, await event.request.formData(), plainInput, () => stopFrameworkImport(event.locals.ctx, event.params.fileId));
    if (!done.ok) return done.failure;
    again(event);
  },
};
