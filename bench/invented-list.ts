import { parentPort, workerData } from 'node:worker_threads';
import { toXlsx } from '#server/platform/tabular/export.ts';
import { createRandom } from '#server/seed/random.ts';
import { invent } from './cases/registry.ts';

export interface ListWish {
  rows: number;
  codes: string[];
}

const { rows, codes } = workerData as ListWish;
const random = createRandom(rows);
const bytes = await toXlsx({
  title: 'x',
  columns: ['ФИО', 'Дата рождения', 'Библиотека', 'Должность', 'Дата приёма', 'Образование', 'Телефон'].map((title) => ({ title })),
  rows: Array.from({ length: rows }, (_, index) => {
    const { familyName, givenName } = invent(random);
    return [`${familyName} ${givenName}`, { date: `${random.int(1958, 2003)}-0${random.int(1, 9)}-${String(random.int(10, 28))}` }, random.pick(codes), 'Библиотекарь', { date: '2015-09-01' }, 'высшее библиотечное', `8701${String(1_000_000 + index)}`];
  }),
});
parentPort?.postMessage(new Uint8Array(bytes));
