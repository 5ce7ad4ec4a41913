import type { Ctx } from '#server/platform/context.ts';
import { listAddressUsers, type AddressUser } from './contacts.queries.ts';

/**
 * Whom the registries of all networks know to be reached at one of these addresses, however they are written. For signing in, which is of no
 * network; nobody is shown the answer.
 */
export async function peopleReachedAt(ctx: Ctx, addresses: readonly string[]): Promise<AddressUser[]> {
  if (addresses.length === 0) return [];
  return listAddressUsers(ctx.db, addresses.map((address) => address.toLowerCase()));
}
