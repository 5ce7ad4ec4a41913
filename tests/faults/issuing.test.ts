import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInstallation, type Installation } from '#server/installation.ts';
import { createNetwork, createOrganisation } from '#server/modules/people/index.ts';
import { startIssuing } from '#server/modules/seminars/index.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { fixedClock } from '#server/platform/clock.ts';
import { readConfig } from '#server/platform/config.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts';
import { localized } from '#server/platform/text/index.ts';
import { addGuests, holdSession } from '#server/testing/event-people.ts';

const ROUNDS = process.env.SHEBERLIK_LONG === '1' ? 20 : 1;
const PEOPLE = 120;
const clock = fixedClock(new Date('2026-05-18T04:00:00Z'));
let server: EmbeddedPostgres;
let installation: Installation;
let dataDir = '';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sheberlik-issuing-'));
  server = await startEmbeddedPostgres({ dataDir });
  installation = await openInstallation(readConfig({}, { databaseUrl: server.url, dataDir: join(dataDir, 'app'), logLevel: 'silent' }), { clock, work: false, follow: false });
});

afterAll(async () => {
  await installation.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Starts a worker; `killed` decides when it is shot. */
function work(networkId: string, eventId: string, runId: string, killed?: Promise<unknown>): Promise<{ signal: string | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['tests/faults/issuing.fixture.ts', server.url, join(dataDir, 'app'), networkId, eventId, runId], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    void killed?.then(() => child.kill('SIGKILL'));
    child.on('exit', (_, signal) => resolve({ output, signal }));
  });
}

/** Waits until so many have their certificate, and then a moment that no boundary of a transaction knows of. */
async function untilIssued(ids: readonly string[], wanted: number, moment: number): Promise<void> {
  while ((await countIssued(ids)) < wanted) await sleep(2);
  await sleep(moment);
}

async function countIssued(ids: readonly string[]): Promise<number> {
  const { rows } = await installation.platform.pool.query<{ n: number }>('select count(*)::int as n from credentials.issue where source_id = any ($1)', [ids]);
  return rows[0]?.n ?? 0;
}

it(`${ROUNDS} × SIGKILL of two workers amid issuing: every number once and none missing, every line with its audit, event, link and mail`, async () => {
  const { platform } = installation;
  const slug = 'faults';
  const networkId = await createNetwork(systemCtx(platform, '', 'fault'), {
    slug,
    name: localized('ru', slug),
    country: 'KZ',
    defaultLocale: 'ru',
    timeZone: 'Asia/Almaty',
    dataLocation: localized('ru', 'здесь'),
    isDemo: true,
    isDefault: true,
  });
  const ctx = systemCtx(platform, networkId, 'fault', 'ru');
  const organisationId = await createOrganisation(ctx, { kind: 'methodical_centre', code: 'FLT', name: localized('ru', 'Центр'), country: 'KZ', timeZone: 'Asia/Almaty' });
  let cutShort = 0;
  let before = 0;
  for (let round = 0; round < ROUNDS; round++) {
    clock.set(new Date('2026-05-18T04:00:00Z'));
    const { eventId, sessionId } = await publishedEvent(ctx, organisationId);
    const guests = Array.from({ length: PEOPLE }, (_, i) => ({ name: `Участник ${'абвгдежзик'[i % 10]}${'лмнопрстуфхц'[Math.floor(i / 10)]}а` }));
    const ids = await addGuests(ctx, eventId, [sessionId], guests);
    await holdSession(ctx, clock, sessionId, new Date('2026-05-25T05:00:00Z'), 100, ids.map((id) => ({ id, minutes: 100 })));
    const runId = await startIssuing(ctx, eventId, { unconfirmedToo: false });
    // Two workers at once, killed earlier or later, until somebody got to the end.
    for (let attempt = 0; ; attempt++) {
      const wanted = Math.ceil((PEOPLE / 4) * attempt + 1 + ((round * 11) % 40));
      const ends = await Promise.all([
        work(networkId, eventId, runId, untilIssued(ids, wanted, (round * 3 + attempt) % 7)),
        work(networkId, eventId, runId, untilIssued(ids, wanted + 10, (round * 5 + attempt) % 11)),
      ]);
      const issued = await countIssued(ids);
      if (ends.some(({ signal }) => signal === 'SIGKILL') && issued > 0 && issued < PEOPLE) cutShort++;
      if (attempt >= 2) break;
    }
    expect(await work(networkId, eventId, runId)).toEqual({ output: 'begun\ndone\n', signal: null });

    const count = async (text: string, ...values: unknown[]) => (await platform.pool.query<{ n: number }>(text, values)).rows[0]?.n ?? -1;
    const seqs = (await platform.pool.query<{ seq: number }>("select seq from credentials.issue where source_type = 'seminars.registration' and source_id = any ($1) order by seq", [ids])).rows;
    expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: PEOPLE }, (_, i) => before + i + 1));
    before += PEOPLE;
    expect(await count("select last_seq as n from credentials.register_counter where kind = 'attendance'")).toBe(before);
    expect(await count("select count(*)::int as n from platform.audit_entry where act = 'credential.issued'")).toBe(before);
    expect(await count("select count(*)::int as n from platform.outbox_event where name = 'credentials.issued'")).toBe(before);
    expect(await count("select count(*)::int as n from platform.mail_message where template = 'credentials.issued'")).toBe(before);
    expect(await count("select count(*)::int as n from access.link where purpose = 'certificate'")).toBe(before);
  }
  // A test in which nobody was killed between the first and the last certificate would prove nothing.
  expect(cutShort).toBeGreaterThanOrEqual(ROUNDS);
});
