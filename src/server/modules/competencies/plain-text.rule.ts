/** Text that came from outside as plain text: what a person reads of HTML or markdown, without signs that nobody sees. */

// As the schemas of our forms refuse them, and the byte order mark.
const HIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g;
/** Half of a pair stands for nothing, and no database takes it. */
const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', ndash: '–', mdash: '—', hellip: '…', laquo: '«', raquo: '»', rsquo: '’', lsquo: '‘', rdquo: '”', ldquo: '“', bull: '•' };

/** Nothing but the hidden signs is taken away; ends are trimmed. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/[\u2028\u2029]/g, '\n').replace(HIDDEN, '').replace(LONE, '').trim();
/** The same in one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/[\n\t]+/g, ' ').trim();

const entity = (whole: string, name: string): string => {
  if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
};

/** HTML and markdown as the text they show. Whoever writes `a < b` or `5 * 3 * 2` keeps it. */
export function plainText(text: string): string {
  const bare = text
    .replace(/<(script|style)\b[^<>]*>[^<]*<\/\1\s*>/gi, ' ')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^<>]*>/gi, '\n')
    .replace(/<li\b[^<>]*>/gi, '– ')
    .replace(/<!--[^<>]*-->|<\/?[a-z][a-z0-9:-]*(?:\s[^<>]*)?\/?>/gi, '')
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/gi, entity)
    .replace(/!?\[([^[\]\n]{1,500})\]\([^()\s]{1,1000}\)/g, '$1')
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,2000})\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^*\n]{1,2000})(?<=[^\s*])\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]{1,2000})`/g, '$1')
    .replace(/^#{1,6}[ \t]+/gm, '');
  return cleanText(bare.replace(/(?<![ \t])[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n'));
}
