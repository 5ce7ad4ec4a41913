import { describe, expect, it } from 'vitest';
import { account, coordinatorOf, countQueries, testInstallation, visitor } from '#server/testing/installation.ts';
import type { Actor } from '#server/platform/context.ts';
import type { RuleKey } from './country-facts.ts';
import { ruleAt } from './country-rules.ts';
import { ruleChange } from './country-rules.schemas.ts';
import { getCountryFor, getRuleFor, lastChange, listCountriesFor, profileOf, putRule, rulesOf, takeBackRule } from './country-rules.service.ts';

const at = testInstallation();
const whole = (role: string, networkId = at.networkId): Actor => account([{ role, networkId, scopeKind: 'network', scopeId: null }]);
const admin = () => at.ctx(whole('network_admin'));
const put = <Key extends RuleKey>(key: Key, given: Record<string, unknown>, ctx = admin(), country = 'KZ') => putRule(ctx, country, key, ruleChange(key).parse({ trust: 'own', ...given }) as never);
const rows = () => at.platform.db.selectFrom('people.country_rule').select(['network_id', 'value', 'valid_from', 'valid_to', 'changed_by', 'closed_at', 'closed_by']).orderBy('closed_at').orderBy('valid_from').orderBy('id').execute();

describe('a network’s own rule', () => {
  it('holds in its own network only, from its first day, and reaches the profile', async () => {
    const ctx = admin();
    await put('retention', { value: { days: '200' }, valid_from: '18.05.2026', note: 'Решение совета' }, ctx);
    expect((await profileOf(at.system(), 'KZ')).retentionDays).toEqual({ value: 200, mark: 'D', kind: null, source: null, asOf: '2026-05-18' });
    expect((await profileOf(at.system(at.otherNetworkId), 'KZ')).retentionDays.value).toBe(365);
    expect((await profileOf(at.system(), 'RU')).retentionDays.value).toBe(180);
    const { retention } = await rulesOf(at.system(), 'KZ');
    expect(retention.map(({ value, validFrom, validTo, note }) => [value.days, validFrom, validTo, note])).toEqual([
      [365, null, '2026-05-17', undefined],
      [200, '2026-05-18', null, 'Решение совета'],
    ]);
    const line = await at.platform.db.selectFrom('platform.audit_entry').select(['actor_id', 'data']).where('act', '=', 'country_rule.changed').executeTakeFirstOrThrow();
    expect(line).toEqual({
      actor_id: (ctx.actor as { accountId: string }).accountId,
      data: { country: 'KZ', rule: 'retention', before: [], after: { value: { days: 200 }, mark: 'D', kind: null, source: null, validFrom: '2026-05-18', validTo: null } },
    });
  });

  it('is never overwritten: what a newer one covers is closed, what is left of it stands on', async () => {
    await put('retention', { value: { days: 300 }, valid_from: '2026-07-01', valid_to: '2026-12-31' });
    const found = await rows();
    expect(found.map(({ value, valid_from, valid_to, closed_at }) => [(value as { days: number }).days, valid_from, valid_to, closed_at !== null])).toEqual([
      [200, '2026-05-18', null, true],
      [200, '2026-05-18', '2026-06-30', false],
      [300, '2026-07-01', '2026-12-31', false],
      [200, '2027-01-01', null, false],
    ]);
    const { retention } = await rulesOf(at.system(), 'KZ');
    expect(['2026-05-17', '2026-06-30', '2026-07-01', '2027-01-01'].map((day) => ruleAt(retention, day)?.value.days)).toEqual([365, 200, 300, 200]);
    const line = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'country_rule.changed').orderBy('id', 'desc').executeTakeFirstOrThrow();
    expect(line.data).toMatchObject({ before: [{ value: { days: 200 } }], after: { value: { days: 300 } } });
  });

  it('is taken back: the shipped one holds again and the history stays', async () => {
    const { history } = await getRuleFor(admin(), 'KZ', 'retention');
    expect(history).toHaveLength(4);
    await expect(takeBackRule(admin(), 'KZ', 'retention', 'none')).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
    await takeBackRule(admin(), 'KZ', 'retention', lastChange(history));
    expect((await profileOf(at.system(), 'KZ')).retentionDays.value).toBe(365);
    expect((await rows()).every(({ closed_at }) => closed_at !== null)).toBe(true);
    expect((await getRuleFor(admin(), 'KZ', 'retention')).history).toHaveLength(4);
    await expect(takeBackRule(admin(), 'KZ', 'retention')).rejects.toMatchObject({ code: 'page.not_found' });
    const lines = await at.platform.db.selectFrom('platform.audit_entry').select('data').where('act', '=', 'country_rule.taken_back').execute();
    expect(lines).toHaveLength(1);
    expect(lines[0]?.data).toMatchObject({ before: [{ value: { days: 200 } }, { value: { days: 300 } }, { value: { days: 200 } }], after: null });
  });

  it('is not written over a change that the writer has not seen, and of two at once one wins', async () => {
    await put('currency', { value: { code: 'KZT', sign: 'тг' }, known: 'none' });
    await expect(put('currency', { value: { code: 'USD' }, known: 'none' })).rejects.toMatchObject({ code: 'record.changed_meanwhile' });
    const known = lastChange((await getRuleFor(admin(), 'KZ', 'currency')).history);
    const both = await Promise.allSettled(['KZT', 'USD'].map((code) => put('currency', { value: { code }, known })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('cannot stand twice for one day even past the service', async () => {
    const row = { network_id: at.networkId, country: 'KZ', rule: 'phone', value: '{}', mark: 'D', kind: null, source: null, valid_from: null, valid_to: null, note: null, changed_by: null, closed_at: null, closed_by: null } as const;
    await at.platform.db.insertInto('people.country_rule').values(row).execute();
    await expect(at.platform.db.insertInto('people.country_rule').values(row).execute()).rejects.toThrow(/country_rule_one/);
    await expect(at.platform.db.insertInto('people.country_rule').values({ ...row, rule: 'zz', mark: 'S' }).execute()).rejects.toThrow(/check/);
    await at.platform.db.deleteFrom('people.country_rule').where('rule', '=', 'phone').execute();
  });
});

describe('who may', () => {
  it('read and change: administrators of the whole network; for all others there is nothing', async () => {
    expect((await listCountriesFor(admin())).map(({ country }) => country)).toEqual(['KZ', 'RU', 'BY', 'KG', 'AM']);
    expect((await listCountriesFor(at.ctx(account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }])))).length).toBe(5);
    const strangers = [visitor, coordinatorOf(at.networkId, at.organisationId), whole('inspector'), whole('methodist'), whole('network_admin', at.otherNetworkId), account([])];
    const before = (await rows()).length;
    for (const actor of strangers) {
      const ctx = at.ctx(actor);
      await expect(listCountriesFor(ctx)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(getCountryFor(ctx, 'KZ')).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(getRuleFor(ctx, 'KZ', 'retention')).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(put('retention', { value: { days: 150 } }, ctx)).rejects.toMatchObject({ code: 'page.not_found' });
      await expect(takeBackRule(ctx, 'KZ', 'currency')).rejects.toMatchObject({ code: 'page.not_found' });
    }
    expect((await rows()).length).toBe(before);
  });

  it('finds no country and no rule that there is not', async () => {
    await expect(getCountryFor(admin(), 'MN')).rejects.toMatchObject({ code: 'page.not_found' });
    await expect(getCountryFor(admin(), '__proto__')).rejects.toMatchObject({ code: 'page.not_found' });
    for (const key of ['nothing', 'constructor', '__proto__', '']) await expect(getRuleFor(admin(), 'KZ', key)).rejects.toMatchObject({ code: 'page.not_found' });
  });

  it('asks the database once for all countries, and not again for five seconds', async () => {
    await put('academic_hour', { value: { minutes: 50 } });
    expect(await countQueries(() => profileOf(at.system(), 'KZ'))).toBe(1);
    expect(await countQueries(() => Promise.all(['KZ', 'RU', 'MN'].map((country) => profileOf(at.system(), country))))).toBe(0);
  });
});
