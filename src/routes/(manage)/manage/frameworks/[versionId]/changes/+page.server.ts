import { needAccount } from '#routes/go.ts';
import { changesOf, getVersionFor, shown } from '#server/modules/competencies/index.ts';
import { headOf } from '../../editor.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, params }) => {
  needAccount(locals, url);
  await getVersionFor(locals.ctx, params.versionId, 'keep');
  const { version, before, changes } = await changesOf(locals.ctx, params.versionId);
  return {
    head: headOf(locals, version),
    before,
    changes: changes.map(({ kind, item, parts, from, to }) => ({ ...{ kind, parts, from, to }, id: item.id, code: item.code, title: shown(item.title, locals.locale) ?? { text: '' }, versionId: item.isGone ? (before?.id ?? version.id) : version.id })),
  };
};
