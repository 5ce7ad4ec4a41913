import { createHash } from 'node:crypto';
import { formatters, formatZone, translator, type Locale } from '#lib/i18n/index.ts';
import { networkOf } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { AppError } from '#server/platform/errors.ts';
import {
  attendanceSheetTexts,
  cardHelpLine,
  cardHostLine,
  cardQrAlt,
  isPdfError,
  participantCardTexts,
  qrSvg,
  rightStatement,
  unprintable,
  type AttendanceSheetData,
  type ParticipantCardData,
} from '#server/platform/pdf/index.ts';
import { textIn } from '#server/platform/text/index.ts';
import { hostCity } from './announcement.view.ts';
import { listMembers } from './collectives.queries.ts';
import type { Paper } from './papers.service.ts';
import { addressOf, personalLink } from './personal-links.ts';
import { getCollectiveFor, getRegistrationFor } from './registrations.access.ts';
import type { OpenEvent } from './seminars.access.ts';

/** Cards of one document: two hundred sheets of paper are enough for one print. */
export const MOST_CARDS = 400;

/** Without signs that no font of ours has: text of organisers may hold them, names were checked when they were given. */
function clean(text: string): string {
  const missing = unprintable(text.replace(/\s/g, ' '));
  return missing.reduce((rest, sign) => rest.replaceAll(sign, ''), text).trim();
}

function headOf(event: OpenEvent, locale: Locale, demo: boolean) {
  const fmt = formatters(locale);
  const t = translator(locale);
  const { firstStart, lastEnd, timeZone } = event;
  return {
    lang: locale,
    eventTitle: clean(textIn(event.title, locale)),
    organiser: clean(textIn(event.organisationName, locale)),
    dates: firstStart && lastEnd ? fmt.dateRange(firstStart, lastEnd, timeZone) : t('seminars.public.dates_open'),
    hostLine: cardHostLine(t, formatZone(timeZone, firstStart ?? event.changedAt, locale, hostCity(event, locale))),
    watermark: demo ? ('demo' as const) : null,
  };
}

async function isDemo(ctx: Ctx, event: OpenEvent): Promise<boolean> {
  return (await networkOf(ctx)).isDemo || event.rehearsalOf !== null;
}

/**
 * The card with the personal link, to be printed: for its holder in the language she reads now, from an organiser in that of her mails. Needs
 * `view` (holder) or `sendAgain` (organiser); error `paper.busy`.
 */
export async function registrationCard(ctx: Ctx, id: string, ability: 'view' | 'sendAgain'): Promise<Paper> {
  const r = await getRegistrationFor(ctx, id, ability);
  const link = await personalLink(ctx, 'registration', r, r.event);
  const reader = ability === 'view' ? ctx : { ...ctx, locale: r.mailLocale };
  return cards(reader, r.event, [{ name: r.name, organisation: r.organisation || null, url: await addressOf(ctx, link.path, reader.locale) }]);
}

/** Cards for the names of a list that have a place, each with a link of her own. At most 400. Needs `print`. */
export async function collectiveCards(ctx: Ctx, id: string): Promise<Paper> {
  const list = await getCollectiveFor(ctx, id, 'print');
  const members = (await listMembers(ctx, id)).filter((member) => member.state === 'confirmed').slice(0, MOST_CARDS);
  if (members.length === 0) throw new AppError('collective.nobody_to_print', 409);
  const made = [];
  for (const member of members) {
    const link = await personalLink(ctx, 'registration', { id: member.id, retentionDays: list.retentionDays }, list.event);
    made.push({ name: member.name, organisation: list.organisation || null, url: await addressOf(ctx, link.path, ctx.locale) });
  }
  return cards(ctx, list.event, made);
}

async function cards(ctx: Ctx, event: OpenEvent, list: { name: string; organisation: string | null; url: string }[]): Promise<Paper> {
  const t = translator(ctx.locale);
  const help = [event.contactName, event.contactEmail].filter(Boolean).join(', ');
  const data: ParticipantCardData = {
    ...headOf(event, ctx.locale, await isDemo(ctx, event)),
    texts: participantCardTexts(t),
    help: help ? clean(cardHelpLine(t, help)) : null,
    cards: list.map((card) => ({ ...card, organisation: card.organisation && clean(card.organisation), qrAlt: cardQrAlt(t, card.name) })),
  };
  return paper(ctx, { template: 'participant-card', data }, data.eventTitle);
}

/** The sheet to print and sign: all names that stand, a line for each, and some for who comes unannounced. Needs `print`. */
export async function attendanceSheet(ctx: Ctx, id: string): Promise<Paper> {
  const list = await getCollectiveFor(ctx, id, 'print');
  const members = await listMembers(ctx, id);
  const t = translator(ctx.locale);
  const { hostLine: _zone, ...head } = headOf(list.event, ctx.locale, await isDemo(ctx, list.event));
  const data: AttendanceSheetData = {
    ...head,
    texts: attendanceSheetTexts(t),
    organisation: clean([list.organisation, list.settlement].filter(Boolean).join(', ')),
    contactPerson: list.contactName,
    rightStatement: rightStatement(t, formatters(ctx.locale).date(list.rightStatedAt, list.event.timeZone)),
    names: members.map((member) => member.name),
    blankLines: 5,
  };
  return paper(ctx, { template: 'attendance-sheet', data }, data.eventTitle);
}

type Job = { template: 'participant-card'; data: ParticipantCardData } | { template: 'attendance-sheet'; data: AttendanceSheetData };

/** Never kept on the way: personal links and names. */
function paper(ctx: Ctx, job: Job, title: string): Paper {
  return {
    etag: `"${createHash('sha256').update(JSON.stringify(job)).digest('base64url')}"`,
    isPublic: false,
    title,
    bytes: async () => {
      try {
        return await ctx.platform.pdf.render({ ...job, createdAt: ctx.clock.now() });
      } catch (error) {
        if (isPdfError(error) && error.code === 'pdf.busy') throw new AppError('paper.busy', 503);
        throw error;
      }
    },
  };
}

/** The QR code of a personal link as SVG, and the address it holds. Needs `view` (holder) or `sendAgain` (organiser). */
export async function registrationQr(ctx: Ctx, id: string, ability: 'view' | 'sendAgain'): Promise<{ svg: string; url: string }> {
  const r = await getRegistrationFor(ctx, id, ability);
  const url = await addressOf(ctx, (await personalLink(ctx, 'registration', r, r.event)).path, ctx.locale);
  return { svg: await qrSvg(url), url };
}

/** The same for the contact person of a list. */
export async function collectiveQr(ctx: Ctx, id: string): Promise<{ svg: string; url: string }> {
  const list = await getCollectiveFor(ctx, id, 'view');
  const url = await addressOf(ctx, (await personalLink(ctx, 'collective', list, list.event)).path, ctx.locale);
  return { svg: await qrSvg(url), url };
}
