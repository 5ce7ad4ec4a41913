import type { T } from '#lib/i18n/index.ts';
import type { Shell } from './page.ts';

interface Entry {
  text: string;
  path: string;
  /** Pages elsewhere that belong to it. */
  also?: readonly string[];
}

/** The main menu: seven entries at most; the rest is reached from the objects themselves. */
export function mainLinks(shell: Shell, t: T, href: (path: string) => string): { text: string; href: string; current: boolean }[] {
  const entries: Entry[] = [];
  if (shell.accountName) entries.push({ text: t('ui.menu.my_day'), path: '/my-day' });
  entries.push({ text: t('ui.menu.seminars'), path: '/seminars' });
  if (shell.may.coordinate) entries.push({ text: t('ui.menu.manage_seminars'), path: '/manage/seminars' });
  if (shell.may.readFrameworks) entries.push({ text: t('ui.menu.competencies'), path: '/frameworks', also: ['/manage/frameworks', '/manage/profiles'] });
  if (shell.may.readPeople) entries.push({ text: t('ui.menu.people'), path: '/people', also: ['/organisations', '/bulk-changes'] });
  else if (shell.may.readOrganisations) entries.push({ text: t('ui.menu.organisations'), path: '/organisations' });
  if (shell.may.readRegister) entries.push({ text: t('ui.menu.register'), path: '/manage/register', also: ['/manage/templates'] });
  // Whoever has no room for them here finds them on "My day".
  const tests = ['/manage/items', '/manage/tests', '/manage/cases'];
  if (shell.accountName && entries.length < 5) {
    if (shell.may.keepBank) entries.push({ text: t('ui.menu.item_bank'), path: '/manage/items', also: ['/manage/tests', '/manage/cases', '/tests'] });
    else entries.push({ text: t('ui.menu.tests'), path: '/tests', also: tests });
  }
  // Seven entries at most: who works with the registry finds the check page at the foot of every page.
  if (entries.length < 5) entries.push({ text: t('ui.menu.check'), path: '/check' });
  if (shell.may.administrate) entries.push({ text: t('ui.menu.settings'), path: '/manage/settings' });
  else if (shell.may.readOutbox) entries.push({ text: t('ui.menu.settings'), path: '/manage/settings/outbox' });
  const within = (path: string) => shell.path === path || shell.path.startsWith(`${path}/`);
  return entries.map(({ text, path, also = [] }) => ({ text, href: href(path), current: [path, ...also].some(within) }));
}
