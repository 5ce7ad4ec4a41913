import { describe, expect, it } from 'vitest';
import { readPaste } from './programme-paste.ts';

describe('rows pasted from a table', () => {
  it('become talks, whatever language names countries and languages', () => {
    const text = [
      'Начало\tКонец\tНазвание\tДокладчик\tСтрана\tЯзык',
      '10:00\t10:20\tОткрытие. Приветственное слово',
      '10.20\t10.40\tВолонтёрство как путь в профессию\tЛукашэвіч Вера; Навіцкая Ганна\tБеларусь\tбеларуская',
      '',
      '1040\t11:00\t"Жаңа ""мүмкіндіктер"""\tТоктогулова Нургүл\tҚырғызстан\tқырғыз тілінде',
      '11:00–11:15\tПерерыв, 15 минут',
      '11:15\t12:00\tКруглый стол\t\tKZ\tрусский язык',
    ].join('\r\n');
    expect(readPaste(text)).toEqual({
      problems: [],
      rows: [
        { row: 2, kind: 'opening', starts: '10:00', ends: '10:20', title: 'Открытие. Приветственное слово', speakers: [], country: null, language: null },
        { row: 3, kind: 'talk', starts: '10:20', ends: '10:40', title: 'Волонтёрство как путь в профессию', speakers: ['Лукашэвіч Вера', 'Навіцкая Ганна'], country: 'BY', language: 'be' },
        { row: 5, kind: 'talk', starts: '10:40', ends: '11:00', title: 'Жаңа "мүмкіндіктер"', speakers: ['Токтогулова Нургүл'], country: 'KG', language: 'ky' },
        { row: 6, kind: 'break', starts: '11:00', ends: '11:15', title: 'Перерыв, 15 минут', speakers: [], country: null, language: null },
        { row: 7, kind: 'discussion', starts: '11:15', ends: '12:00', title: 'Круглый стол', speakers: [], country: 'KZ', language: 'ru' },
      ],
    });
  });

  it.each([
    ['25:00\t10:40\tДоклад', 'paste.no_times'],
    ['10:20\tДоклад\tИванова', 'paste.no_times'],
    ['10:20\t10:40\t', 'paste.no_title'],
    ['10:20\t10:40\tДоклад\tИванова\tНарния', 'paste.country'],
    ['10:20\t10:40\tДоклад\tИванова\tРоссия\tэльфийский', 'paste.language'],
    [`10:20\t10:40\t${'я'.repeat(251)}`, 'text.too_long'],
  ])('are refused one by one: %j', (line, code) => {
    const { rows, problems } = readPaste(`09:00\t09:20\tОткрытие\n${line}`);
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ row: 2, code }]);
  });

  it('takes only a first row without figures for heads', () => {
    expect(readPaste('Начало\tКонец\tНазвание').problems).toEqual([]);
    expect(readPaste('10:00\t10:20\tОткрытие\nНачало\tКонец\tНазвание').problems).toMatchObject([{ row: 2 }]);
  });
});
