import type { RequestLocals } from '#server/http/request.ts';
import { findNetwork } from '#server/modules/people/index.ts';
import { makeCtx, type Ctx } from '#server/platform/platform.ts';

/** A visitor's context in the network of this short name, for addresses that name it themselves; null when there is none. */
export async function networkCtx(locals: RequestLocals, slug: string): Promise<Ctx | null> {
  const network = await findNetwork(locals.platform, slug);
  return network && makeCtx(locals.platform, { actor: { kind: 'visitor' }, networkId: network.id, locale: locals.locale });
}
