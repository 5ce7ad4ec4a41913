import { describe, expect, it } from 'vitest';
import { sourceOf } from './rate-limit.ts';

describe('what counts as one source', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2a02:6b8:0:40c:9c7b:a8ff:fe00:1', '2a02:6b8:0:40c::/64'],
    ['2A02:06B8::1', '2a02:6b8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('%s is %s', (address, source) => expect(sourceOf(address)).toBe(source));
});
