import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { fillShipped, listOffersFor } from '#server/modules/competencies/index.ts';
import { cancelEvent, nameCompetency, showTeaching, type TeachingDesk } from '#server/modules/seminars/index.ts';
import { publishedEvent } from '#server/modules/seminars/seminars.factory.ts';
import type { Ctx } from '#server/platform/context.ts';
import { rolledBack, testInstallation } from '#server/testing/installation.ts';

const at = testInstallation();

/** How each module that offers something makes an offer of its own and takes it back. */
const FILLERS: Record<string, { source: string; offer(tx: Ctx): Promise<string>; takeBack(tx: Ctx, id: string): Promise<void> }> = {
  seminars: {
    source: 'seminars.event',
    async offer(tx) {
      const { eventId } = await publishedEvent(tx, at.organisationId, { capacity: 20 });
      const { competencies }: TeachingDesk = await showTeaching(tx, eventId);
      await nameCompetency(tx, eventId, { competencyId: competencies[0]?.competencyId ?? '', toStep: 2 });
      return eventId;
    },
    takeBack: (tx, id) => cancelEvent(tx, id, { reason: 'Метель' }),
  },
};

const modules = join(import.meta.dirname, '../../src/server/modules');
const fills = (name: string) => readdirSync(join(modules, name)).some((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && /\bpublishOffer\(/.test(readFileSync(join(modules, name, file), 'utf8')));

describe('the port of offers', () => {
  it('is filled by the modules that are tried here', () => {
    expect(readdirSync(modules).filter((name) => name !== 'competencies' && fills(name))).toEqual(Object.keys(FILLERS));
  });

  it.each(Object.entries(FILLERS))('%s offers what can be found, read about and taken back', (_name, filler) =>
    rolledBack(at.ctx(), async (tx) => {
      await fillShipped(tx);
      const before = (await listOffersFor(at.system(), { frameworkId: null, mine: false })).count;
      const id = await filler.offer(tx);
      const { count, groups } = await listOffersFor({ ...at.system(), db: tx.db, inTx: true, afterCommit: [] }, { frameworkId: null, mine: false });
      expect(count).toBe(before + 1);
      const offer = groups.flatMap(({ offers }) => offers).find((one) => one.offer.path.includes(id))?.offer;
      expect(offer?.path).toMatch(/^\/[a-z]/);
      expect(Object.values(offer?.title ?? {}).length).toBeGreaterThan(0);
      expect(offer?.taught.length).toBeGreaterThan(0);
      expect(offer?.minutes ?? 1).toBeGreaterThan(0);
      const { rows } = await sql`select from competencies.offer where network_id = ${tx.networkId} and source_type = ${filler.source} and source_id = ${id}`.execute(tx.db);
      expect(rows).toHaveLength(1);
      await filler.takeBack(tx, id);
      expect((await listOffersFor({ ...at.system(), db: tx.db, inTx: true, afterCommit: [] }, { frameworkId: null, mine: false })).count).toBe(before);
    }),
  );
});
