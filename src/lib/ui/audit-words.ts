import { countryName, isLocale, isPlainMessageKey, LOCALES, type Formatters, type Locale, type T } from '#lib/i18n/index.ts';
import { fieldWord, listActWords, valueWord } from './change-words.ts';
import { dayOf } from './day.ts';

/** A line of the journal as far as its words need it. */
export interface AuditWording {
  by: { kind: 'account' | 'link' | 'visitor' | 'system'; name: string | null; onBehalfOf: string | null; token: string | null };
  act: string;
  role: { role: string; scopeKind: string; organisation: string | null } | null;
  changes: readonly { field: string; before: string | null; after: string | null }[];
  data: Readonly<Record<string, unknown>>;
}

const say = (t: T, key: string): string | null => (isPlainMessageKey(key) ? t(key) : null);

/** What was done, in words; by which list, where it was one. */
export function actWords(t: T, act: string, list: { name: string } | null = null): string {
  if (list) return listActWords(t, act, list);
  const [noun = '', verb = ''] = act.split('.');
  return (
    say(t, `audit.act.${noun}_${verb}`) ??
    say(t, `people.act.${noun}_${verb}`) ??
    say(t, noun === 'certificate' ? `seminars.registrations.act_certificate_${verb}` : `seminars.registrations.act_${verb}`) ??
    say(t, `credentials.act.${verb}`) ??
    t('audit.act.other')
  );
}

/** What it was done with: its kind. */
export const subjectWords = (t: T, type: string): string => say(t, `audit.subject.${type}`) ?? t('audit.subject.other');

/** Who did it; both names where roles were lent, and the token where a program did. */
export function actorWords(t: T, { kind, name, onBehalfOf, token }: AuditWording['by']): string {
  const who = name ?? (kind === 'system' ? t('people.changes.system') : t(`audit.by.${kind}`));
  if (token !== null) return t('audit.by.token', { name: who, token });
  return onBehalfOf ? t('people.changes.who_for', { name: who, giver: onBehalfOf }) : who;
}

/** One thing that was changed, or one fact of the deed. */
export interface Detail {
  term: string;
  before: string | null;
  after: string | null;
}

export interface DetailTools {
  t: T;
  fmt: Formatters;
  locale: Locale;
  timeZone: string;
}

const snake = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** A text of several languages as the reader reads it. */
function written(value: unknown, locale: Locale): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const texts = value as Record<string, { text?: unknown } | undefined>;
  const found = [locale, ...LOCALES].map((name) => text(texts[name]?.text)).find((words) => words !== null);
  return found ?? null;
}

const COUNTS = ['names', 'people', 'rows', 'count', 'talks', 'decisions', 'places', 'ended'] as const;

function roleDetail({ t }: DetailTools, { role }: AuditWording): Detail[] {
  if (!role) return [];
  const word = say(t, `access.role.${role.role}`) ?? role.role;
  const place = role.organisation ?? t(role.scopeKind === 'event' ? 'settings.roles.one_event' : 'settings.roles.whole_network');
  return [
    { term: t('settings.roles.role'), before: null, after: word },
    { term: t('settings.roles.place'), before: null, after: place },
  ];
}

/** Facts that stand in the line itself: figures, days, what was there before. */
function dataDetails({ t, fmt, locale, timeZone }: DetailTools, { act, changes, data }: AuditWording): Detail[] {
  const details: Detail[] = [];
  const add = (term: string, after: string | null, before: string | null = null) => {
    if (after !== null || before !== null) details.push({ term, before, after });
  };
  const count = COUNTS.map((name) => data[name]).find((value) => typeof value === 'number');
  if (typeof count === 'number') add(t('audit.detail.count'), fmt.number(count));
  if (act === 'network.data_location_changed') add(t('audit.detail.data_location'), written(data.after, locale), written(data.before, locale));
  if (act === 'public_address.changed') add(t('audit.detail.address'), text(data.to), text(data.from));
  if (act === 'delegation.given') for (const key of ['from', 'until'] as const) add(t(`audit.detail.${key}`), text(data[key]) && dayOf(fmt, String(data[key])));
  if (act === 'room.times_set') for (const key of ['start', 'end'] as const) add(t(`audit.detail.${key}`), text(data[key]) && fmt.dateTimeShort(new Date(String(data[key])), timeZone));
  const rule = text(data.rule);
  if (rule !== null) add(countryName(text(data.country) ?? '', locale), say(t, `profiles.rule.${rule}`) ?? rule);
  const fields = [data.fields, data.changed].find(Array.isArray) as unknown[] | undefined;
  if (changes.length === 0 && fields && fields.length > 0) {
    const words = fields.map(String).flatMap((field) => fieldName(t, locale, field) ?? []);
    if (words.length > 0) add(t('audit.detail.fields'), fmt.list([...new Set(words)]));
  }
  return details;
}

/** A field in words; null for one that has none, which is not shown. */
function fieldName(t: T, locale: Locale, field: string): string | null {
  const [name = '', language] = field.split('.');
  if (language && isLocale(language)) return fieldWord(t, locale, field);
  return say(t, `people.changed.${snake(name)}`) ?? say(t, `seminars.event.field_${snake(name)}`) ?? say(t, `ui.field.${snake(name)}`);
}

/** What was changed and what stands with the deed, field by field, before and after. */
export function auditDetails(tools: DetailTools, entry: AuditWording): Detail[] {
  const { t, fmt, locale } = tools;
  const changed = entry.changes.map(({ field, before, after }) => ({
    term: fieldWord(t, locale, field),
    before: before === null ? null : valueWord(t, fmt, locale, field, before),
    after: after === null ? null : valueWord(t, fmt, locale, field, after),
  }));
  return [...changed, ...roleDetail(tools, entry), ...dataDetails(tools, entry)];
}
