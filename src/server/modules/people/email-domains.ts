/**
 * Domains of mail that people of our countries use, and what a mistyped one was probably meant to be. Only ever an offer: whoever really has
 * an address at a neighbouring domain keeps it.
 */
import { distance } from '#server/platform/text/distance.ts';

/** Providers, the more frequent first: between two equally near the first is offered. */
const PROVIDERS = [
  'mail.ru', 'gmail.com', 'yandex.ru', 'inbox.ru', 'list.ru', 'bk.ru', 'ya.ru', 'internet.ru', 'rambler.ru', 'yandex.kz', 'yandex.by',
  'yandex.com', 'mail.kz', 'tut.by', 'icloud.com', 'outlook.com', 'hotmail.com', 'yahoo.com', 'live.com', 'mail.am', 'mail.kg', 'elcat.kg',
  'freenet.am', 'proton.me', 'protonmail.com', 'lenta.ru', 'autorambler.ru', 'myrambler.ru', 'xmail.ru', 'googlemail.com', 'vk.com',
]; // prettier-ignore

/** Real domains within a letter or two of a provider: no slip. */
const NEIGHBOURS = new Set([
  'mail.com', 'email.com', 'ymail.com', 'gmx.com', 'gmx.net', 'gmx.de', 'mai.ru', 'email.ru', 'mail.by', 'mail.ua', 'mail.uz', 'inbox.lv',
  'inbox.com', 'live.ru', 'outlook.de', 'yahoo.de', 'hotmail.de', 'yandex.ua', 'yandex.uz', 'yandex.net', 'me.com', 'mac.com', 'fastmail.com',
]); // prettier-ignore

const ALWAYS: Readonly<Record<string, string>> = {
  'gmail.ru': 'gmail.com', 'gmail.kz': 'gmail.com', 'gmail.by': 'gmail.com', 'gmail.kg': 'gmail.com', 'gmail.am': 'gmail.com',
  'icloud.ru': 'icloud.com', 'outlook.ru': 'outlook.com', gmail: 'gmail.com', mail: 'mail.ru', yandex: 'yandex.ru', rambler: 'rambler.ru',
  icloud: 'icloud.com', outlook: 'outlook.com', hotmail: 'hotmail.com', yahoo: 'yahoo.com', inbox: 'inbox.ru', list: 'list.ru', bk: 'bk.ru',
}; // prettier-ignore

/** Two-letter top domains that exist (ISO 3166-1 with ac, eu, su, uk). */
const COUNTRY_DOMAINS = new Set(
  (
    'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr ' +
    'cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht ' +
    'hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo ' +
    'mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd ' +
    'se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ' +
    'ye yt za zm zw'
  ).split(' '),
);
const OUR_COUNTRIES = ['ru', 'kz', 'by', 'kg', 'am'];
const GENERIC = ['com', 'net', 'org', 'info', 'edu', 'gov'];
const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/** The domain that was probably meant; `null` when nothing suggests that this one is not. */
export function meantDomain(domain: string): string | null {
  if (PROVIDERS.includes(domain) || NEIGHBOURS.has(domain)) return null;
  const always = ALWAYS[domain];
  if (always) return always;
  if (domain.startsWith('www.')) return meantDomain(domain.slice(4)) ?? domain.slice(4);
  // mail.ru.com, gmail.com.kz: the provider is whole, something stands behind it.
  const inFront = PROVIDERS.find((provider) => domain.startsWith(`${provider}.`));
  if (inFront) return inFront;
  return nearestProvider(domain) ?? withTopDomain(domain);
}

/** The provider a text ends with: `aigulgmail.com` lacks only its @. */
export function providerAtEnd(text: string): string | null {
  return (
    PROVIDERS.filter((provider) => text.length > provider.length && text.endsWith(provider)).toSorted(
      (a, b) => b.length - a.length,
    )[0] ?? null
  );
}

function nearestProvider(domain: string): string | null {
  let nearest: string | null = null;
  let least = 3;
  for (const provider of PROVIDERS) {
    // Below seven letters every short domain is near another.
    if (provider.length < 6) continue;
    const allowed = provider.length >= 9 ? 2 : 1;
    const steps = distance(domain, provider, allowed);
    if (steps <= allowed && steps < least) {
      nearest = provider;
      least = steps;
    }
  }
  return nearest;
}

/** The domain with a top domain that exists, where the one typed does not and lies a letter away. */
function withTopDomain(domain: string): string | null {
  const dot = domain.lastIndexOf('.');
  const top = domain.slice(dot + 1);
  if (dot < 1 || top.startsWith('xn--')) return null;
  if (top.length === 2) {
    if (COUNTRY_DOMAINS.has(top)) return null;
    const near = OUR_COUNTRIES.filter((country) => distance(top, country, 1) <= 1);
    const best = near.find((country) => besideOnKeyboard(top, country)) ?? near[0];
    return best ? domain.slice(0, dot + 1) + best : null;
  }
  if (GENERIC.includes(top) || top.length > 5) return null;
  const doubled = OUR_COUNTRIES.find(
    (country) => top.length === 3 && distance(top, country, 1) === 1 && new Set(top).size === 2,
  );
  const meant = doubled ?? GENERIC.find((generic) => distance(top, generic, 1) === 1);
  return meant ? domain.slice(0, dot + 1) + meant : null;
}

/** Whether the one letter in which two words of equal length differ lies beside the other on the keyboard. */
function besideOnKeyboard(a: string, b: string): boolean {
  const at = [...a].findIndex((char, index) => char !== b[index]);
  return KEY_ROWS.some((row) => {
    const [one, other] = [row.indexOf(a[at] ?? ''), row.indexOf(b[at] ?? '')];
    return one >= 0 && other >= 0 && Math.abs(one - other) === 1;
  });
}
