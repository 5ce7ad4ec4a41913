import { describe, expect, it } from 'vitest';
import { isOwnFrame } from './own-frame.ts';

const own = { 'sec-fetch-site': 'same-origin', 'sec-fetch-dest': 'iframe' };

describe('the frame that says "I am here" when it is loaded', () => {
  it('says so only inside our own page', () => {
    expect(isOwnFrame(new Headers(own))).toBe(true);
  });

  it.each([
    ['a browser too old to tell', {}],
    ['a link that was followed', { ...own, 'sec-fetch-dest': 'document' }],
    ['an address that was typed', { 'sec-fetch-site': 'none', 'sec-fetch-dest': 'document' }],
    ['an image', { ...own, 'sec-fetch-dest': 'image' }],
    ['a frame on another site', { ...own, 'sec-fetch-site': 'cross-site' }],
    ['a frame on a neighbouring site', { ...own, 'sec-fetch-site': 'same-site' }],
    ['a prefetch', { ...own, 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of an older browser', { ...own, purpose: 'prefetch' }],
  ])('says nothing for %s', (_, headers) => {
    expect(isOwnFrame(new Headers(headers))).toBe(false);
  });
});
