import { sql } from 'kysely';
import jpeg from 'jpeg-js';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inTransaction, type Actor } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { account, coordinatorOf, testInstallation, visitor } from '#server/testing/installation.ts';
import { updatePhotosShown } from './networks.service.ts';
import { showPerson } from './person-card.service.ts';
import { createPersonWithPost, tiePersonToAccount } from './persons.service.ts';
import { erasePhotos, PHOTO_MOST_BYTES, readPhoto, removePhoto, savePhoto, showPhotoForm, sweepPhotos } from './photos.service.ts';

const at = testInstallation();
const centre = () => at.ctx(coordinatorOf(at.networkId, at.organisationId), at.networkId, 'ru');
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: { code: string; problems?: { code: string }[] }) => error.problems?.[0]?.code ?? error.code);
const picture = (width = 900, height = 600, grey = 120): Uint8Array => jpeg.encode({ width, height, data: Buffer.alloc(width * height * 4, grey) }, 80).data;
const person = (familyName: string) => createPersonWithPost(at.system(), { familyName, givenName: null, patronymic: null, locale: 'ru', organisationId: at.organisationId, position: 'Библиотекарь', rate: '1', fromDate: '2020-09-01' });
const shown = (photos: boolean) => inTransaction(at.system(), (tx) => updatePhotosShown(tx, photos));
const files = (): string[] => {
  const root = join(at.platform.config.dataDir, 'files');
  return existsSync(root) ? readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name) : [];
};

describe('photos of people', { timeout: 60_000 }, () => {
  let id = '';
  beforeAll(async () => {
    id = await person('Снимкова');
  });

  it('are not there until a network has switched them on', async () => {
    expect(await refusal(savePhoto(centre(), id, picture()))).toBe('page.not_found');
    expect(await refusal(readPhoto(centre(), id))).toBe('page.not_found');
    expect(await showPerson(centre(), id)).toMatchObject({ photo: null, mayPhoto: false });
  });

  it('are made small, stand on the card, and are replaced and taken away with their bytes', async () => {
    await shown(true);
    expect(await showPhotoForm(centre(), id)).toEqual({ hasPhoto: false });
    await savePhoto(centre(), id, picture());
    const { bytes, id: first } = await readPhoto(centre(), id);
    expect(jpeg.decode(bytes)).toMatchObject({ width: 480, height: 320 });
    expect(await showPerson(centre(), id)).toMatchObject({ photo: first, mayPhoto: true });
    await savePhoto(centre(), id, picture(200, 200, 40));
    const second = await readPhoto(centre(), id);
    expect(second.id).not.toBe(first);
    await expect.poll(files).toEqual([second.id]);
    await removePhoto(centre(), id);
    await expect.poll(files).toEqual([]);
    expect(await refusal(readPhoto(centre(), id))).toBe('page.not_found');
    expect(await refusal(removePhoto(centre(), id))).toBe('page.not_found');
    const { rows } = await sql<{ act: string }>`select act from people.record_change where subject_id = ${id}::uuid and act like 'person.photo%' order by id`.execute(at.platform.db);
    expect(rows.map(({ act }) => act)).toEqual(['person.photo_changed', 'person.photo_changed', 'person.photo_removed']);
  });

  it('are refused when they are too heavy or no picture, and nothing is kept', async () => {
    expect(await refusal(savePhoto(centre(), id, new Uint8Array(PHOTO_MOST_BYTES + 1)))).toBe('photo.too_large');
    expect(await refusal(savePhoto(centre(), id, Buffer.from('%PDF-1.7')))).toBe('photo.not_a_picture');
    expect(await refusal(savePhoto(centre(), id, Buffer.concat([Buffer.from(picture()).subarray(0, 800), Buffer.alloc(10)])))).toMatch(/^photo\.(unreadable|not_a_picture)$/);
    expect(files()).toEqual([]);
  });

  it('are seen by who reads the card and set by who keeps it, and the person herself', async () => {
    const accountId = newId();
    await at.platform.db.insertInto('access.account').values({ id: accountId, name: 'Снимкова', email: 's@example.kz', email_verified: true }).execute();
    await tiePersonToAccount(at.system(), id, accountId);
    const self = at.ctx({ kind: 'account', accountId, name: 'Снимкова', email: 's@example.kz', grants: [] }, at.networkId);
    await savePhoto(self, id, picture(100, 100));
    expect((await readPhoto(self, id)).bytes.length).toBeGreaterThan(100);
    const strangers: Actor[] = [visitor, account([]), coordinatorOf(at.otherNetworkId, at.otherOrganisationId), account([{ role: 'specialist', networkId: at.networkId, scopeKind: 'network', scopeId: null }]), account([{ role: 'system_admin', networkId: '', scopeKind: 'installation', scopeId: null }])];
    for (const actor of strangers) {
      const ctx = at.ctx(actor, at.networkId);
      for (const work of [() => readPhoto(ctx, id), () => savePhoto(ctx, id, picture(10, 10)), () => removePhoto(ctx, id), () => showPhotoForm(ctx, id)]) expect(await refusal(work())).toBe('page.not_found');
    }
  });

  it('go with the record: at once from sight, their bytes at night at the latest; and all of them when they are switched off', async () => {
    const [erased, other] = [await person('Стёртая'), await person('Другая')];
    await savePhoto(centre(), erased, picture(50, 50));
    await savePhoto(centre(), other, picture(50, 50));
    await sql`update people.person set photo_file = null where id = ${erased}::uuid`.execute(at.platform.db);
    expect(await refusal(readPhoto(centre(), erased))).toBe('page.not_found');
    expect(files()).toHaveLength(3);
    await sweepPhotos(at.platform);
    await expect.poll(files).toHaveLength(2);
    await inTransaction(at.system(), async (tx) => {
      await updatePhotosShown(tx, false);
      expect(await erasePhotos(tx)).toBe(2);
    });
    await expect.poll(files).toEqual([]);
    await shown(true);
    expect(await showPerson(centre(), other)).toMatchObject({ photo: null });
  });
});
