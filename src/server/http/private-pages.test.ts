import { expect, it } from 'vitest';
import { cacheOfPage } from './private-pages.ts';

const page = (routeId: string | null, more: object = {}) => cacheOfPage({ isVisitor: false, routeId, contentType: 'text/html; charset=utf-8', isSet: false, ...more });

it('pages of an account are in nobody else’s cache; those of tests, keys and works in none', () => {
  for (const id of ['/(staff)/tests', '/(staff)/tests/attempts/[attemptId]', '/(manage)/manage/items/[itemId]', '/(manage)/manage/tests', '/(manage)/manage/cases/[answerId]']) expect(page(id)).toBe('private, no-store');
  for (const id of [null, '/(staff)/people/[personId]', '/(manage)/manage/items-of-others', '/(staff)/tests-of-others']) expect(page(id)).toBe('private, no-cache');
});

it('what a visitor sees, what is no page, and what has said it itself stay as they are', () => {
  expect([page('/(staff)/tests', { isVisitor: true }), page('/(staff)/tests', { isSet: true }), page('/(staff)/tests', { contentType: 'application/pdf' }), page(null, { contentType: null })]).toEqual([null, null, null, null]);
});
