import type { Page } from 'playwright-core';
import { findOn, sendForm } from './sending.ts';

export interface OwnEvent {
  title: string;
  capacity?: number;
  approval?: boolean;
  /** Days from now on which it takes place; at 10:00 in Pavlodar. */
  inDays?: number;
}

const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

/** A published event of a test's own: form, sitting, publication. Returns its id. `staff` is signed in as a coordinator. */
export async function ownEvent(staff: Page, { title, capacity, approval = false, inDays = 10 }: OwnEvent): Promise<string> {
  const organisation = await findOn(staff, '/ru/manage/seminars/new', /name="organisationId"[\s\S]*?value="([0-9a-f-]{36})"/);
  const made = await sendForm(staff, '/ru/manage/seminars/new', [
    ['original', 'ru'],
    ['form', 'seminar'],
    ['organisationId', organisation],
    ['title.ru', title],
    ['summary.ru', 'Проверка регистрации.'],
    ['timeZone', 'Asia/Almaty'],
    ['languages[]', 'ru'],
    ...['KZ', 'RU', 'BY', 'KG', 'AM'].map((code) => ['countries[]', code] as const),
    ['contactEmail', 'seminar@example.kz'],
    ...(capacity === undefined ? [] : [['capacity', String(capacity)] as const]),
    ...(approval ? [['approvalRequired', 'yes'] as const] : []),
    ['percent', '85'],
    ['combine', 'all_of'],
  ]);
  const id = /seminars\/([0-9a-f-]{36})/.exec(made)?.[1] ?? '';
  await sendForm(staff, `/ru/manage/seminars/${id}/programme/sessions/new?/save`, [
    ['original', 'ru'],
    ['date', day(inDays)],
    ['starts', '10:00'],
    ['ends', '12:00'],
  ]);
  await sendForm(staff, `/ru/manage/seminars/${id}?/publish`, []);
  return id;
}
