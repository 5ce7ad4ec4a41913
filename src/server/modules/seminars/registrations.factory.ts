import type { CollectiveInput, OrganiserEntry, RegistrationInput } from './registrations.schemas.ts';
import type { ListOptions } from './collectives.service.ts';

/** Forms as participants would send them, for tests: each with what matters to the test changed. */
export function registrationForm(change: Partial<RegistrationInput> = {}): RegistrationInput {
  return {
    country: 'KZ',
    name: 'Сейітқызы Әсел',
    email: 'asel@example.kz',
    organisation: 'Ақсу аудандық кітапханасы',
    position: 'кітапханашы',
    role: 'listener',
    certificateLocale: 'kk',
    mailLocale: 'kk',
    noticeVersion: `${(change.country ?? 'KZ').toLowerCase()}-2026-11`,
    ...change,
  };
}

export function collectiveForm(names: readonly string[] | string, change: Partial<CollectiveInput & ListOptions> = {}): CollectiveInput & ListOptions {
  return {
    country: 'KZ',
    organisation: 'Железин ауылдық кітапханасы',
    settlement: 'Железинка',
    contactName: 'Омарова Гүлмира',
    contactEmail: 'gulmira@example.kz',
    certificateLocale: 'kk',
    mailLocale: 'ru',
    names: typeof names === 'string' ? names : names.join('\n'),
    rightStated: 'yes',
    noticeVersion: 'kz-2026-11',
    leaveOut: false,
    tidy: false,
    ...change,
  };
}

export function handEntry(change: Partial<OrganiserEntry> = {}): OrganiserEntry {
  return { country: 'RU', name: 'Петрова Анна', organisation: '', position: '', role: 'listener', certificateLocale: 'ru', mailLocale: 'ru', ...change };
}

const FAMILY = ['Касымова', 'Ахметова', 'Иванова', 'Сарғсян', 'Лукашэвіч', 'Токтогулова', 'Нұрғалиева', 'Ковалёва', 'Әбенова', 'Смагулова'];
const GIVEN = ['Айгуль', 'Сауле', 'Мария', 'Анна', 'Вольга', 'Назгүл', 'Дана', 'Жанар', 'Елена', 'Лаура'];
const CONSONANTS = 'бвгджзклмнпрстф';

/** Names that are all different, as a person would write them: family name, name and an invented third one. */
export function manyNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const third = [0, 1, 2].map((place) => `${CONSONANTS[Math.floor(index / 15 ** place) % 15]}а`).join('');
    return `${FAMILY[index % 10]} ${GIVEN[Math.floor(index / 10) % 10]} ${third[0]?.toUpperCase()}${third.slice(1)}`;
  });
}
