/**
 * Tells one account what waits for it and kills itself with SIGKILL in the middle: while the modules are asked (after the day was taken, before
 * the mail), or after the commit and before the mail goes out. Arguments: database address, data folder, id of the day, where to die
 * (asked, told; live: survive).
 */
import { openInstallation } from '#server/installation.ts';
import { registerTaskSource, tellWaiting } from '#server/modules/access/index.ts';
import { fixedClock } from '#server/platform/clock.ts';
import { readConfig } from '#server/platform/config.ts';

const [url = '', dataDir = '', digestId = '', at = 'live'] = process.argv.slice(2);
/** A working Monday at ten in Almaty: at another hour a digest waits for the next one. */
const MORNING = new Date('2026-05-18T05:00:00Z');
const { platform, close } = await openInstallation(readConfig({}, { databaseUrl: url, dataDir, logLevel: 'silent' }), { work: false, follow: false, clock: fixedClock(MORNING) });
registerTaskSource({
  name: 'fault',
  tasksFor: async () => {
    if (at === 'asked') process.kill(process.pid, 'SIGKILL');
    return [{ id: 'fault.waits', what: { key: 'people.task.own_attestation' }, about: null, path: '/my-day', until: null, minutes: 5, timeZone: null }];
  },
  appointmentsFor: async () => [],
});

await tellWaiting(platform, digestId);
if (at === 'told') process.kill(process.pid, 'SIGKILL');
process.stdout.write('acknowledged\n');
await close();
