import { newId } from '#server/platform/ids.ts';
import type { NewIssue } from './credentials.schemas.ts';

/** A complete wish for a certificate; what a test is about is given, the rest is plausible. Everybody in it is invented. */
export function newIssue(organisationId: string, given: Partial<NewIssue> = {}): NewIssue {
  return {
    organisationId,
    kind: 'attendance',
    locale: 'ru',
    holderName: 'Анна Сергеевна Лукьянова',
    holderIsMinor: false,
    fields: {
      role: 'participant',
      eventKind: 'Международный научно-практический онлайн-семинар',
      eventTitle: 'Компетенции профессионала завтрашнего дня. Библиотека в системе профориентации',
      organisation: 'Методический центр областной библиотеки',
      dates: '18–19 мая 2026 г.',
      roleLine: null,
      minutesLine: 'участие: 345 минут',
      hoursLine: null,
      ruleLine: 'присутствие 92 % при правиле не менее 85 %',
      collectiveLine: null,
      legalLine: 'Не является документом о квалификации',
      signatories: [{ post: 'Директор', name: 'Ж. Б. Ахметова' }],
    },
    sourceType: 'seminars.registration',
    sourceId: newId(),
    issuedOn: '2026-05-20',
    mailAddress: null,
    ...given,
  };
}
