import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readForm } from './read-form.ts';

function form(entries: readonly (readonly [string, string | File])[]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe('a sent form', () => {
  it('puts parts and lists in their places for the schema', () => {
    const data = form([
      ['name', 'Айгүл'],
      ['title.kk', 'Оқу'],
      ['title.ru', 'Чтение'],
      ['languages[]', 'kk'],
    ]);
    expect(readForm(data).input).toEqual({ name: 'Айгүл', title: { kk: 'Оқу', ru: 'Чтение' }, languages: ['kk'] });
  });

  it('takes an empty answer as absent, so that it is not read as zero', () => {
    const schema = z.object({ seats: z.coerce.number() });
    expect(schema.safeParse(readForm(form([['seats', '  ']])).input).success).toBe(false);
    expect(schema.parse(readForm(form([['seats', '0']])).input)).toEqual({ seats: 0 });
  });

  it('keeps everything typed, spaces and line breaks too', () => {
    const { values } = readForm(
      form([
        ['note', ' two\r\nlines '],
        ['empty', ''],
        ['languages[]', ''],
        ['languages[]', 'kk'],
      ]),
    );
    expect(values).toEqual({ note: ' two\nlines ', empty: '', languages: ['kk'] });
  });

  it('leaves zero bytes out', () => {
    const form = new FormData();
    form.append('reason', 'a\0b');
    expect(readForm(form)).toEqual({ values: { reason: 'ab' }, input: { reason: 'ab' } });
  });

  it('tells "no box ticked" from "not asked"', () => {
    expect(readForm(form([['languages[]', '']]))).toEqual({ values: { languages: [] }, input: { languages: [] } });
    expect(readForm(form([]))).toEqual({ values: {}, input: {} });
  });

  it('never sends a password back but hands it to the schema', () => {
    const { values, input } = readForm(form([['newPassword', 'hunter2']]));
    expect(values).toEqual({});
    expect(input).toEqual({ newPassword: 'hunter2' });
  });

  it('does not let a field name reach the prototype', () => {
    const { input, values } = readForm(
      form([
        ['__proto__.polluted', 'yes'],
        ['a.constructor.b', 'x'],
      ]),
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect({ input, values }).toEqual({ input: {}, values: {} });
  });

  it('hands a file to the schema and an empty file field as absent', () => {
    const { input, values } = readForm(
      form([
        ['list', new File(['x'], 'a.csv')],
        ['photo', new File([], '')],
      ]),
    );
    expect(input['list']).toBeInstanceOf(File);
    expect('photo' in input).toBe(false);
    expect(values).toEqual({});
  });

  it('lets a later scalar not break on a part of the same name', () => {
    expect(
      readForm(
        form([
          ['a', 'x'],
          ['a.b', 'y'],
        ]),
      ).input,
    ).toEqual({ a: { b: 'y' } });
  });
});
