import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccount, grantRole } from '#server/modules/access/index.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import { registrationForm } from '#server/modules/seminars/registrations.factory.ts';
import { randomToken } from '#server/platform/ids.ts';
import { servedInstallation, visitor, type Caller } from './served.ts';

const served = servedInstallation();
let coordinator: Caller;
beforeAll(async () => {
  coordinator = await served.account('a coordinator', { role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
});

describe('a page of another site', () => {
  it('writes nothing, whatever it calls the body; our own pages and programs do', async () => {
    const { eventId } = await publishedEvent(served.system(), served.organisationId);
    const path = `/manage/seminars/${eventId}/unpublish`;
    const stateOf = async () => ((await served.call(coordinator, 'GET', `/manage/seminars/${eventId}`)).body as { state: string }).state;
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', '']) {
      const answer = await served.call(coordinator, 'POST', path, undefined, { origin: 'https://evil.example', 'content-type': type });
      expect(answer.status, type).toBe(403);
    }
    const json = await served.call(coordinator, 'POST', path, undefined, { origin: 'https://evil.example' });
    expect(json.body).toMatchObject({ title: 'request.foreign_origin', errors: [{ text: 'Запрос пришёл со страницы другого сайта. Отправьте его из программы или со страницы этого сайта.' }] });
    expect((await served.call(visitor, 'POST', '/sign-in', { email: 'a@b.kz', password: 'x' }, { origin: 'null' })).status).toBe(403);
    expect(await stateOf()).toBe('published');
    expect((await served.call(coordinator, 'POST', path, undefined, { origin: served.address })).status).toBe(204);
    expect(await stateOf()).toBe('draft');
  });

  it('is given no leave to read answers either', async () => {
    const answer = await served.call(coordinator, 'GET', '/me', undefined, { origin: 'https://evil.example' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('what cannot be read', () => {
  it('is refused in words: no JSON, too much of it, no such address', async () => {
    const body = (text: string) => served.send({ method: 'POST', path: '/ru/api/v1/sign-in', body: text, headers: { 'content-type': 'application/json' } });
    const problem = async (text: string) => {
      const answer = await body(text);
      return { status: answer.status, title: (JSON.parse(answer.body.toString()) as { title: string }).title };
    };
    expect(await problem('{"email":')).toEqual({ status: 400, title: 'request.bad' });
    expect(await problem(JSON.stringify({ email: 'a'.repeat(1_100_000) }))).toEqual({ status: 413, title: 'request.too_large' });
    expect(await problem('{}')).toEqual({ status: 422, title: 'input.invalid' });
    expect(await served.call(visitor, 'GET', '/nowhere')).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' }, body: { title: 'page.not_found' } });
  });

  it('is told in the language of the address, else in the one asked for', async () => {
    const text = async (at: string, language: string) =>
      ((await served.call({ name: '', at }, 'GET', '/me', undefined, { 'accept-language': language })).body as { errors: { text: string }[] }).errors[0]?.text;
    expect(await text('/en', 'ru')).toBe('The page was not found, or you may not open it.');
    expect(await text('', 'en')).toBe('The page was not found, or you may not open it.');
    expect(await text('/hy', 'en')).toMatch(/[Ա-ֆ]/);
  });
});

describe('limits', () => {
  it('stop who guesses a password, and say for how long', async () => {
    const email = 'guessed@example.kz';
    await createAccount(served.system(), { email, name: 'Кто-то', password: 'a long password', verified: true });
    const guess = () => served.call(visitor, 'POST', '/sign-in', { email, password: 'guess' });
    for (let i = 0; i < 8; i++) expect((await guess()).status).toBe(422);
    const stopped = await guess();
    expect(stopped).toMatchObject({ status: 429, body: { title: 'request.too_many' } });
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    // Nine passwords are hashed, and hashing is slow on purpose.
  }, 60_000);

  it('are those of the form for registrations', async () => {
    const { eventId } = await publishedEvent(served.system(), served.organisationId);
    const send = (index: number) =>
      served.call(visitor, 'POST', `/seminars/${eventId}/registrations`, registrationForm({ email: `p${index}@example.kz`, noticeVersion: 'old' }), { 'idempotency-key': randomToken() });
    const statuses = new Map<number, number>();
    for (let i = 0; i < 121; i++) {
      const { status } = await send(i);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(statuses)).toEqual({ 422: 120, 429: 1 });
  }, 60_000);
});

describe('the lines of docs/operating/api.md', () => {
  it('do what they say, as they stand there', async () => {
    const email = 'program@example.kz';
    const accountId = await createAccount(served.system(), { email, name: 'Программа', password: 'a long password', verified: true });
    await grantRole(served.system(), { accountId, role: 'coordinator', scopeKind: 'organisation', scopeId: served.organisationId });
    await publishedEvent(served.system(), served.organisationId);
    const text = await readFile(fileURLToPath(new URL('../../docs/operating/api.md', import.meta.url)), 'utf8');
    const script = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const steps = script.split(/^# .*\n/m).filter((step) => step.trim() !== '');
    expect(steps).toHaveLength(5);
    const cwd = await mkdtemp(join(tmpdir(), 'sheberlik-curl-'));
    const answers: string[] = [];
    for (const step of steps) {
      const { stdout } = await promisify(execFile)('sh', ['-e', '-c', step], { cwd, env: { PATH: process.env.PATH ?? '', ADDRESS: served.address, EMAIL: email, PASSWORD: 'a long password' } });
      answers.push(stdout);
    }
    const published = { seminars: expect.arrayContaining([expect.objectContaining({ state: 'published', capacity: 500 })]) as object[] };
    expect(JSON.parse(answers[0] ?? '')).toMatchObject(published);
    expect(answers[1]).toBe('');
    expect(await readFile(join(cwd, 'cookies.txt'), 'utf8')).toMatch(/#HttpOnly_127\.0\.0\.1.*sheberlik_session/);
    expect(JSON.parse(answers[2] ?? '')).toMatchObject({ name: 'Программа', roles: [{ role: 'coordinator' }] });
    expect(JSON.parse(answers[3] ?? '')).toMatchObject(published);
    expect(answers[4]).toBe('');
    const { stdout } = await promisify(execFile)('sh', ['-c', `curl -s -b cookies.txt "${served.address}/en/api/v1/me"`], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ status: 404 });
    await rm(cwd, { recursive: true });
  });
});
