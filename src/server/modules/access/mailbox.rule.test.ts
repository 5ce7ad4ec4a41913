import { expect, it } from 'vitest';
import { isShared } from './mailbox.rule.ts';

const anna = { accountId: 'a', name: 'Абаева Анна' };
const unknown = (name: string) => ({ accountId: null, name });

it.each([
  ['nobody', [], false, false],
  ['one account', [anna], false, false],
  ['one account that has given itself a PIN', [anna], true, true],
  ['the account and its own record', [anna, { accountId: 'a', name: 'Директор' }], false, false],
  ['the account and a record of its name in another script', [anna, unknown('Abaeva Anna')], false, false],
  ['the account and a record of its name with a patronymic', [anna, unknown('Абаева Анна Сериковна')], false, false],
  ['the account and somebody else', [anna, unknown('Бекова Сауле')], false, true],
  ['two people without accounts', [unknown('Абаева Анна'), unknown('Бекова Сауле')], false, true],
  ['a mother and a daughter', [unknown('Абаева Анна'), unknown('Абаева Мария')], false, true],
  ['two accounts of one name', [anna, { accountId: 'b', name: 'Абаева Анна' }], false, false],
  ['people who sign in by PIN alone', [], true, true],
])('an address of %s', (_, users, hasPins, shared) => expect(isShared(users, hasPins)).toBe(shared));
