import { simpleParser, type ParsedMail } from 'mailparser';
import type { Platform } from '#server/platform/platform.ts';
import { notFound } from '#server/platform/errors.ts';
import { caughtMails, type CaughtMail } from './mail-catcher.ts';

const PAGE = 25;

export interface CaughtLetter {
  id: number;
  at: Date;
  to: string;
  subject: string;
}

export interface OpenedLetter extends CaughtLetter {
  from: string;
  text: string;
  attachments: { name: string; type: string; bytes: number }[];
}

// Parsed once: the same letters are looked at again and again.
const parsed = new WeakMap<CaughtMail, Promise<ParsedMail>>();
function parse(mail: CaughtMail): Promise<ParsedMail> {
  const known = parsed.get(mail);
  if (known) return known;
  const fresh = simpleParser(mail.raw, { skipTextToHtml: true, skipImageLinks: true });
  parsed.set(mail, fresh);
  return fresh;
}

function needDemo(platform: Platform): void {
  if (!platform.config.demo) throw notFound();
}

const lineOf = (mail: CaughtMail, read: ParsedMail): CaughtLetter => ({ id: mail.id, at: mail.at, to: mail.to.join(', '), subject: read.subject ?? '' });

/** What the demonstration would have sent, newest first. Only there: everywhere else `page.not_found`. */
export async function listCaughtLetters(platform: Platform, wish: { search: string; page: number }) {
  needDemo(platform);
  const wanted = wish.search.trim().toLowerCase();
  const all = caughtMails().filter((mail) => mail.to.join(' ').toLowerCase().includes(wanted));
  const shown = all.slice(wish.page * PAGE, (wish.page + 1) * PAGE);
  const letters = await Promise.all(shown.map(async (mail) => lineOf(mail, await parse(mail))));
  return { letters, total: all.length, hasNext: all.length > (wish.page + 1) * PAGE };
}

async function find(platform: Platform, id: number): Promise<{ mail: CaughtMail; read: ParsedMail }> {
  needDemo(platform);
  const mail = caughtMails().find((caught) => caught.id === id);
  if (!mail) throw notFound();
  return { mail, read: await parse(mail) };
}

/** One caught letter as text. Error: `page.not_found`. */
export async function openCaughtLetter(platform: Platform, id: number): Promise<OpenedLetter> {
  const { mail, read } = await find(platform, id);
  return {
    ...lineOf(mail, read),
    from: read.from?.text ?? '',
    text: read.text ?? '',
    attachments: read.attachments.map((file) => ({ name: file.filename ?? file.contentType, type: file.contentType, bytes: file.size })),
  };
}

/** One of its attachments. Error: `page.not_found`. */
export async function openAttachment(platform: Platform, id: number, index: number): Promise<{ name: string; type: string; bytes: Uint8Array<ArrayBuffer> }> {
  const { read } = await find(platform, id);
  const file = read.attachments.at(index);
  if (!file || index < 0) throw notFound();
  return { name: file.filename ?? 'file', type: file.contentType, bytes: new Uint8Array(file.content) };
}
