import type { CredentialKind } from './credential-kinds.ts';
import type { Series } from './credentials.tables.ts';

/**
 * Register numbers `{ORG}-{YEAR}-{KIND}-{SEQ:5}`: `PVL-2026-ATT-00417`, for demonstrations `DEMO-PVL-2026-ATT-00417`, for rehearsals
 * `TEST-…`. They are read from paper, dictated and typed again; so they are Latin, and read leniently.
 */
export interface RegisterNumber {
  series: Series;
  organisationCode: string;
  year: number;
  kind: CredentialKind;
  seq: number;
}

export const KIND_CODES: Readonly<Record<CredentialKind, string>> = {
  attendance: 'ATT',
  speaker: 'SPK',
  organiser: 'ORG',
  completion: 'CMP',
  course: 'CRS',
  mentor: 'MNT',
  volunteer: 'VOL',
};
const KINDS = new Map(Object.entries(KIND_CODES).map(([kind, code]) => [code, kind as CredentialKind]));

const PREFIX: Readonly<Record<Series, string>> = { register: '', demo: 'DEMO-', practice: 'TEST-' };

export function formatNumber(number: RegisterNumber): string {
  const line = [number.organisationCode, number.year, KIND_CODES[number.kind], String(number.seq).padStart(5, '0')].join('-');
  return PREFIX[number.series] + line;
}

/** Cyrillic letters that look like the Latin ones printed, as a keyboard that was not switched over gives them. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  А: 'A', В: 'B', С: 'C', Е: 'E', Н: 'H', І: 'I', Ј: 'J', К: 'K', М: 'M', О: 'O', Р: 'P', Ѕ: 'S', Т: 'T', Ү: 'Y', У: 'Y', Х: 'X',
};

/** Capital Latin letters for what was typed: small letters, Cyrillic look-alikes, dashes of all kinds. */
export function latinised(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[‐‑‒–—―−_./\\]/g, '-')
    .replace(/./gu, (sign) => LOOKALIKES[sign] ?? sign);
}

/** What was typed, as a number; null when it cannot be one. Spaces, «№», letter case and kind of dash do not matter. */
export function parseNumber(text: string): RegisterNumber | null {
  const bare = latinised(text.slice(0, 200).replace(/^\s*(№|#|N[ºo°]?\s)/iu, ''))
    .trim()
    .replace(/\s*-\s*|\s+/g, '-');
  const parts = /^(DEMO-|TEST-)?([A-Z0-9]{2,10})-([0-9]{4})-([A-Z]{3})-([0-9]{1,10})$/.exec(bare);
  const kind = KINDS.get(parts?.[4] ?? '');
  if (!parts || !kind) return null;
  const year = Number(parts[3]);
  const seq = Number(parts[5]);
  if (year < 2000 || year > 2200 || seq < 1 || seq > 2_147_483_647) return null;
  const series = parts[1] === 'DEMO-' ? 'demo' : parts[1] === 'TEST-' ? 'practice' : 'register';
  return { series, organisationCode: parts[2] ?? '', year, kind, seq };
}
