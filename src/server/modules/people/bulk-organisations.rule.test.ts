import { describe, expect, it } from 'vitest';
import { OrganisationBulkAct, organisationBulkOutcome, type BulkOrganisation } from './bulk-organisations.rule.ts';

const TARGET = '0197b7b0-0000-7000-8000-000000000001';
const organisation = (change: Partial<BulkOrganisation> = {}): BulkOrganisation => ({
  id: 'o1',
  parentId: 'centre',
  parent: 'Центр',
  kind: 'library',
  languages: ['ru', 'kk'],
  timeZone: 'Asia/Almaty',
  closedOn: null,
  openBelow: 0,
  ...change,
});
const outcome = (one: BulkOrganisation, act: object, path: string[] = ['centre', TARGET]) => organisationBulkOutcome(one, OrganisationBulkAct.parse(act), { id: TARGET, name: 'Округ', path });
const MOVE = { act: 'move', parentId: TARGET, movedOn: '2026-03-01' };

describe('a change for many organisations', () => {
  it.each([
    ['is closed', organisation({ closedOn: '2026-01-01' }), { act: 'zone', timeZone: 'Asia/Qyzylorda' }, 'closed'],
    ['is closed already', organisation({ closedOn: '2026-01-01' }), { act: 'close', closedOn: '2026-02-01' }, 'closed'],
    ['is of this kind', organisation(), { act: 'kind', newKind: 'library' }, 'nothing_to_change'],
    ['works in these languages, in another order', organisation(), { act: 'languages', languages: ['kk', 'ru'] }, 'nothing_to_change'],
    ['lies in this zone', organisation(), { act: 'zone', timeZone: 'Asia/Almaty' }, 'nothing_to_change'],
    ['hangs there already', organisation({ parentId: TARGET }), MOVE, 'nothing_to_change'],
    ['is the one to move under', organisation({ id: TARGET }), MOVE, 'below_itself'],
    ['has open ones below it', organisation({ openBelow: 2 }), { act: 'close', closedOn: '2026-02-01' }, 'open_below'],
  ])('is not made where one %s', (_, one, act, reason) => {
    expect(outcome(one, act)).toEqual({ reason, set: {}, records: [] });
  });

  it('is not made where the new place lies below it', () => {
    expect(outcome(organisation(), MOVE, ['centre', 'o1', TARGET]).reason).toBe('below_itself');
  });

  it.each([
    [{ act: 'kind', newKind: 'branch' }, { kind: 'branch' }, 'organisation.changed', [{ field: 'kind', before: 'library', after: 'branch' }]],
    [{ act: 'languages', languages: ['en', 'ru'] }, { languages: ['en', 'ru'] }, 'organisation.changed', [{ field: 'languages', before: 'kk, ru', after: 'ru, en' }]],
    [{ act: 'zone', timeZone: 'Europe/Minsk' }, { timeZone: 'Europe/Minsk' }, 'organisation.changed', [{ field: 'timeZone', before: 'Asia/Almaty', after: 'Europe/Minsk' }]],
    [MOVE, { parentId: TARGET }, 'organisation.moved', [{ field: 'parent', before: 'Центр', after: 'Округ' }]],
    [
      { act: 'close', closedOn: '2026-02-01', reason: 'Слияние' },
      { closedOn: '2026-02-01' },
      'organisation.closed',
      [
        { field: 'closedOn', before: null, after: '2026-02-01' },
        { field: 'reason', before: null, after: 'Слияние' },
      ],
    ],
  ])('says what it does: %j', (act, set, name, changes) => {
    expect(outcome(organisation(), act)).toEqual({ reason: null, set, records: [{ act: name, about: null, changes }] });
  });

  it.each([
    [{ act: 'languages', languages: [] }, 'languages'],
    [{ act: 'zone', timeZone: 'Nowhere/Land' }, 'timeZone'],
    [{ act: 'kind' }, 'newKind'],
    [{ act: 'move', movedOn: '2026-03-01' }, 'parentId'],
    [{ act: 'rename' }, 'act'],
  ])('wants all of it: %j', (act, field) => {
    expect(OrganisationBulkAct.safeParse(act).error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });
});
