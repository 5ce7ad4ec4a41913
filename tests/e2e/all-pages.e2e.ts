import { describe, expect, it } from 'vitest';
import { browsing, expectAccessible, expectNoOverflow, LONG, photograph } from './browser.ts';
import { barePath, pagePatterns, walk } from './routes.ts';

const web = browsing();
const LOCALES = LONG ? ['kk', 'ru', 'en', 'ky', 'be', 'hy'] : ['kk', 'hy'];
/** Pictures for people to look at: the two languages of the first network, and the one with letters of its own. */
const PICTURED = LONG ? ['kk', 'ru', 'hy'] : ['kk'];

/** Pages that no link of the demo leads to, each with where it is tested instead. */
const ELSEWHERE: Record<string, string> = {
  '(public)/design': 'design.e2e.ts, in all its states',
  '(public)/first-run': 'first-run.e2e.ts: opens only on an empty installation',
  '(public)/demo/mail/[mailId]': 'oversight.e2e.ts: the first letter is caught a moment after the demo has begun',
  '(manage)/manage/register/[issueId]/renew': 'certificates.e2e.ts: is there for certificates whose last day is near',
  '(manage)/manage/register/[issueId]/revoke': 'certificates.e2e.ts: is there for certificates that somebody has',
  '(manage)/manage/register/[issueId]/duplicate': 'certificates.e2e.ts: is there for certificates that somebody has',
  '(manage)/manage/register/[issueId]/annul': 'certificates.e2e.ts: is there for certificates that nobody has yet',
  '(manage)/manage/seminars/[eventId]/results/runs/[runId]/undo': 'results.e2e.ts: is there while nobody has received anything',
  '(manage)/manage/register/lists/[listId]/undo': 'issuing-lists.e2e.ts: is there while nobody has received anything',
  '(staff)/people/[personId]/competencies/sheets/[sheetId]': 'growth.e2e.ts: is there while a sheet is open',
  '(staff)/people/[personId]/competencies/sheets/[sheetId]/review': 'growth.e2e.ts: is there while a sheet is open',
  '(staff)/people/[personId]/plan/[planId]': 'plans.e2e.ts: a plan of before',
  '(staff)/people/[personId]/plan/[planId]/edit': 'plans.e2e.ts: is there while a plan is open',
  '(staff)/people/[personId]/plan/[planId]/items/new': 'plans.e2e.ts: is there while a plan is open',
  '(staff)/people/[personId]/plan/[planId]/items/[itemId]': 'plans.e2e.ts: is there while a plan is open',
  '(staff)/people/[personId]/plan/[planId]/review': 'plans.e2e.ts: is there for a plan that was agreed to',
  '(staff)/people/[personId]/plan/new': 'plans.e2e.ts: is there as long as there is no plan',
  '(staff)/people/[personId]/competencies/evidence/new': 'growth.e2e.ts: is there for the person herself',
  '(staff)/people/[personId]/competencies/evidence/[evidenceId]/edit': 'growth.e2e.ts: is there for the person herself',
  '(manage)/manage/campaigns/[campaignId]/settings': 'campaign.e2e.ts: is there while a campaign is a draft',
  '(manage)/manage/campaigns/[campaignId]/calibration': 'campaign.e2e.ts: is there between collecting and closing',
  '(manage)/manage/frameworks/import': 'framework-files.e2e.ts',
  '(manage)/manage/frameworks/import/[fileId]': 'framework-files.e2e.ts: the demo begins without files',
  '(public)/shared/[token]': 'certificates.e2e.ts: its links are made by holders',
  '(public)/unsubscribe/[token]': 'oversight.e2e.ts: its links come by mail',
  '(public)/l/[token]': 'sign-in.e2e.ts and registration.e2e.ts: links come by mail',
  '(manage)/manage/seminars/[eventId]/registrations/decide': 'registration-desk.e2e.ts: is reached by ticking and a button',
  '(manage)/manage/rooms/[roomId]/times': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports/[importId]': 'live-day.e2e.ts',
  '(manage)/manage/rooms/[roomId]/imports/[importId]/undo': 'its room may lie beyond the rooms that the walk opens',
  '(manage)/manage/rooms/[roomId]/imports/[importId]/people/[rowId]': 'its room may lie beyond the rooms that the walk opens',
  '(public)/check/[code]': 'codes stand on paper and in mails',
  '(public)/sign-in/card/password': 'sign-in.e2e.ts: follows a card',
  '(public)/sign-in/sign-on': 'sign-in-ways.e2e.ts: is there once a provider is set up',
  '(public)/sign-in/code': 'account.e2e.ts: follows the password of who has a second step',
  '(staff)/account/looking': 'account.e2e.ts: opens while somebody looks as somebody else',
  '(staff)/account/second-step/set-up': 'account.e2e.ts: follows a button',
  '(staff)/account/second-step/off': 'account.e2e.ts: is there once the second step is on',
  '(manage)/manage/settings/roles/[assignmentId]/second-step': 'second-step.service.test.ts: is there for accounts with a second step',
  '(manage)/manage/imports/[listId]': 'imports.e2e.ts: the demo begins without lists',
  '(manage)/manage/imports/[listId]/columns': 'imports.e2e.ts',
  '(manage)/manage/imports/[listId]/remove': 'imports.e2e.ts',
  '(manage)/manage/imports/[listId]/undo': 'imports.e2e.ts',
  '(staff)/organisations/[organisationId]/roles/[roleId]': 'roles.service.test.ts: its organisation may lie beyond those that the walk opens',
  '(manage)/manage/settings/webhooks/[webhookId]': 'lists.e2e.ts: the demo begins without webhooks',
  '(staff)/people/[personId]/photo': 'lists.e2e.ts: the demo begins without photos',
  '(staff)/people/[personId]/request': 'registry.e2e.ts: follows a request',
  '(staff)/tests/attempts/[attemptId]/check': 'tests.e2e.ts: follows a button',
  // Pages behind a personal link, which comes by mail.
  '(public)/consents/[askedId]': 'privacy.e2e.ts: a parent is asked by a link that a keeper hands over',
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

describe.each(['visitor', 'coordinator', 'network_admin', 'system_admin', 'specialist'])('every page that a %s can click to', (role) => {
  it(
    'is accessible in light and dark, does not overflow at 320 px, and is photographed at 390 and 1280 px',
    async () => {
      const page = await (role === 'visitor' ? web.visit() : web.visitAs(role));
      const pages = await walk(page, ['/ru', '/ru/seminars', '/ru/check', '/ru/my-day', '/ru/manage/seminars', '/ru/manage/register', '/ru/manage/settings', '/ru/demo/mail']);
      /** All of them are told at once: a walk is long. */
      const faults: string[] = [];
      const must = (judged: Promise<void>) => judged.catch((fault: unknown) => void faults.push(fault instanceof Error ? fault.message : String(fault)));
      for (const [route, href] of pages) {
        if (reached.has(route)) continue;
        reached.add(route);
        const name = route.replace(/[^a-z-]+/gi, '_');
        const query = /\?.*$/.exec(href)?.[0] ?? '';
        for (const locale of LOCALES) {
          // Without motion a theme changes at once, and what is judged and pictured is not half of each.
          await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
          // The narrowest screen in every language: the longest words are not always the same.
          await page.setViewportSize({ width: 320, height: 700 });
          await page.goto(`/${locale}${barePath(href) === '/' ? '' : barePath(href)}${query}`);
          await must(expectNoOverflow(page));
          await page.setViewportSize({ width: 390, height: 900 });
          await must(expectNoOverflow(page));
          // Names, roles and contrasts are the same in every language: they are judged once in each theme.
          if (locale === 'kk') await must(expectAccessible(page));
          if (PICTURED.includes(locale)) await photograph(page, `pages/${name}-${locale}-390-dark`, locale === 'kk');
          await page.setViewportSize({ width: 1280, height: 900 });
          await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
          await must(expectNoOverflow(page));
          if (LONG && locale === 'ru') await must(expectAccessible(page));
          if (PICTURED.includes(locale)) await photograph(page, `pages/${name}-${locale}-1280`, LONG);
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
