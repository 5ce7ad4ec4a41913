import { describe, expect, it } from 'vitest';
import { compareText } from './collate.ts';
import { LOCALES, type Locale } from './locales.ts';

// The alphabets as schools teach them. Case and accents are the second difference, so one case is enough here.
const ALPHABETS: Readonly<Record<Locale, string>> = {
  kk: 'а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я',
  ru: 'а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я',
  en: 'a b c d e f g h i j k l m n o p q r s t u v w x y z',
  ky: 'а б в г д е ё ж з и й к л м н ң о ө п р с т у ү ф х ц ч ш щ ъ ы ь э ю я',
  be: 'а б в г д е ё ж з і й к л м н о п р с т у ў ф х ц ч ш ы ь э ю я',
  hy: 'ա բ գ դ ե զ է ը թ ժ ի լ խ ծ կ հ ձ ղ ճ մ յ ն շ ո չ պ ջ ռ ս վ տ ր ց ւ փ ք օ ֆ',
};

describe('sorting', () => {
  it.each(LOCALES)('follows the alphabet of %s', (locale) => {
    const alphabet = ALPHABETS[locale].split(' ');
    expect([...alphabet].reverse().sort(compareText(locale))).toEqual(alphabet);
  });

  it('puts Kazakh surnames where a Kazakh reader looks for them', () => {
    const names = [
      'Қасымов',
      'Кенжебаев',
      'Ұзақбаев',
      'Уәлиев',
      'Әбдіров',
      'Асанов',
      'Байжанов',
      'Һашимов',
      'Ибраев',
      'Ілиясов',
      'Жүнісов',
    ];
    expect(names.sort(compareText('kk'))).toEqual([
      'Асанов',
      'Әбдіров',
      'Байжанов',
      'Жүнісов',
      'Ибраев',
      'Кенжебаев',
      'Қасымов',
      'Уәлиев',
      'Ұзақбаев',
      'Һашимов',
      'Ілиясов',
    ]);
  });

  it('keeps Russian ё beside е, numbers by value and small letters before capitals', () => {
    expect(['ёлка', 'ель', 'жук', 'елей'].sort(compareText('ru'))).toEqual(['елей', 'ёлка', 'ель', 'жук']);
    expect(['Школа 10', 'Школа 9', 'школа 9'].sort(compareText('ru'))).toEqual(['школа 9', 'Школа 9', 'Школа 10']);
  });
});
