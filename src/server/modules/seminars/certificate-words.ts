import { formatters, translator, type Locale, type T } from '#lib/i18n/index.ts';
import type { CertificateFields } from '#server/modules/credentials/index.ts';
import { certificateLines } from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import type { RuleOutcome } from './eligibility.rule.ts';
import type { EventRow } from './events.queries.ts';
import type { PersonRow } from './results.queries.ts';
import type { PaperKind, Verdict } from './verdict.rule.ts';

const ROLES = { attendance: 'participant', speaker: 'speaker', moderator: 'moderator', organiser: 'organiser' } as const;
const LONGEST_ROLE_LINE = 400;
const LONGEST_RULE_LINE = 300;

type EventOnPaper = Pick<EventRow, 'form' | 'title' | 'organisationName' | 'firstStart' | 'lastEnd' | 'timeZone' | 'signatoryName' | 'signatoryPost'>;

/** Every line of a certificate in its language, from the event and from what decided about the person. */
export function certificateFields(locale: Locale, event: EventOnPaper, person: PersonRow, verdict: Verdict & { kind: PaperKind }): CertificateFields {
  const t = translator(locale);
  const attended = verdict.kind === 'attendance';
  const lines = certificateLines(t, {
    minutes: attended ? person.minutes : null,
    academicHours: null,
    rule: null,
    collectivePlace: attended && person.minutes !== null ? person.collectiveName : null,
    talkTitle: null,
    statesNoQualification: true,
  });
  const post = textIn(event.signatoryPost, locale);
  return {
    ...lines,
    role: ROLES[verdict.kind],
    eventKind: t(`seminars.event.form_${event.form}`),
    eventTitle: textIn(event.title, locale),
    organisation: textIn(event.organisationName, locale),
    dates: event.firstStart && event.lastEnd ? formatters(locale).dateRange(event.firstStart, event.lastEnd, event.timeZone) : '',
    roleLine: roleLine(t, locale, person, verdict.kind),
    ruleLine: attended ? ruleLine(t, verdict) : null,
    signatories: event.signatoryName && post ? [{ post, name: event.signatoryName }] : [],
  };
}

/** What the person did: her talks, her sections. The first ones, when all do not fit. */
function roleLine(t: T, locale: Locale, person: PersonRow, kind: PaperKind): string | null {
  const talks = kind === 'speaker' ? person.talks.map((title) => t('pdf.certificate.talk', { title: textIn(title, locale) })) : [];
  const sections =
    kind === 'speaker' || kind === 'moderator' ? person.sections.map((title) => t('seminars.paper.section', { title: textIn(title, locale) })) : [];
  const all = [...talks, ...sections];
  for (let shown = all.length; shown > 0; shown--) {
    const rest = all.length - shown;
    const words = all.slice(0, shown).join('. ');
    const line = rest === 0 ? words : t('seminars.paper.and_more', { line: words, count: rest });
    if (line.length <= LONGEST_ROLE_LINE) return line;
  }
  return null;
}

/** Which conditions were met, with the figure found and the figure wanted; or that a person decided. */
function ruleLine(t: T, verdict: Verdict): string | null {
  if (verdict.by === 'person') return t('seminars.paper.granted');
  const words = metConditions(verdict.outcome).map(({ kind, atLeast, actual }) => {
    if (kind === 'codes') return t('seminars.paper.rule_codes', { actual, atLeast });
    const share = kind === 'minutes_percent';
    const rule = share ? ({ kind: 'share', share: actual / 100, required: atLeast / 100 } as const) : ({ kind: 'minutes', required: atLeast } as const);
    const facts = { minutes: null, academicHours: null, collectivePlace: null, talkTitle: null, statesNoQualification: false };
    return certificateLines(t, { ...facts, rule }).ruleLine ?? '';
  });
  const line = words.join('; ');
  return line === '' || line.length > LONGEST_RULE_LINE ? null : line;
}

function metConditions(outcome: RuleOutcome): { kind: 'minutes_percent' | 'minutes' | 'codes'; atLeast: number; actual: number }[] {
  if (!outcome.met) return [];
  if ('rules' in outcome) return outcome.rules.flatMap(metConditions);
  return [{ kind: outcome.kind, atLeast: outcome.atLeast, actual: outcome.actual ?? 0 }];
}
