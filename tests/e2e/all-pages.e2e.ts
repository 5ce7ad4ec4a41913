import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, LONG, photograph } from './browser.ts';
import { barePath, pagePatterns, walk } from './routes.ts';

const web = browsing();
const LOCALES = LONG ? ['kk', 'ru', 'en', 'ky', 'be', 'hy'] : ['kk', 'hy'];

/** Pages that no link of the demo leads to, each with where it is tested instead. */
const ELSEWHERE: Record<string, string> = {
  '(public)/design': 'design.e2e.ts, in all its states',
  '(public)/first-run': 'first-run.e2e.ts: opens only on an empty installation',
  '(public)/demo/mail/[mailId]': 'certificates.e2e.ts: the demo begins with an empty mailbox',
  '(public)/l/[token]': 'sign-in.e2e.ts and registration.e2e.ts: links come by mail',
  '(manage)/manage/seminars/[eventId]/registrations/decide': 'registration-desk.e2e.ts: is reached by ticking and a button',
  '(manage)/manage/rooms/[roomId]/times': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports/[importId]': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports/[importId]/undo': 'its room may lie beyond the rooms that the walk opens',
  '(manage)/manage/rooms/[roomId]/imports/[importId]/people/[rowId]': 'its room may lie beyond the rooms that the walk opens',
  '(public)/check/[code]': 'codes stand on paper and in mails',
  '(public)/sign-in/code': 'account.e2e.ts: follows the password of who has a second step',
  '(staff)/account/looking': 'account.e2e.ts: opens while somebody looks as somebody else',
  '(staff)/account/second-step/set-up': 'account.e2e.ts: follows a button',
  '(staff)/account/second-step/off': 'account.e2e.ts: is there once the second step is on',
  '(manage)/manage/settings/roles/[assignmentId]/second-step': 'second-step.service.test.ts: is there for accounts with a second step',
  '(manage)/manage/imports/[listId]': 'imports.e2e.ts: the demo begins without lists',
  '(manage)/manage/imports/[listId]/columns': 'imports.e2e.ts',
  '(manage)/manage/imports/[listId]/remove': 'imports.e2e.ts',
  '(manage)/manage/imports/[listId]/undo': 'imports.e2e.ts',
  '(staff)/people/[personId]/request': 'registry.e2e.ts: follows a request',
  // Pages behind a personal link, which comes by mail.
  '(public)/registrations/[registrationId]': 'registration.e2e.ts',
  '(public)/registrations/[registrationId]/cancel': 'registration.e2e.ts',
  '(public)/registrations/[registrationId]/done': 'registration.e2e.ts',
  '(public)/registrations/[registrationId]/edit': 'registration.e2e.ts',
  '(public)/registrations/[registrationId]/erase': 'registration.e2e.ts',
  '(public)/registrations/erased': 'registration.e2e.ts',
  '(public)/seminars/[eventId]/register/already': 'registration.e2e.ts: follows a second registration of the same person',
  '(public)/collectives/[collectiveId]': 'collective.e2e.ts',
  '(public)/collectives/[collectiveId]/cancel': 'collective.e2e.ts',
  '(public)/collectives/[collectiveId]/done': 'collective.e2e.ts',
  '(public)/collectives/[collectiveId]/erase': 'collective.e2e.ts',
  '(public)/collectives/[collectiveId]/sittings/[sessionId]': 'collective.e2e.ts',
};

const reached = new Set<string>();

describe.each(['visitor', 'coordinator', 'system_admin', 'specialist'])('every page that a %s can click to', (role) => {
  it(
    'is accessible in light and dark, does not overflow at 320 px, and is photographed at 390 and 1280 px',
    async () => {
      const open = (options: { width: number; scheme: 'light' | 'dark' }) => (role === 'visitor' ? web.visit(options) : web.visitAs(role, options));
      const light = await open({ width: 1280, scheme: 'light' });
      const dark = await open({ width: 390, scheme: 'dark' });
      const pages = await walk(light, ['/ru', '/ru/seminars', '/ru/check', '/ru/my-day', '/ru/manage/seminars', '/ru/manage/register', '/ru/manage/settings', '/ru/demo/mail']);
      /** All of them are told at once: a walk is long. */
      const faults: string[] = [];
      const must = (judged: Promise<void>) => judged.catch((fault: unknown) => void faults.push(fault instanceof Error ? fault.message : String(fault)));
      for (const [route, href] of pages) {
        if (reached.has(route)) continue;
        reached.add(route);
        const name = route.replace(/[^a-z-]+/gi, '_');
        const query = /\?.*$/.exec(href)?.[0] ?? '';
        for (const [index, locale] of LOCALES.entries()) {
          const address = `/${locale}${barePath(href) === '/' ? '' : barePath(href)}${query}`;
          await dark.goto(address);
          // The narrowest screen in every language: the longest words are not always the same.
          await dark.setViewportSize({ width: 320, height: 700 });
          await must(expectNoOverflow(dark));
          await dark.setViewportSize({ width: 390, height: 900 });
          await must(expectNoOverflow(dark));
          await photograph(dark, `pages/${name}-${locale}-390-dark`, index === 0 || LONG);
          if (index > 0 && !LONG) continue;
          await must(expectAccessible(dark));
          await light.goto(address);
          await must(expectNoOverflow(light));
          if (LONG) await must(expectAccessible(light));
          await photograph(light, `pages/${name}-${locale}-1280`);
        }
      }
      expect(faults).toEqual([]);
    },
    1_500_000,
  );
});

describe('the walk', () => {
  it('reached every page there is', () => {
    const missed = pagePatterns()
      .map(({ route }) => route)
      .filter((route) => !reached.has(route) && !ELSEWHERE[route]);
    expect(missed).toEqual([]);
  });
});
