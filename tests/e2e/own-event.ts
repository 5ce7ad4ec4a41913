import type { Page } from 'playwright-core';

export interface OwnEvent {
  title: string;
  capacity?: number;
  approval?: boolean;
  /** Days from now on which it takes place; at 10:00 in Pavlodar. */
  inDays?: number;
}

const day = (inDays: number) => new Date(Date.now() + inDays * 86_400_000).toISOString().slice(0, 10);

/** A published event of a test's own, made as a coordinator makes one: form, sitting, publication. Returns its id. */
export async function ownEvent(staff: Page, { title, capacity, approval = false, inDays = 10 }: OwnEvent): Promise<string> {
  await staff.goto('/ru/manage/seminars/new');
  await staff.fill('[name="title.ru"]', title);
  await staff.fill('[name="summary.ru"]', 'Проверка регистрации.');
  if (capacity !== undefined) await staff.fill('[name=capacity]', String(capacity));
  if (approval) await staff.check('[name=approvalRequired]');
  await staff.getByRole('button', { name: 'Сохранить' }).click();
  await staff.waitForURL(/\/programme\?created/);
  const id = /seminars\/([0-9a-f-]{36})/.exec(staff.url())?.[1] ?? '';
  await staff.goto(`/ru/manage/seminars/${id}/programme/sessions/new`);
  await staff.fill('[name=date]', day(inDays));
  await staff.fill('[name=starts]', '10:00');
  await staff.fill('[name=ends]', '12:00');
  await staff.getByRole('button', { name: 'Сохранить' }).click();
  await staff.waitForURL(/\/programme\?done=saved/);
  await staff.goto(`/ru/manage/seminars/${id}`);
  await staff.getByRole('button', { name: 'Опубликовать' }).click();
  await staff.waitForURL(/done=published/);
  return id;
}
