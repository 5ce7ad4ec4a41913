import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#server/platform/ids.ts';
import { issueLink } from '#server/modules/access/index.ts';
import { servedInstallation } from './served.ts';

const served = servedInstallation();
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
let accountId = '';
let token = '';
beforeAll(async () => {
  accountId = newId();
  await served.platform.db.insertInto('access.account').values({ id: accountId, name: 'Раушан', email: 'raushan@example.kz', email_verified: true }).execute();
});
/** A fresh account link, as a mail of the morning has it. */
async function link(): Promise<string> {
  await served.platform.db.deleteFrom('access.mail_settings').execute();
  return (await issueLink(served.system(), { purpose: 'unsubscribe', subjectId: accountId, expiresAt: new Date(served.clock.now().getTime() + 3600_000), anyNetwork: true })).token;
}
const isStopped = async () => (await served.platform.db.selectFrom('access.mail_settings').select('digest').where('account_id', '=', accountId).executeTakeFirst())?.digest === false;

describe('the way out of the daily mail', () => {
  it('is not taken by whoever only opens the address: a program that checks mails, or a reader who looks', async () => {
    token = await link();
    const bare = await served.send({ path: `/unsubscribe/${token}`, headers: { 'accept-language': 'hy' } });
    expect([bare.status, bare.headers.location]).toEqual([307, `/hy/unsubscribe/${token}`]);
    const page = await served.send({ path: `/ru/unsubscribe/${token}` });
    expect([page.status, page.headers['cache-control']]).toEqual([200, 'no-store']);
    await served.send({ path: `/unsubscribe/${token}`, method: 'POST', headers: FORM, body: 'something=else' });
    expect(await isStopped()).toBe(false);
  });

  it('is taken at once by a mail program (RFC 8058), without a session and from wherever it comes', async () => {
    token = await link();
    for (const headers of [FORM, { ...FORM, origin: 'https://mail.example.com' }]) {
      expect((await served.send({ path: `/unsubscribe/${token}`, method: 'POST', headers, body: 'List-Unsubscribe=One-Click' })).status).toBe(200);
    }
    expect(await isStopped()).toBe(true);
    token = await link();
    const parts = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
    expect((await served.send({ path: `/unsubscribe/${token}`, method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: parts })).status).toBe(200);
    expect(await isStopped()).toBe(true);
  });

  it('is taken by the button of the page, but not by a form of another site', async () => {
    token = await link();
    const press = (origin: string) => served.send({ path: `/ru/unsubscribe/${token}`, method: 'POST', headers: { ...FORM, origin }, body: '' });
    expect((await press('https://elsewhere.example')).status).toBe(403);
    expect(await isStopped()).toBe(false);
    expect((await press(served.address)).status).toBe(303);
    expect(await isStopped()).toBe(true);
  });

  it('answers a token that nobody made as one that is not there, and does not read on for ever', async () => {
    const post = (body: string) => served.send({ path: `/unsubscribe/${'x'.repeat(32)}`, method: 'POST', headers: FORM, body });
    expect((await post('List-Unsubscribe=One-Click')).status).toBe(404);
    expect((await post(`List-Unsubscribe=One-Click&${'x'.repeat(5000)}`)).status).toBe(413);
  });
});
