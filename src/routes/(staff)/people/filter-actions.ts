import type { RequestEvent } from '@sveltejs/kit';
import { goTo } from '#routes/go.ts';
import { submit } from '#routes/submit.ts';
import { copyFilter, removeFilter, SavedFilterId, SaveFilter, saveFilter, ShareFilter, shareFilter } from '#server/modules/people/index.ts';

/** What a list offers for its saved filters; `queryOf`: its query as it stands in the address. */
export function filterActions(list: 'people' | 'organisations', at: string, queryOf: (url: URL) => string) {
  const withId = (work: (locals: App.Locals, id: string) => Promise<unknown>) => async ({ request, locals }: RequestEvent) => {
    const done = await submit(locals, await request.formData(), SavedFilterId, ({ id }) => work(locals, id));
    if (!done.ok) return done.failure;
    goTo(locals, at);
  };
  return {
    save: async ({ request, locals, url }: RequestEvent) => {
      const query = queryOf(url);
      const done = await submit(locals, await request.formData(), SaveFilter, ({ name }) => saveFilter(locals.ctx, { list, name, query }));
      if (!done.ok) return done.failure;
      goTo(locals, `${at}${query ? `${query}&` : '?'}done=filter`);
    },
    share: async ({ request, locals }: RequestEvent) => {
      const done = await submit(locals, await request.formData(), ShareFilter, (input) => shareFilter(locals.ctx, input));
      if (!done.ok) return done.failure;
      goTo(locals, `${at}?done=filter`);
    },
    forget: withId((locals, id) => removeFilter(locals.ctx, id)),
    copy: withId((locals, id) => copyFilter(locals.ctx, id)),
  };
}
