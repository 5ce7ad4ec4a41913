import { describe, expect, it } from 'vitest';
import { readRegistrationFilter, toListFilter } from './registration-filter.ts';

const read = (query: string) => readRegistrationFilter(new URLSearchParams(query));

describe('the filter of the list of registrations', () => {
  it('is everybody, the newest first, without a query', () => {
    expect(read('')).toEqual({ q: '', country: '', state: '', kind: '', language: '', sort: 'created', descending: true });
    expect(read('sort=created')).toMatchObject({ sort: 'created', descending: false });
  });

  it('leaves out what is none of ours', () => {
    expect(read('country=kz%27&state=erased&kind=all&language=de&sort=password')).toEqual(read(''));
    expect(read(`q=${encodeURIComponent(' a\u0000\n b ')}`).q).toBe('a b');
    expect(read(`q=${'x'.repeat(300)}`).q).toHaveLength(100);
  });

  it('looks for words as Latin skeletons, so that every script finds every other', () => {
    expect(toListFilter(read('q=Касымова'), true).words).toEqual(toListFilter(read('q=Kasymova'), true).words);
    expect(toListFilter(read('q=asel@example.kz'), true).words).toEqual(['asel@example.kz']);
  });
});
