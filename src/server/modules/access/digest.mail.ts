import { formatters, translator, type T } from '#lib/i18n/index.ts';
import { publicUrl } from '#server/modules/people/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { systemCtx, type Platform, type RenderedMail } from '#server/platform/platform.ts';
import { textIn } from '#server/platform/text/index.ts';
import { actingCtx, unsubscribeLink, waitingTasks } from './digest.service.ts';
import { mailHabits } from './mail-habits.ts';
import type { Wording } from './tasks.port.ts';

interface Line {
  what: string;
  /** From what it comes, until when, about how many minutes. */
  note: string;
  url: string;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** What waits at the moment of sending, as it stands on the page of the day. */
async function linesOf(ctx: Ctx, zone: string): Promise<{ lines: Line[]; minutes: number }> {
  const t = translator(ctx.locale);
  const fmt = formatters(ctx.locale);
  const words = ({ key, params }: Wording) => (t as (key: string, params?: Wording['params']) => string)(key, params);
  const tasks = await waitingTasks(ctx);
  const lines = await Promise.all(
    tasks.map(async ({ what, about, path, until, minutes, timeZone }) => ({
      what: words(what),
      note: [about && textIn(about, ctx.locale), until && t('account.digest.until', { time: fmt.dateTimeShort(until, timeZone ?? zone) }), fmt.duration(minutes)].filter(Boolean).join(' · '),
      url: await publicUrl(ctx, path, ctx.locale),
    })),
  );
  return { lines, minutes: tasks.reduce((sum, task) => sum + task.minutes, 0) };
}

function asHtml(t: T, parts: { locale: string; greeting: string; summary: string; lines: readonly Line[]; day: string; settings: string; stop: string }): string {
  const link = (url: string, text: string) => `<a href="${escaped(url)}">${escaped(text)}</a>`;
  const items = parts.lines.map(({ what, note, url }) => `<li style="margin:0 0 12px">${link(url, what)}<br><span style="color:#535e68">${escaped(note)}</span></li>`);
  return [
    `<!doctype html><html lang="${parts.locale}"><body style="font-family:sans-serif;font-size:16px;line-height:1.45;color:#1a232c">`,
    `<p>${escaped(parts.greeting)}</p><p>${escaped(parts.summary)}</p>`,
    `<ul style="padding-left:20px">${items.join('')}</ul>`,
    `<p>${link(parts.day, t('account.digest.open_day'))}</p>`,
    `<p style="color:#535e68;font-size:14px">${escaped(t('account.digest.why'))}<br>${link(parts.settings, t('account.digest.settings'))} · ${link(parts.stop, t('account.digest.stop'))}</p>`,
    '</body></html>',
  ].join('\n');
}

/** The digest as it is sent, with a way out that mail programs offer beside it (RFC 8058). Null when the account is gone. */
async function renderDigest(platform: Platform, mail: { networkId: string; params: Record<string, string> }): Promise<RenderedMail | null> {
  const system = systemCtx(platform, mail.networkId, 'mail');
  const accountId = mail.params.accountId ?? '';
  const ctx = await actingCtx(system, accountId);
  if (ctx?.actor.kind !== 'account') return null;
  const t = translator(ctx.locale);
  const { timeZone } = await mailHabits(ctx, accountId);
  const { lines, minutes } = await linesOf(ctx, timeZone);
  const token = (await unsubscribeLink(system, accountId)).token;
  const stop = `${platform.publicAddress()}/unsubscribe/${token}`;
  const [day, settings] = await Promise.all([publicUrl(ctx, '/my-day', ctx.locale), publicUrl(ctx, '/account/mails', ctx.locale)]);
  const greeting = t('access.mail.greeting', { name: ctx.actor.name });
  const summary = lines.length > 0 ? t('account.digest.summary', { count: lines.length, time: formatters(ctx.locale).duration(minutes) }) : t('account.digest.all_done');
  return {
    subject: t('account.digest.subject', { count: lines.length }),
    text: [
      greeting, '', summary, '',
      ...lines.flatMap(({ what, note, url }) => [`• ${what}`, note, url, '']),
      t('account.digest.open_day'), day, '',
      t('account.digest.why'), `${t('account.digest.settings')}: ${settings}`, `${t('account.digest.stop')}: ${stop}`,
    ].join('\n'), // prettier-ignore
    html: asHtml(t, { locale: ctx.locale, greeting, summary, lines, day, settings, stop }),
    headers: { 'List-Unsubscribe': `<${stop}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  };
}

export function registerDigestMail(platform: Platform): void {
  platform.mailer.templates.set('account.digest', (mail) => renderDigest(platform, mail));
}
