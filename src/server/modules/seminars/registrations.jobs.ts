import type { Platform } from '#server/platform/platform.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { eraseExpired, eraseLists } from './personal-data.service.ts';
import { registerRegistrationMails } from './registrations.mail.ts';
import { sendReminders, startTelling, tellParticipants } from './telling.service.ts';
import { fillSeats } from './waiting.service.ts';

/** Mails and jobs of registrations; called once in modules.ts. Times of the schedule are UTC. */
export function registerRegistrations(platform: Platform): void {
  registerRegistrationMails(platform);
  platform.jobs.handleTask('seminars.fill_seats', async (ids, at) => void (await fillSeats(systemCtx(at, ids.networkId ?? '', 'waiting list'), ids.eventId ?? '')));
  platform.jobs.handleTask('seminars.tell_change', (ids, at) => startTelling(at, ids));
  platform.jobs.handleJob('seminars.tell_participants', tellParticipants);
  platform.jobs.handleTask('seminars.send_reminders', async (_, at) => void (await sendReminders(at)));
  platform.jobs.schedule('seminars.send_reminders', '7 * * * *');
  platform.jobs.handleTask('seminars.erase_expired', async (_, at) => void (await eraseExpired(at)));
  platform.jobs.schedule('seminars.erase_expired', '17 22 * * *');
  platform.jobs.handleTask('seminars.erase_lists', async (_, at) => void (await eraseLists(at)));
  platform.jobs.schedule('seminars.erase_lists', '27 22 * * *');
}
