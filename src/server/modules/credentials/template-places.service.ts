import type { Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/errors.ts';
import { isId } from '#server/platform/ids.ts';
import { templateScope } from './templates.policy.ts';
import { findKeptPath } from './templates.queries.ts';

/** The path of an organisation at which the actor keeps templates. Errors: `page.not_found` for whoever keeps none, else beside `organisationId`. */
export async function pathOfKept(ctx: Ctx, organisationId: string): Promise<string[]> {
  const scope = templateScope(ctx.actor, ctx.networkId);
  if (scope !== 'network' && scope.length === 0) throw notFound();
  const path = isId(organisationId) ? await findKeptPath(ctx, scope, organisationId) : undefined;
  if (!path) throw invalid('organisationId', 'choice.missing');
  return path;
}
