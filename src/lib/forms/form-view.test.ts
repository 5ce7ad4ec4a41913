import { describe, expect, it } from 'vitest';
import { fieldId, fieldState, formView, summaryLines } from './form-view.ts';

const view = formView({
  values: { name: 'Ай', languages: ['kk'] },
  problems: [
    { field: 'name', text: 'Write at least 3 characters.' },
    { field: 'name', text: 'a second problem of the same field' },
    { field: '', text: 'All places are taken.' },
  ],
});

describe('the page after a wrong answer', () => {
  it('lists each field once in the summary and links to its control', () => {
    expect(summaryLines(view, { name: 'Name' })).toEqual([
      { label: 'Name', text: 'Write at least 3 characters.', href: '#f-name' },
      { label: null, text: 'All places are taken.', href: null },
    ]);
    const translated = formView({ values: {}, problems: [{ field: 'title.kk', text: 'Fill in this field.' }] });
    expect(summaryLines(translated, { title: 'Title' })[0]).toMatchObject({ label: 'Title', href: '#f-title-kk' });
    expect(fieldId('title.kk')).toBe('f-title-kk');
    expect(fieldId('languages[]')).toBe('f-languages');
  });

  it('keeps fields of one name in two forms of a page apart', () => {
    const second = formView({ values: { name: '' }, problems: [{ field: 'name', text: 'Fill in this field.' }] }, 'ask');
    expect([fieldState(second, 'name', null, false).id, summaryLines(second)[0]?.href]).toEqual(['f-ask-name', '#f-ask-name']);
    expect(fieldState(formView(null), 'name', null, false).id).toBe('f-name');
  });

  it('ties hint and error to the control, hint first', () => {
    expect(fieldState(view, 'name', null, true)).toEqual({
      id: 'f-name',
      value: 'Ай',
      error: 'Write at least 3 characters.',
      describedBy: 'f-name-hint f-name-error',
    });
  });

  it('shows what was typed rather than what is stored', () => {
    expect(fieldState(view, 'name', 'stored', false).value).toBe('Ай');
    expect(fieldState(view, 'languages[]', ['ru', 'hy'], false).value).toEqual(['kk']);
  });

  it('keeps what was emptied empty', () => {
    expect(fieldState(view, 'note', 'stored', false).value).toBe('');
    expect(fieldState(view, 'countries[]', ['KZ'], false).value).toEqual([]);
  });
});

describe('the page at the first visit', () => {
  it('shows what is stored and has no errors', () => {
    const first = formView(null);
    expect(fieldState(first, 'seats', 7, false)).toEqual({
      id: 'f-seats',
      value: '7',
      error: undefined,
      describedBy: undefined,
    });
    expect(fieldState(first, 'languages[]', ['ru'], false).value).toEqual(['ru']);
    expect(summaryLines(first)).toEqual([]);
  });
});
