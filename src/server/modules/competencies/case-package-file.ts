import { decodeText } from '#server/platform/tabular/decode.ts';
import { fromCase } from './case-import.rule.ts';
import { Findings, type ReadContent } from './framework-reading.ts';

/** The bytes of a CASE package as content. Throws nothing for what they say. */
export function readPackageHere(bytes: Uint8Array, now: Date): ReadContent {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return new Findings().nothing('framework.json_malformed');
  let value: unknown;
  try {
    value = JSON.parse(decoded.text.replace(/^\uFEFF/, ''));
  } catch {
    return new Findings().nothing('framework.json_malformed');
  }
  return fromCase(value, now);
}
