import { describe, expect, it } from 'vitest';
import { formView } from '#lib/forms/index.ts';
import { changedRows, rowsShown } from './form-rows.ts';

function form(values: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}
const typed = { revision: '3', 'steps.0.step': '0', 'steps.0.label.ru': 'нет', 'steps.1.step': '1', 'steps.1.label.ru': 'есть', 'steps.2.step': '2', 'steps.2.label.ru': '' };

describe('rows of a form without a script', () => {
  it('get one more, and everything typed stays', () => {
    const state = changedRows(form(typed), 'steps');
    expect(state.values).toEqual({ ...typed, 'steps-rows': '4' });
    expect(rowsShown(formView(state), 'steps', 2)).toBe(4);
  });

  it('lose one from the middle, and those behind it move up', () => {
    const state = changedRows(form({ ...typed, remove: '1' }), 'steps');
    expect(state.values).toEqual({ revision: '3', remove: '1', 'steps.0.step': '0', 'steps.0.label.ru': 'нет', 'steps.1.step': '2', 'steps.1.label.ru': '', 'steps-rows': '2' });
    expect(rowsShown(formView(state), 'steps', 9)).toBe(2);
  });

  it('are those that are stored at the first look', () => expect(rowsShown(formView(null), 'steps', 5)).toBe(5));
});
