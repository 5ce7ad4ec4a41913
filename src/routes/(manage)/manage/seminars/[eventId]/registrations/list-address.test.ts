import { describe, expect, it } from 'vitest';
import { readRegistrationFilter } from '#server/modules/seminars/index.ts';
import { listQuery, sortOf } from './list-address.ts';

const read = (query: string) => readRegistrationFilter(new URLSearchParams(query));

describe('the address of the list', () => {
  it('says nothing of what is as usual', () => {
    expect(listQuery(read(''))).toBe('');
    expect(sortOf(read('sort=-created'))).toBeUndefined();
    expect(sortOf(read('sort=created'))).toBe('created');
  });

  it('comes back as the same filter', () => {
    const query = '?q=%D2%9A%D0%B0%D1%81%D1%8B%D0%BC&country=KZ&state=pending&kind=single&language=kk&sort=-name';
    expect(listQuery(read(query))).toBe(query);
  });

  it('changes one filter and keeps the others, and leaves the place in the list', () => {
    const query = 'country=KZ&sort=name&after=abc';
    expect(listQuery(read(query), { state: 'waiting' })).toBe('?country=KZ&state=waiting&sort=name');
    expect(listQuery(read(query), { country: '' }, { before: 'x' })).toBe('?sort=name&before=x');
  });
});
