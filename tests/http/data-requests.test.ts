import { expect, it } from 'vitest';
import { SESSION_COOKIE } from '#server/modules/access/index.ts';
import { createPersonWithPost } from '#server/modules/people/index.ts';
import { servedInstallation } from './served.ts';

const served = servedInstallation();

it('what a page was rendered from cannot be asked for as data: it holds more than the page shows', async () => {
  await createPersonWithPost(served.system(), { familyName: 'Данная', givenName: 'Анна', patronymic: null, locale: 'kk', organisationId: served.organisationId, position: 'Кітапханашы', rate: '1', fromDate: '2020-09-01', birthDate: '1977-07-07' });
  const admin = await served.account('an administrator', { role: 'network_admin', scopeKind: 'network', scopeId: null });
  const get = (path: string) => served.send({ path, headers: { accept: '*/*', 'accept-encoding': 'identity', cookie: `${SESSION_COOKIE}=${admin.cookie ?? ''}` } });
  const page = await get('/ru/people');
  expect([page.status, page.body.toString().includes('Данная'), page.body.toString().includes('1977-07-07')]).toEqual([200, true, false]);
  for (const path of ['/ru/people/__data.json', '/ru/people/__data.json?columns=age', '/people/__data.json', '/ru/my-day/__data.json', '/__data.json']) {
    const data = await get(path);
    expect([path, data.status, data.body.toString()]).toEqual([path, 404, '']);
  }
});
