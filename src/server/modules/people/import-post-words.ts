import type { Ctx } from '#server/platform/context.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { PostWords } from './import-changes.ts';
import { listOrganisationNames } from './organisations.queries.ts';
import { positionsOf } from './positions.service.ts';
import type { PostValues } from './posts.queries.ts';

/** Says for parts of a list what their posts name by an id; what was asked once is not asked again. */
export function postWords(ctx: Ctx): (posts: readonly PostValues[]) => Promise<PostWords> {
  const organisations = new Map<string, string>();
  let positions: Map<string, string> | undefined;
  return async (posts) => {
    positions ??= new Map((await positionsOf(ctx)).map(({ id, name }) => [id, textIn(name, ctx.locale)]));
    const unknown = new Set(posts.map(({ organisationId }) => organisationId).filter((id) => !organisations.has(id)));
    for (const { id, name } of await listOrganisationNames(ctx, [...unknown])) organisations.set(id, textIn(name, ctx.locale));
    return { organisation: (id) => organisations.get(id) ?? null, position: (id) => positions?.get(id) ?? null };
  };
}
