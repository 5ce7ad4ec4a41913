import { describe, expect, it } from 'vitest';
import type { Locale } from '#lib/i18n/locales.ts';
import { message } from './messages-catalogue.ts';
import { buttonFaults, styleFaults } from './messages-style.ts';

function faults(locale: Locale, text: string, { en = 'Text', ru = 'Текст' } = {}): string[] {
  const english = message('en', 'x.y', locale === 'en' ? text : en);
  return styleFaults(message(locale, 'x.y', text), english, message('ru', 'x.y', locale === 'ru' ? text : ru));
}
const button = (locale: Locale, text: string) => buttonFaults(message(locale, 'x.button.y', text));

describe('the rules of style refuse', () => {
  it.each<[Locale, string, string, { en?: string; ru?: string }?]>([
    ['ru', 'Готово!', 'an exclamation mark'],
    ['ru', 'Файл "план"', 'straight quotes'],
    ['ru', 'Загрузка...', 'three dots'],
    ['ru', 'Два  пробела', 'two spaces'],
    ['ru', 'Пробел , запятая', 'a space before a punctuation mark'],
    ['ru', 'Мягкий\u00ADперенос', 'an invisible sign'],
    ['ru', 'Мақсат', 'the letter қ does not belong'],
    ['ky', 'Құжат', 'the letter қ does not belong'],
    ['ky', 'Тіркеу', 'the letter і does not belong'],
    ['be', 'Абвестка и спис', 'the letter и does not belong'],
    ['be', 'Прадоўжаныя щыты', 'the letter щ does not belong'],
    ['be', 'Яна з’явіцца', "' in Belarusian"],
    ['en', "The organiser's time", '’ in English'],
    ['kk', '{name}-ға жіберілді', 'a case ending'],
    ['kk', '{time} дейін', 'a word that wants one'],
    ['ky', '{name}го жөнөтүлдү', 'a case ending'],
    ['ky', '{time} чейин', 'a word that wants one'],
    ['hy', '{name}-ի հավաստագիրը', 'a case ending'],
    ['kk', 'Кўп', 'the letter ў does not belong'],
    ['kk', 'Тiркелу', 'letters of two scripts in "Тiркелу"'],
    ['kk', 'Online қатысу', 'the Latin word "Online"'],
    ['kk', '{n, plural, one {# құжат} other {# dokument}}', 'the Latin word "dokument"'],
    ['kk', 'Бұл өрісті толтырыңыз', 'where Russian ends with "."', { ru: 'Заполните поле.' }],
    ['kk', 'Барлығы.', 'ends with "."', { ru: 'Всего' }],
    ['hy', 'Լրացրեք դաշտը.', 'the Latin full stop', { ru: 'Заполните поле.' }],
    ['hy', 'Տեքստը երկար է. կրճատեք', 'the Latin full stop'],
    ['hy', 'Լրացրեք դաշտը:', 'the Latin colon', { ru: 'Заполните поле.' }],
    ['hy', 'Լրացրեք դաշտը', 'where Russian ends with "."', { ru: 'Заполните поле.' }],
    ['hy', 'Մոռացել եք?', 'the Latin question mark', { ru: 'Забыли?' }],
    ['hy', 'Մոռացել եք', 'a question without ՞', { ru: 'Забыли?' }],
    ['hy', 'Անուն եւ ազգանուն', 'եւ'],
    ['hy', 'Անուն Имя', 'the letter и does not belong'],
    ['en', 'Имя', 'the letter и does not belong'],
  ])('%s: %s', (locale, text, reason, other) => {
    expect(faults(locale, text, other).join('; ')).toContain(reason);
  });

  it.each<[Locale, string]>([
    ['ru', 'Изменение'],
    ['ru', 'Сохранить.'],
    ['kk', 'Сақта'],
    ['kk', 'Сақтаңыз'],
    ['ky', 'Өзгөрт'],
    ['be', 'Захаванне'],
    ['hy', 'Պահպանում'],
  ])('the %s button "%s"', (locale, text) => {
    expect(button(locale, text)).not.toEqual([]);
  });
});

describe('the rules of style let through', () => {
  it.each<[Locale, string, { en?: string; ru?: string }?]>([
    ['ru', 'Скачать для Excel (XLSX)', { en: 'Download for Excel (XLSX)' }],
    ['kk', 'Һәм ұғым, іңір, өсу', {}],
    ['be', "Аб'ява ў спісе, шчыра", {}],
    ['hy', 'Էլ. փոստ', {}],
    ['hy', 'Մոռացե՞լ եք գաղտնաբառը', { ru: 'Забыли пароль?' }],
    ['hy', 'Սխալի կոդ՝ {code}', { ru: 'Код ошибки: {code}' }],
    ['hy', 'Գրեք ժամը, օրինակ՝ 14:05։', { ru: 'Укажите время, например 14:05.' }],
  ])('%s: %s', (locale, text, other) => {
    expect(faults(locale, text, other)).toEqual([]);
  });

  it.each<[Locale, string]>([
    ['ru', 'Отправить {count, plural, one {# письмо} few {# письма} many {# писем} other {# письма}}'],
    ['kk', 'Тізімді экспорттау'],
    ['ky', 'Тизмени сактоо'],
    ['be', 'Дадаць удзельніка'],
    ['hy', 'Հրապարակել ծրագիրը'],
    ['hy', 'Մուտք գործել'],
  ])('the %s button "%s"', (locale, text) => {
    expect(button(locale, text)).toEqual([]);
  });
});
