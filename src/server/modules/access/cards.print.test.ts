import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '#lib/i18n/index.ts';
import { createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { localized } from '#server/platform/text/index.ts';
import { coordinatorOf, testInstallation } from '#server/testing/installation.ts';
import { paperOfPrinted, printCards, sealPrinted } from './index.ts';

// Poppler judges what stands on paper (Debian: poppler-utils), as in platform/pdf/render.test.ts.
const without = process.env['SHEBERLIK_NO_POPPLER'] === '1';
const at = testInstallation();
const text = (pdf: Uint8Array) => spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf }).stdout.toString();
const info = (pdf: Uint8Array) => spawnSync('pdfinfo', ['-'], { input: pdf }).stdout.toString();
const codeOf = (work: Promise<unknown>) => work.then(() => 'made', (error: { code: string }) => error.code);

const ids: Record<string, string> = { one: '00000000-0000-7000-8000-000000000001', two: '00000000-0000-7000-8000-000000000002' };
const keeperOf = (who: string) => ({ ...coordinatorOf(at.networkId, at.organisationId), accountId: ids[who] ?? '' }) as ReturnType<typeof coordinatorOf>;

let made = 0;
async function people(count: number): Promise<string[]> {
  const organisationId = await createOrganisation(at.system(), { parentId: at.organisationId, kind: 'rural_library', code: `CP${(made += 1)}`, name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    ids.push(await createPersonWithPost(at.system(), { familyName: 'Қасымова', givenName: `Әйгүл${'абвгдежзик'[n] ?? ''}`, patronymic: null, locale: 'kk', organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01' }));
  }
  return ids;
}

describe('sign-in cards on paper', { skip: without }, () => {
  it.each(LOCALES)('bear what the page shows, eight on a tagged sheet, with the last day as it is written in %s', async (locale) => {
    const desk = at.ctx(keeperOf('one'), at.networkId, locale);
    const printed = await printCards(desk, { people: await people(9) });
    const { pdf } = await paperOfPrinted(desk, sealPrinted(desk, printed));
    expect(info(pdf)).toMatch(/Pages:\s+2/);
    expect(info(pdf)).toMatch(/Tagged:\s+yes/);
    const words = text(pdf);
    for (const { code, name } of printed.cards) expect([words.includes(code), words.includes(name)]).toEqual([true, true]);
    expect(words.replaceAll(/\s+/g, ' ')).toContain({ kk: '2026 ж. 25 мамыр', ru: '25 мая 2026 г.', en: '25 May 2026', ky: '2026-ж., 25-май', be: '25 мая 2026 г.', hy: '25 մայիսի, 2026 թ.' }[locale]);
  });

  it('are for whoever printed them, within the hour, and neither codes nor papers are kept anywhere', async () => {
    const desk = at.ctx(keeperOf('one'));
    const printed = await printCards(desk, { people: await people(1) });
    const sealed = sealPrinted(desk, printed);
    const code = printed.cards[0]?.code ?? '';
    expect(sealed).not.toContain(code);
    expect(await codeOf(paperOfPrinted(desk, sealed))).toBe('made');
    expect(await codeOf(paperOfPrinted(at.ctx(keeperOf('two')), sealed))).toBe('card.print_again');
    expect(await codeOf(paperOfPrinted(at.ctx(keeperOf('one'), at.otherNetworkId), sealed))).toBe('card.print_again');
    expect(await codeOf(paperOfPrinted(desk, `${sealed.slice(0, -2)}AA`))).toBe('card.print_again');
    expect(await codeOf(paperOfPrinted(desk, ''))).toBe('card.print_again');
    expect(await codeOf(paperOfPrinted(at.ctx({ kind: 'visitor' }), sealed))).toBe('page.not_found');
    expect(await codeOf(paperOfPrinted(at.ctx({ ...keeperOf('one'), token: { id: 't', writes: true } } as never), sealed))).toBe('page.not_found');
    at.clock.advance(60 * 60_000);
    expect(await codeOf(paperOfPrinted(desk, sealed))).toBe('card.print_again');
    const files = globSync(`${at.platform.config.dataDir}/**/*`).filter((file) => statSync(file).isFile());
    expect(files.filter((file) => readFileSync(file).includes(code))).toEqual([]);
    const { rows } = await at.platform.pool.query<{ found: string }>(`select table_name as found from information_schema.tables where table_schema in ('access', 'people', 'platform') and table_type = 'BASE TABLE'
      and query_to_xml(format('select 1 from %I.%I t where t::text like %L limit 1', table_schema, table_name, '%${code}%'), false, true, '')::text <> ''`);
    expect(rows).toEqual([]);
  });
});
