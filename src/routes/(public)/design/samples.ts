/** Invented people and numbers for the page of parts. Names stay in their own script in every language, as in life. */
export const PEOPLE = [
  { id: '1', lang: 'kk', name: 'Сәтбаева Айгүл Ерланқызы', country: 'KZ', minutes: 342, state: 'confirmed' },
  { id: '2', lang: 'ky', name: 'Токтогулова Нурзат', country: 'KG', minutes: 318, state: 'confirmed' },
  { id: '3', lang: 'be', name: 'Лукашэвіч Вольга Мікалаеўна', country: 'BY', minutes: 96, state: 'waiting' },
  { id: '4', lang: 'hy', name: 'Հակոբյան Անի', country: 'AM', minutes: 355, state: 'confirmed' },
  {
    id: '5',
    lang: 'ru',
    name: 'Константинопольская Маргарита Всеволодовна',
    country: 'RU',
    minutes: 0,
    state: 'revoked',
  },
] as const;
export type Person = (typeof PEOPLE)[number];

export const BY_COUNTRY = [
  { country: 'KZ', registered: 186, whole: 131, part: 29, absent: 26 },
  { country: 'RU', registered: 92, whole: 60, part: 17, absent: 15 },
  { country: 'BY', registered: 54, whole: 38, part: 6, absent: 10 },
  { country: 'KG', registered: 41, whole: 27, part: 4, absent: 10 },
  { country: 'AM', registered: 27, whole: 15, part: 7, absent: 5 },
] as const;

/** Registrations of each of 14 days; null: that day was not counted last year. */
export const THIS_YEAR = [4, 6, 5, 9, 11, 10, 14, 21, 26, 31, 44, 58, 72, 89];
export const LAST_YEAR = [3, 3, 7, 6, null, null, 9, 12, 18, 17, 25, 33, 37, 46];

export const SEMINAR_START = Date.UTC(2026, 4, 18, 4, 0);
export const DATA_DAY = Date.UTC(2026, 4, 15, 7, 0);
export const HOST_ZONE = 'Asia/Almaty';
