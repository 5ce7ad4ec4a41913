import { rm } from 'node:fs/promises';
import { addDays, localDate } from '#server/platform/time/wall-time.ts';
import { createRandom } from '#server/seed/random.ts';
import { makeEvent, withInstallation, ZONE } from '../tests/running/network.ts';
import { startProduct } from '../tests/running/product.ts';

/** The demo network and the events that measurements are taken on. */
export interface BenchNetwork {
  /** Sixty talks by fifty speakers in five sections on two days, open for registration without a limit of places. */
  largeEventId: string;
  /** As many places as the race is about. */
  raceEventId: string;
  racePlaces: number;
}

/** Fills a data folder: the demo as a person starts it, then our events through the doors of the modules. */
export async function prepareNetwork(dataDir: string, quick: boolean): Promise<BenchNetwork> {
  await rm(dataDir, { recursive: true, force: true });
  const demo = await startProduct({ dataDir, demo: true });
  await demo.stop();
  return withInstallation(dataDir, async (ctx, organisationId) => {
    const random = createRandom(60);
    const racePlaces = quick ? 5 : 500;
    const from = addDays(localDate(ctx.clock.now(), ZONE), 10);
    const large = await makeEvent(ctx, random, organisationId, { talks: 60, speakers: 50, capacity: undefined, from });
    const race = await makeEvent(ctx, random, organisationId, { talks: 2, speakers: 2, capacity: racePlaces, from });
    return { largeEventId: large.eventId, raceEventId: race.eventId, racePlaces };
  });
}
