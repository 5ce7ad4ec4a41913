import { matchNames } from '#server/modules/people/index.ts';

/** Somebody who is known to use an address: an account, or a person of the registry with the account that is hers. */
export interface AddressUser {
  accountId: string | null;
  name: string;
}

const isOneHuman = (a: AddressUser, b: AddressUser): boolean => (a.accountId !== null && a.accountId === b.accountId) || matchNames(a.name, b.name).kind !== 'no';

/**
 * Whether an address is the mailbox of several people: somebody signs in through it by a PIN, or more than one human is reached there. Records
 * of one account are one human, and so are records of one name, however it is written: somebody may stand in two registries.
 */
export function isShared(users: readonly AddressUser[], hasPins: boolean): boolean {
  const [first] = users;
  return hasPins || (first !== undefined && users.some((user) => !isOneHuman(first, user)));
}
