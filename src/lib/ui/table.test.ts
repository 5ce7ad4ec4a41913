import { describe, expect, it } from 'vitest';
import { translator } from '#lib/i18n/index.ts';
import { sortHref, sortWord } from './table.ts';

describe('the head of a sortable column', () => {
  it('leads to the list sorted by it, keeps the filters and goes back to the first page', () => {
    expect(sortHref('/kk/people?country=KG&after=abc&sort=city', 'name', undefined)).toBe(
      '/kk/people?country=KG&sort=name',
    );
    expect(sortHref('/kk/people?before=abc', 'name', 'descending')).toBe('/kk/people?sort=name');
  });

  it('turns the order when the list is sorted by it already', () => {
    expect(sortHref('/kk/people?sort=name', 'name', 'ascending')).toBe('/kk/people?sort=-name');
  });

  it('says to the ear how the list is sorted, and nothing otherwise', () => {
    const t = translator('en');
    expect(sortWord(t, { key: 'a', text: 'A', sorted: 'ascending' })).toBe('sorted in ascending order');
    expect(sortWord(t, { key: 'a', text: 'A', sorted: 'descending' })).toBe('sorted in descending order');
    expect(sortWord(t, { key: 'a', text: 'A' })).toBe('');
  });
});
