import { peopleReachedAt } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { isShared } from './mailbox.rule.ts';
import { listOwnersOf, listPinAddresses } from './mailbox.queries.ts';

/** Of these addresses, however they are written, those known to be shared, in small letters; three queries however many there are. */
export async function sharedAmong(ctx: Ctx, addresses: readonly string[]): Promise<Set<string>> {
  const asked = [...new Set(addresses.map((address) => address.trim().toLowerCase()))].filter(Boolean);
  if (asked.length === 0) return new Set();
  const [pins, owners, people] = [new Set(await listPinAddresses(ctx.db, asked)), await listOwnersOf(ctx.db, asked), await peopleReachedAt(ctx, asked)];
  return new Set(asked.filter((address) => isShared([...owners, ...people].filter((user) => user.address === address), pins.has(address))));
}

/** Whether an address is known to be the mailbox of several people. */
export async function isSharedAddress(ctx: Ctx, address: string): Promise<boolean> {
  return (await sharedAmong(ctx, [address])).size > 0;
}
