import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInstallation, type Installation } from '#server/installation.ts';
import { addCampaign, campaignVersions, closeCampaign, endCollecting, getCampaignDetail, getPaperSheet, keyInSheet, nameRater, NewCampaign, NewRater, SheetAnswers, startCampaign, writeCampaign } from '#server/modules/competencies/index.ts';
import { createNetwork, createOrganisation, createPersonWithPost } from '#server/modules/people/index.ts';
import { fixedClock } from '#server/platform/clock.ts';
import { readConfig } from '#server/platform/config.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import { localized } from '#server/platform/text/index.ts';

const ROUNDS = process.env.SHEBERLIK_LONG === '1' ? 20 : 1;
const PEOPLE = 30;
let server: EmbeddedPostgres;
let installation: Installation;
let dataDir = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-campaign-'));
  server = await startEmbeddedPostgres({ dataDir });
  const config = readConfig({}, { databaseUrl: server.url, dataDir: join(dataDir, 'app'), logLevel: 'silent' });
  installation = await openInstallation(config, { clock: fixedClock(new Date('2026-05-18T04:00:00Z')), work: false, follow: false });
});

afterAll(async () => {
  await installation.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a worker; `killed` decides when it is shot. */
function work(networkId: string, campaignId: string, killed?: Promise<unknown>): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['tests/faults/campaign.fixture.ts', server.url, join(dataDir, 'app'), networkId, campaignId], { stdio: ['ignore', 'ignore', 'inherit'] });
    void killed?.then(() => child.kill('SIGKILL'));
    child.on('exit', (_, signal) => resolve(signal));
  });
}

const count = async (text: string, values: unknown[]): Promise<number> => (await installation.platform.pool.query<{ n: number }>(text, values)).rows[0]?.n ?? 0;
const written = (campaignId: string) => count('select count(*)::int as n from competencies.campaign_participant where campaign_id = $1 and written_at is not null', [campaignId]);

/** Waits until so many are written, and then a moment that no boundary of a transaction knows of. */
async function untilWritten(campaignId: string, wanted: number, moment: number): Promise<void> {
  while ((await written(campaignId)) < wanted) await sleep(2);
  await sleep(moment);
}

it(`${ROUNDS} × SIGKILL of two workers amid closing a campaign: everybody is rated once, with audit and event, and anonymous words have no author`, async () => {
  const { platform } = installation;
  const networkId = await createNetwork(systemCtx(platform, '', 'fault'), { slug: 'faults', name: localized('ru', 'Сеть'), country: 'KZ', defaultLocale: 'ru', timeZone: 'Asia/Almaty', dataLocation: localized('ru', 'здесь'), isDemo: true, isDefault: true });
  const ctx = systemCtx(platform, networkId, 'fault', 'ru');
  const organisationId = await createOrganisation(ctx, { kind: 'library', code: 'FLT', name: localized('ru', 'Библиотека'), country: 'KZ', timeZone: 'Asia/Almaty' });
  for (let i = 0; i < PEOPLE; i++) await createPersonWithPost(ctx, { familyName: `Участник${'абвгдежзик'[i % 10]}${'лмнопрстуф'[Math.floor(i / 10)]}`, givenName: 'Дана', patronymic: null, locale: 'ru', organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
  const [version] = await campaignVersions(ctx);
  for (let round = 0; round < ROUNDS; round++) {
    const campaignId = await addCampaign(ctx, NewCampaign.parse({ organisationId, versionId: version?.id, title: { ru: `Оценка ${round}` }, closesOn: '2026-06-20', kinds: ['external'], anonymous: ['external'] }));
    expect(await startCampaign(ctx, campaignId)).toBe(PEOPLE);
    const { participants } = await getCampaignDetail(ctx, campaignId);
    for (const { id } of participants) for (const guest of ['a', 'b', 'c']) await nameRater(ctx, id, NewRater.parse({ kind: 'external', name: `Гость ${guest}`, email: `${guest}@example.org` }));
    const { raters } = await getCampaignDetail(ctx, campaignId);
    const { pages } = await getPaperSheet(ctx, raters[0]?.id ?? '');
    const competencyId = pages[0]?.items[0]?.competencyId ?? '';
    for (const { id } of raters) await keyInSheet(ctx, id, SheetAnswers.parse({ steps: { [competencyId]: '2' } }), true);
    await endCollecting(ctx, campaignId);
    await closeCampaign(ctx, campaignId);
    const first = work(networkId, campaignId, untilWritten(campaignId, 3 + round, round * 3));
    const second = work(networkId, campaignId, untilWritten(campaignId, 8 + round, round * 5));
    await Promise.all([first, second]);
    await writeCampaign(ctx, campaignId);
    expect(await written(campaignId)).toBe(PEOPLE);
    expect(await count('select count(*)::int as n from competencies.rating where campaign_id = $1', [campaignId])).toBe(PEOPLE * 4);
    expect(await count('select count(*)::int as n from competencies.rating where campaign_id = $1 and is_anonymous and author_id is null and author_name is null', [campaignId])).toBe(PEOPLE * 3);
    expect(await count("select count(*)::int as n from platform.audit_entry where network_id = $1 and act = 'competency.rated'", [networkId])).toBe(PEOPLE * (round + 1));
    expect(await count("select count(*)::int as n from platform.outbox_event where network_id = $1 and name = 'competencies.person_rated'", [networkId])).toBe(PEOPLE * (round + 1));
    expect(await count("select count(*)::int as n from competencies.sheet s join competencies.campaign_rater r on r.id = s.campaign_rater_id where r.kind = 'external' and s.network_id = $1", [networkId])).toBe(0);
  }
});
