import { FOUND_SHOWN, type SearchSource } from '#server/modules/people/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { readsFrameworks } from './competencies.policy.ts';
import { listPublishedItems } from './items.queries.ts';
import { wordsOf } from './reading.rule.ts';

/** Areas and competencies of published frameworks, by code and title. */
export const competencySearch: SearchSource = {
  name: 'competencies',
  async find(ctx, _words, typed) {
    const rows = readsFrameworks(ctx.actor, ctx.networkId) ? await listPublishedItems(ctx, { words: wordsOf(typed), limit: FOUND_SHOWN }) : [];
    const lines = rows.map(({ id, versionId, code, title, framework }) => ({
      id,
      title: `${code} ${textIn(title, ctx.locale)}`,
      path: `/frameworks/${versionId}/${id}`,
      detail: textIn(framework, ctx.locale),
      note: null,
      at: null,
      timeZone: null,
    }));
    return [{ id: 'competencies.items', title: { key: 'frameworks.search.items', params: { count: lines.length } }, lines }];
  },
};
