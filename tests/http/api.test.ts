import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { translator } from '#lib/i18n/index.ts';
import { problemText } from '#server/http/problems.ts';
import { newId } from '#server/platform/ids.ts';
import { TEST_NOW } from '#server/testing/installation.ts';
import { apiCases as cases, apiOperations as operations, apiPaths as paths } from './all-api-cases.ts';
import type { Call } from './api-cases.ts';
import { makeWorld, type World } from './api-world.ts';
import { checksums } from './rows.ts';
import { isJson, servedInstallation, type Caller } from './served.ts';

const served = servedInstallation();
let world: World;
beforeAll(async () => {
  world = await makeWorld(served);
}, 60_000);
beforeEach(() => served.clock.set(TEST_NOW));

const send = (method: string, { by, path, body, headers }: Call) => served.call(by, method, path, body, headers);
const elsewhere = (path: string) => path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => newId());
const t = translator('ru');
const NOTHING = { type: 'about:blank', title: 'page.not_found', status: 404, errors: [{ field: '', text: 'Страница не найдена или у вас нет права её открыть.' }] };

describe('the document', () => {
  it('holds no operation that is not tested here, and the tests none that it does not hold', () => {
    expect(Object.keys(cases).sort()).toEqual([...operations].sort());
  });

  it('says of each operation what it does', () => {
    const silent = Object.entries(paths).flatMap(([path, item]) => Object.values(item as Record<string, { summary?: string }>).filter(({ summary }) => !summary).map(() => path));
    expect(silent).toEqual([]);
  });
});

it('says of a text that no database holds that it was not understood', async () => {
  for (const path of ['/register?q=\0', '/templates?q=a\0']) expect(await served.call(world.coordinator, 'GET', path)).toMatchObject({ status: 400, body: { title: 'request.bad' } });
  const revoking = await served.call(world.coordinator, 'POST', `/register/${(await world.certificate()).id}/revoke`, { reason: 'Имя\0напечатано с ошибкой' });
  expect(revoking).toMatchObject({ status: 422, body: { errors: [{ field: 'reason' }] } });
});

describe.each(Object.entries(cases))('%s', (operation, one) => {
  const method = operation.split(' ')[0] ?? '';
  const { bad, forbidden } = one;
  let made: { call: Call; now: Date } | undefined;
  /** Prepared once: what is refused changes nothing, and what is accepted comes last. */
  const prepared = async (): Promise<Call> => {
    made ??= { call: await one.may(world), now: served.clock.now() };
    served.clock.set(made.now);
    return made.call;
  };

  if (bad) {
    it('refuses what cannot be accepted, in words beside the field', async () => {
      const answer = await send(method, bad.call(await prepared()));
      expect(answer).toMatchObject({ status: 422, headers: { 'content-type': 'application/problem+json', 'content-language': 'ru' } });
      expect((answer.body as { errors: unknown }).errors).toEqual(bad.errors.map(({ field, code, params }) => ({ field, text: problemText(t, code, params) })));
      // A code without words would fall back to a sentence that says nothing.
      expect(answer.text).not.toContain(t('errors.input_invalid'));
    });
  }

  if (forbidden !== 'nobody') {
    it('answers whoever may not as if there were nothing, and does nothing', async () => {
      const callers: Caller[] = forbidden ? await forbidden(world) : world.strangers;
      const call = await prepared();
      const before = method === 'GET' ? null : await checksums(served.platform, served.networkId);
      for (const by of callers) {
        const answer = await send(method, { ...call, by });
        expect({ by: by.name, status: answer.status, body: answer.body as unknown }).toEqual({ by: by.name, status: 404, body: NOTHING });
      }
      if (before) expect(await checksums(served.platform, served.networkId)).toEqual(before);
    });
  }

  if (one.missing !== null) {
    it('answers the same when there is nothing', async () => {
      const call = await prepared();
      const answer = await send(method, { ...call, path: elsewhere(call.path) });
      expect({ status: answer.status, body: answer.body as unknown }).toEqual({ status: 404, body: NOTHING });
    });
  }

  it('does what it says for whoever may', async () => {
    const call = await prepared();
    const answer = await send(method, call);
    // A photo is no JSON: of its body only the type is told.
    const told = isJson(answer.headers);
    expect(told ? { status: answer.status, body: answer.body as unknown } : answer.status).toEqual(told ? { status: one.status, body: expect.anything() as unknown } : one.status);
    await one.holds?.(answer.body, world, call);
  });
});
