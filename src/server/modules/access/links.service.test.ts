import { describe, expect, it } from 'vitest';
import { inTransaction } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { testInstallation, visitor } from '#server/testing/installation.ts';
import { consumeLink, findLinkFor, issueLink, readLink, withdrawLinksFor } from './index.ts';

const at = testInstallation();
const inHours = (hours: number) => new Date(at.clock.now().getTime() + hours * 3600_000);

describe('a personal link', () => {
  it('opens what it was made for, can be printed again, and is stored only as a hash', async () => {
    const subjectId = newId();
    const link = await issueLink(at.system(), { purpose: 'registration', subjectId, expiresAt: inHours(1) });
    expect(link.token).toMatch(/^[\w-]{32}$/);
    expect(await readLink(at.ctx(visitor), link.token)).toMatchObject({ purpose: 'registration', subjectId });
    expect(await findLinkFor(at.system(), 'registration', subjectId)).toEqual(link);
    const rows = await at.platform.db.selectFrom('access.link').selectAll().where('subject_id', '=', subjectId).execute();
    expect(JSON.stringify(rows)).not.toContain(link.token);
  });

  it('opens nothing for another purpose', async () => {
    const link = await issueLink(at.system(), { purpose: 'registration', subjectId: newId(), expiresAt: inHours(1) });
    await expect(readLink(at.ctx(visitor), link.token, 'collective')).rejects.toMatchObject({ code: 'link.invalid', status: 404 });
  });

  it('opens nothing in another network', async () => {
    const link = await issueLink(at.system(), { purpose: 'registration', subjectId: newId(), expiresAt: inHours(1) });
    await expect(readLink(at.ctx(visitor, at.otherNetworkId), link.token)).rejects.toMatchObject({ code: 'link.invalid' });
  });

  it.each(['', 'x'.repeat(32), 'A'.repeat(500), "' or 1=1 --"])('forged as %j opens nothing', async (token) => {
    await expect(readLink(at.ctx(visitor), token)).rejects.toMatchObject({ code: 'link.invalid' });
  });

  it('ends at its time and when it is withdrawn', async () => {
    const subjectId = newId();
    const link = await issueLink(at.system(), { purpose: 'registration', subjectId, expiresAt: inHours(1) });
    await withdrawLinksFor(at.system(), 'registration', subjectId);
    await expect(readLink(at.ctx(visitor), link.token)).rejects.toMatchObject({ code: 'link.invalid' });
    expect(await findLinkFor(at.system(), 'registration', subjectId)).toBeNull();
    const late = await issueLink(at.system(), { purpose: 'registration', subjectId, expiresAt: inHours(1) });
    at.clock.advance(3600_000);
    await expect(readLink(at.ctx(visitor), late.token)).rejects.toMatchObject({ code: 'link.expired', status: 410 });
  });

  it('made for one use lets exactly one of two presses through', async () => {
    const link = await issueLink(at.system(), { purpose: 'invitation', subjectId: newId(), expiresAt: inHours(1), singleUse: true });
    const press = () => inTransaction(at.ctx(visitor), (tx) => consumeLink(tx, link.token, 'invitation')).then(() => 'used', (e: { code: string }) => e.code);
    expect((await Promise.all([press(), press(), press()])).sort()).toEqual(['link.used', 'link.used', 'used']);
  });
});
