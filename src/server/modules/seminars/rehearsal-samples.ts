import type { Ctx } from '#server/platform/context.ts';
import { networkOf, profileOf } from '#server/modules/people/index.ts';
import { noticeFor } from './notices.ts';
import { place } from './registrations.service.ts';
import { registerCollective } from './collectives.service.ts';
import type { OpenEvent } from './seminars.access.ts';
import type { RegistrationRole, RegistrationState } from './seminars.tables.ts';
import { holdSeats } from './waiting.service.ts';
import type { Locale } from '#lib/i18n/index.ts';

interface Sample {
  name: string;
  country: string;
  locale: Locale;
  organisation: string;
  role?: RegistrationRole;
}

/** Invented people, such as take part in a seminar: several countries, alphabets and parts. */
const PEOPLE: readonly Sample[] = [
  { name: 'Үлгіқызы Айжан', country: 'KZ', locale: 'kk', organisation: 'Үлгі аудандық кітапханасы' },
  { name: 'Үлгібаев Санжар', country: 'KZ', locale: 'kk', organisation: 'Үлгі ауылдық кітапханасы' },
  { name: 'Примерова Алла Игоревна', country: 'RU', locale: 'ru', organisation: 'Примерная центральная библиотека' },
  { name: 'Образцов Лев Петрович', country: 'RU', locale: 'ru', organisation: 'Учебная библиотека', role: 'speaker' },
  { name: 'Прыкладная Алеся', country: 'BY', locale: 'be', organisation: 'Узорная раённая бібліятэка' },
  { name: 'Үлгүева Айпери', country: 'KG', locale: 'ky', organisation: 'Үлгү китепканасы' },
  { name: 'Օրինակյան Անուշ', country: 'AM', locale: 'hy', organisation: 'Օրինակելի գրադարան' },
  { name: 'Practice Anna', country: 'GB', locale: 'en', organisation: 'Sample Library' },
];
const READING_ROOM = ['Мысалова Гүлнар', 'Мысалов Ерлан', 'Жаттығова Мадина', 'Жаттығов Дәурен'];

/**
 * Sample participants of a rehearsal: single people, some waiting for a decision where the organiser decides, and a reading room with a
 * list. Made as real ones are, so that places, rooms, links and (held) mails are there to practise with.
 */
export async function addSamples(tx: Ctx, event: OpenEvent): Promise<void> {
  const network = await networkOf(tx);
  for (const [index, sample] of PEOPLE.entries()) {
    const held = await holdSeats(tx, event.id);
    if (!held) return;
    const state: RegistrationState | null = event.approvalRequired && index % 3 === 2 ? 'pending' : null;
    await place(
      tx,
      held,
      {
        name: sample.name,
        email: `participant${index + 1}@rehearsal.example`,
        country: sample.country,
        organisation: sample.organisation,
        position: '',
        role: sample.role ?? 'listener',
        certificateLocale: sample.locale,
        mailLocale: sample.locale,
        timeZone: (await profileOf(tx, sample.country)).defaultZone.value,
        noticeVersion: (await noticeFor(tx, sample.country, network.country)).version,
        key: null,
      },
      state,
    );
  }
  await registerCollective(
    tx,
    event.id,
    {
      country: network.country,
      organisation: 'Үлгі ауылдық кітапханасы',
      settlement: 'Үлгі',
      contactName: 'Мысалова Гүлнар',
      contactEmail: 'room@rehearsal.example',
      certificateLocale: 'kk',
      mailLocale: 'kk',
      names: READING_ROOM.join('\n'),
      rightStated: 'yes',
      noticeVersion: (await noticeFor(tx, network.country, network.country)).version,
      leaveOut: false,
      tidy: false,
    },
    null,
  );
}
