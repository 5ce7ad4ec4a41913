import { formatters, translator, type T } from '#lib/i18n/index.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import { systemCtx, type Platform, type RenderedMail } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';
import { actingEverywhere, unsubscribeLink, waitingTasks, type Everywhere } from './digest.service.ts';
import { mailHabits } from './mail-habits.ts';
import type { Wording } from './tasks.port.ts';

interface Line {
  what: string;
  /** From what it comes, until when, about how many minutes. */
  note: string;
  url: string;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What waits in one network. */
interface Part {
  /** The name of the network; null where she belongs to one only. */
  network: string | null;
  lines: Line[];
  minutes: number;
  /** Her day there. */
  day: string;
}

/** What waits at the moment of sending, as it stands on the pages of the day of all her networks. */
async function partsOf(account: Everywhere, zone: string): Promise<Part[]> {
  const t = translator(account.locale);
  const fmt = formatters(account.locale);
  const words = ({ key, params }: Wording) => (t as (key: string, params?: Wording['params']) => string)(key, params);
  const parts: Part[] = [];
  for (const { network, ctx } of account.places) {
    const tasks = await waitingTasks(ctx);
    const lines = await Promise.all(
      tasks.map(async ({ what, about, path, until, minutes, timeZone }) => ({
        what: words(what),
        note: [about && textIn(about, ctx.locale), until && t('account.digest.until', { time: fmt.dateTimeShort(until, timeZone ?? zone) }), fmt.duration(minutes)].filter(Boolean).join(' · '),
        url: await publicUrl(ctx, path, ctx.locale),
      })),
    );
    parts.push({ network: account.places.length > 1 ? textIn(network.name, ctx.locale) : null, lines, minutes: tasks.reduce((sum, task) => sum + task.minutes, 0), day: await publicUrl(ctx, '/my-day', ctx.locale) });
  }
  // Where nothing waits anywhere any more, her day at home says so.
  const waiting = parts.filter(({ lines }) => lines.length > 0);
  return waiting.length > 0 ? waiting : parts.slice(0, 1);
}

const link = (url: string, text: string) => `<a href="${escaped(url)}">${escaped(text)}</a>`;

function partAsHtml(t: T, { network, lines, day }: Part): string {
  const items = lines.map(({ what, note, url }) => `<li style="margin:0 0 12px">${link(url, what)}<br><span style="color:#535e68">${escaped(note)}</span></li>`);
  return [...(network ? [`<h2 style="font-size:18px;margin:24px 0 8px">${escaped(network)}</h2>`] : []), `<ul style="padding-left:20px">${items.join('')}</ul>`, `<p>${link(day, t('account.digest.open_day'))}</p>`].join('\n');
}

function asHtml(t: T, mail: { locale: string; greeting: string; summary: string; parts: readonly Part[]; settings: string; stop: string }): string {
  return [
    `<!doctype html><html lang="${mail.locale}"><body style="font-family:sans-serif;font-size:16px;line-height:1.45;color:#1a232c">`,
    `<p>${escaped(mail.greeting)}</p><p>${escaped(mail.summary)}</p>`,
    ...mail.parts.map((part) => partAsHtml(t, part)),
    `<p style="color:#535e68;font-size:14px">${escaped(t('account.digest.why'))}<br>${link(mail.settings, t('account.digest.settings'))} · ${link(mail.stop, t('account.digest.stop'))}</p>`,
    '</body></html>',
  ].join('\n');
}

const partAsText = (t: T, { network, lines, day }: Part): string[] => [
  ...(network ? [network, ''] : []),
  ...lines.flatMap(({ what, note, url }) => [`• ${what}`, note, url, '']),
  t('account.digest.open_day'), day, '',
]; // prettier-ignore

/** The digest as it is sent, with a way out that mail programs offer beside it (RFC 8058). Null when the account is gone. */
async function renderDigest(platform: Platform, mail: { networkId: string; params: Record<string, string> }): Promise<RenderedMail | null> {
  const system = systemCtx(platform, mail.networkId, 'mail');
  const accountId = mail.params.accountId ?? '';
  const account = await actingEverywhere(system, accountId);
  const home = account?.places[0]?.ctx;
  if (!account || !home) return null;
  const { locale } = account;
  const t = translator(locale);
  const parts = await partsOf(account, (await mailHabits(home, accountId)).timeZone);
  const stop = `${platform.publicAddress()}/unsubscribe/${(await unsubscribeLink(system, accountId)).token}`;
  const settings = await publicUrl(home, '/account/mails', locale);
  const count = parts.reduce((sum, { lines }) => sum + lines.length, 0);
  const greeting = t('access.mail.greeting', { name: account.name });
  const summary = count > 0 ? t('account.digest.summary', { count, time: formatters(locale).duration(parts.reduce((sum, { minutes }) => sum + minutes, 0)) }) : t('account.digest.all_done');
  return {
    subject: t('account.digest.subject', { count }),
    text: [
      greeting, '', summary, '',
      ...parts.flatMap((part) => partAsText(t, part)),
      t('account.digest.why'), `${t('account.digest.settings')}: ${settings}`, `${t('account.digest.stop')}: ${stop}`,
    ].join('\n'), // prettier-ignore
    html: asHtml(t, { locale, greeting, summary, parts, settings, stop }),
    headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

export function registerDigestMail(platform: Platform): void {
  platform.mailer.patient.add('account.digest');
  platform.mailer.templates.set('account.digest', (mail) => renderDigest(platform, mail));
}
