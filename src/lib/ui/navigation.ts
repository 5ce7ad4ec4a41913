import type { T } from '#lib/i18n/index.ts';
import type { Shell } from './page.ts';

interface Entry {
  text: string;
  path: string;
  /** Pages elsewhere that belong to it. */
  also?: readonly string[];
}

/** Everything that is reached from the page about competencies. */
const COMPETENCIES = ['/frameworks', '/manage/frameworks', '/manage/profiles', '/manage/campaigns', '/campaigns', '/plans', '/offers', '/tests', '/manage/items', '/manage/tests', '/manage/cases'];

/** The main menu: seven entries at most; the rest is reached from the objects themselves. */
export function mainLinks(shell: Shell, t: T, href: (path: string) => string): { text: string; href: string; current: boolean }[] {
  const entries: Entry[] = [];
  if (shell.accountName) entries.push({ text: t('ui.menu.my_day'), path: '/my-day' });
  entries.push({ text: t('ui.menu.seminars'), path: '/seminars' });
  if (shell.may.coordinate) entries.push({ text: t('ui.menu.manage_seminars'), path: '/manage/seminars' });
  if (shell.may.readFrameworks) entries.push({ text: t('ui.menu.competencies'), path: '/competencies', also: COMPETENCIES });
  if (shell.may.readPeople) entries.push({ text: t('ui.menu.people'), path: '/people', also: ['/organisations', '/bulk-changes'] });
  else if (shell.may.readOrganisations) entries.push({ text: t('ui.menu.organisations'), path: '/organisations' });
  if (shell.may.readRegister) entries.push({ text: t('ui.menu.register'), path: '/manage/register', also: ['/manage/templates'] });
  // Whoever has no role in the network has no competencies there, but may be sent a test.
  if (shell.accountName && !shell.may.readFrameworks) entries.push({ text: t('ui.menu.tests'), path: '/tests' });
  // Seven entries at most: who works with the registry finds the check page at the foot of every page.
  if (entries.length < 5) entries.push({ text: t('ui.menu.check'), path: '/check' });
  if (shell.may.administrate) entries.push({ text: t('ui.menu.settings'), path: '/manage/settings' });
  else if (shell.may.readOutbox) entries.push({ text: t('ui.menu.settings'), path: '/manage/settings/outbox' });
  const within = (path: string) => shell.path === path || shell.path.startsWith(`${path}/`);
  return entries.map(({ text, path, also = [] }) => ({ text, href: href(path), current: [path, ...also].some(within) }));
}
