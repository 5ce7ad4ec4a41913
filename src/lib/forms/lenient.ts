import { z } from 'zod';

/** Dates, times and numbers as people write them. Each returns null for what cannot be meant. */

/** "18.05.2026", "18/5/2026", "18 05 2026", "2026-05-18" → "2026-05-18". */
export function readDate(text: string): string | null {
  const parts = text.trim().match(/^(\d{1,4})[-./ ](\d{1,2})[-./ ](\d{1,4})\.?$/);
  if (!parts) return null;
  const [first, month, last] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const isIso = parts[1]?.length === 4;
  if (!isIso && parts[3]?.length !== 4) return null;
  const [year, day] = isIso ? [first, last] : [last, first];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal && year >= 1900 && year <= 2200 ? date.toISOString().slice(0, 10) : null;
}

/** "9:30", "09.30", "9-30", "0930", "9" → "09:30", "09:00". */
export function readTime(text: string): string | null {
  const parts = text.trim().match(/^(\d{1,2})(?:[:.\- ]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?$/);
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? '0')];
  return hour < 24 && minute < 60 ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` : null;
}

/** "1 234,5", "1234.5", "−3" → number. Spaces of any kind group digits; one comma or point is the decimal sign. */
export function readNumber(text: string): number | null {
  const bare = text.replace(/[\s\u00a0\u202f']/g, '').replace(/^[−–]/, '-');
  if (!/^-?\d+(?:[.,]\d+)?$/.test(bare)) return null;
  const value = Number(bare.replace(',', '.'));
  return Number.isFinite(value) ? value : null;
}

function answer<Value>(read: (text: string) => Value | null, code: string) {
  return z.union([z.string(), z.number()], 'field.required').transform((given, context): Value => {
    const value = read(String(given));
    if (value === null) {
      context.addIssue({ code: 'custom', message: code });
      return z.NEVER;
    }
    return value;
  });
}

/** A calendar date, given back as YYYY-MM-DD. Refused as `date.invalid`. */
export const dateAnswer = () => answer(readDate, 'date.invalid');

/** A wall-clock time, given back as HH:MM. Refused as `time.invalid`. */
export const timeAnswer = () => answer(readTime, 'time.invalid');

/** A number. Refused as `number.invalid`; bounds are added with `.pipe(z.number().min(1))`. */
export const numberAnswer = () => answer(readNumber, 'number.invalid');
