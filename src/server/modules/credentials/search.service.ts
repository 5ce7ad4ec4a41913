import { FOUND_SHOWN, type SearchSource } from '#server/modules/people/index.ts';
import { registerScope } from './credentials.policy.ts';
import { findIssuesByWords } from './search.queries.ts';

/** Certificates of the part of the register that the actor reads, by number and name. */
export const certificateSearch: SearchSource = {
  name: 'credentials',
  async find(ctx, words) {
    const scope = registerScope(ctx.actor, ctx.networkId);
    const rows = scope === 'network' || scope.length > 0 ? await findIssuesByWords(ctx, scope, words, FOUND_SHOWN) : [];
    const lines = rows.map((row) => ({
      id: row.id,
      title: row.number,
      path: `/manage/register/${row.id}`,
      detail: [row.holderName, row.eventTitle].filter(Boolean).join(' · '),
      note: row.revoked ? ({ key: 'credentials.search.revoked' } as const) : null,
      at: null,
      timeZone: null,
    }));
    return [{ id: 'credentials.certificates', title: { key: 'credentials.search.certificates', params: { count: lines.length } }, lines }];
  },
};
