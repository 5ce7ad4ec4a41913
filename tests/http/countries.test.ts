import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/i18n/index.ts';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { putRule, ruleChange } from '#server/modules/people/index.ts';
import { register } from '#server/modules/seminars/index.ts';
import { registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { createVisitor, type Form, type Page, type Visitor } from '../running/visitor.ts';
import { servedInstallation } from './served.ts';

const served = servedInstallation();
const BASE = '/manage/settings/countries';
let admin: Visitor;

beforeAll(async () => {
  const { cookie = '' } = await served.account('Ержан', { role: 'network_admin', scopeKind: 'network', scopeId: null });
  admin = createVisitor(served.address);
  admin.cookies.set(SESSION_COOKIE, cookie);
});

const open = (path: string, locale = 'ru') => admin.get(`/${locale}${BASE}${path}`);
const formOf = (page: Page, action: string): Form => {
  const form = page.forms.find((one) => one.action.endsWith(`?/${action}`));
  if (!form) throw new Error(`${page.path} has no form ${action}`);
  return form;
};
const text = (page: Page) => page.html.replaceAll(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replaceAll(/[\s\u00a0]+/g, ' ');

describe('the pages of countries', () => {
  it.each(LOCALES)('show every rule in words of the language: %s', async (locale) => {
    for (const path of ['', '/KZ', '/RU', '/BY', '/KG', '/AM']) {
      const page = await open(path, locale);
      expect([path, page.status]).toEqual([path, 200]);
      // A word that is missing would stand as its key or as the value in the database.
      expect(text(page)).not.toMatch(/profiles\.|\b(?:undefined|null|NaN)\b|_(?:below|minutes|date|day)\b/);
    }
  });

  it('say what is law, what has to be confirmed, and where it comes from', async () => {
    const list = text(await open(''));
    expect(list).toContain('Казахстан');
    const page = await open('/RU');
    expect(text(page)).toMatch(/Наставничество Страница самой организации .*Письменное согласие наставника Да/);
    expect(text(page)).toContain('Действует с: 01.03.2025');
    expect(text(page)).toMatch(/Пенсионный возраст Пресса, не акт/);
    expect(text(page)).toContain('64 года');
    expect(page.html).toContain('href="https://docs.cntd.ru/document/901807664/titles/3P686U3"');
    expect(text(await open('/AM'))).toContain('Источники расходятся');
    expect(text(await open('/KZ'))).toMatch(/Наставничество Наше правило по умолчанию Письменное согласие наставника –/);
  });

  it('are not there for whoever does not administer the network', async () => {
    for (const role of ['coordinator', 'inspector', 'methodist'] as const) {
      const { cookie = '' } = await served.account(role, { role, scopeKind: 'network', scopeId: null });
      for (const path of ['', '/KZ', '/KZ/retention']) expect((await served.send({ path: `/ru${BASE}${path}`, headers: { accept: 'text/html', cookie: `${SESSION_COOKIE}=${cookie}` } })).status).toBe(404);
    }
    for (const path of ['/MN', '/KZ/nothing', '/kz', '/KZ/__proto__']) expect((await open(path)).status).toBe(404);
  });
});

describe('the editor', () => {
  it('changes a list without a script: a row left out, a row added, what was wrong said beside its field and nothing lost', async () => {
    const page = await open('/BY/holiday_overrides');
    const form = formOf(page, 'save');
    expect(form.fields).toEqual(expect.arrayContaining([['value.0.date', '2026-04-20'], ['value.1.day_kind', 'work'], ['known', 'none']]));
    const typed = { 'value.0.remove': 'yes', 'value.2.date': '2027-05-11', 'value.2.day_kind': 'off', trust: 'act', source: 'пресса', note: 'Прочитано <b>в акте</b>' };
    const refused = await admin.submit(form, typed);
    expect(refused.status).toBe(422);
    expect(text(refused)).toContain('Заполните это поле.');
    expect(text(refused)).toContain('Укажите полный адрес прочитанной страницы');
    expect(formOf(refused, 'save').fields).toEqual(expect.arrayContaining([['value.2.date', '2027-05-11'], ['source', 'пресса'], ['value.0.remove', 'yes']]));
    const saved = await admin.submit(formOf(refused, 'save'), { ...typed, 'value.2.act': '15.10.2026 № 1', source: 'https://pravo.by/document/' });
    expect([saved.status, saved.path]).toEqual([200, `/ru${BASE}/BY/holiday_overrides?done=saved`]);
    expect(text(saved)).toContain('Изменения сохранены.');
    expect(text(saved)).toMatch(/Текст акта Правило вашей сети/);
    expect(text(saved)).toContain('Изменение: Ержан');
    expect(saved.html).not.toContain('<b>в акте</b>');
    const rows = await served.platform.db.selectFrom('people.country_rule').select(['value', 'source']).where('rule', '=', 'holiday_overrides').execute();
    expect(rows).toEqual([
      {
        value: [
          { date: '2026-04-25', day_kind: 'work', act: '22.07.2025 № 397' },
          { date: '2027-05-11', day_kind: 'off', act: '15.10.2026 № 1' },
        ],
        source: 'https://pravo.by/document/',
      },
    ]);
    expect(text(await open(''))).toMatch(/Беларусь \d+ \d+ \d+ 1 /);

    // Whoever still has the old page open changes nothing.
    const stale = await admin.submit(form, { ...typed, 'value.2.act': 'x', source: 'https://pravo.by/' });
    expect(stale.status).toBe(409);

    const back = await admin.submit(formOf(saved, 'take_back'));
    expect(text(back)).toContain('Снова действует то, что поставляется с программой.');
    expect(text(back)).toContain('Заменено или отменено');
    expect(back.forms.some((one) => one.action.endsWith('?/take_back'))).toBe(false);
  });

  it.each(['KZ', 'RU'])('accepts every rule of %s as it stands on its page', async (country) => {
    const page = await open(`/${country}`);
    const links = [...new Set([...page.html.matchAll(new RegExp(`${BASE}/${country}/([a-z_]+)"`, 'g'))].map(([, rule]) => rule ?? ''))];
    expect(links.length).toBe(25);
    for (const rule of links) {
      const saved = await admin.submit(formOf(await open(`/${country}/${rule}`), 'save'), { trust: 'own', valid_from: '2030-01-01' });
      expect([rule, saved.status, saved.path]).toEqual([rule, 200, `/ru${BASE}/${country}/${rule}?done=saved`]);
    }
  }, 60_000);
});

describe('a registration', () => {
  it('is kept as long as the network says, and a notice that says otherwise is out of date', async () => {
    const { eventId } = await publishedEvent(served.system(), served.organisationId);
    const visitor = served.ctx({ kind: 'visitor' });
    await register(visitor, eventId, registrationForm({ country: 'AM' }), 'a key of twenty signs 1');
    await putRule(served.system(), 'AM', 'retention', ruleChange('retention').parse({ trust: 'own', value: { days: 150 } }));
    const late = registrationForm({ country: 'AM', name: 'Анна Саргсян', email: 'anna@example.am' });
    await expect(register(visitor, eventId, late, 'a key of twenty signs 2')).rejects.toMatchObject({ problems: [{ field: 'noticeVersion', code: 'notice.outdated' }] });
    const { registrationId } = await register(visitor, eventId, { ...late, noticeVersion: 'am-2026-11+150-90-16' }, 'a key of twenty signs 2');
    const rows = await served.platform.db.selectFrom('seminars.registration').select(['id', 'retention_days', 'notice_version']).where('country', '=', 'AM').orderBy('id').execute();
    expect(rows.map(({ retention_days, notice_version }) => [retention_days, notice_version])).toEqual([
      [180, 'am-2026-11'],
      [150, 'am-2026-11+150-90-16'],
    ]);
    expect(rows[1]?.id).toBe(registrationId);
  });
});
