import { describe, expect, it } from 'vitest';
import { translator } from '#lib/i18n/index.ts';
import { mainLinks } from './navigation.ts';
import type { Shell } from './page.ts';

const NOTHING = { coordinate: false, administrate: false, contribute: false, readRegister: false, readOutbox: false, readAudit: false, readPeople: false, readOrganisations: false, readFigures: false, readFrameworks: false, keepBank: false };
const shell = (may: Partial<Shell['may']>, change: Partial<Shell> = {}) =>
  ({ locale: 'en', networkName: '', networkPrefix: null, demo: false, accountName: 'A', networks: [], actsFor: null, looking: null, may: { ...NOTHING, ...may }, path: '/my-day', timeZone: 'UTC', ...change }) satisfies Shell;
const links = (of: Shell) => mainLinks(of, translator('en'), (path) => path).map(({ href, current }) => (current ? `[${href}]` : href));

describe('the main menu', () => {
  it('shows visitors seminars and the check page', () => expect(links(shell({}, { accountName: null, path: '/check' }))).toEqual(['/seminars', '[/check]']));

  it('leads whoever has a role to the competencies, and stays there in the editor of frameworks', () => {
    expect(links(shell({ readFrameworks: true, readOrganisations: true }, { path: '/manage/frameworks/1' }))).toEqual(['/my-day', '/seminars', '[/competencies]', '/organisations', '/check']);
  });

  it('has seven entries at most', () => {
    const all = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, true])) as Shell['may'];
    expect(links(shell(all))).toEqual(['[/my-day]', '/seminars', '/manage/seminars', '/competencies', '/people', '/manage/register', '/manage/settings']);
  });
});
