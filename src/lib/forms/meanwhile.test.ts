import { describe, expect, it } from 'vitest';
import { divergences, settle, unitOf } from './meanwhile.ts';
import { readForm } from './read-form.ts';

const was = { familyName: 'Ли', phone: '1', 'languages.kk': 'c1', 'names.en.familyName': 'Lee', 'names.en.givenName': 'Yan' };
const sent = (values: object) => ({ was: JSON.stringify(was), ...was, ...values });

describe('what two people changed', () => {
  it('is asked about only where both touched it, or where only the other did, her value chosen beforehand', () => {
    const now = { ...was, familyName: 'Лим', phone: '2', 'languages.ru': 'native' };
    expect(divergences(sent({ familyName: 'Лин', 'names.en.givenName': 'Jan' }), now)).toEqual([
      { unit: 'familyName', now: { familyName: 'Лим' }, mine: { familyName: 'Лин' }, take: '' },
      { unit: 'phone', now: { phone: '2' }, mine: { phone: '1' }, take: 'theirs' },
      { unit: 'languages', now: { 'languages.kk': 'c1', 'languages.ru': 'native' }, mine: { 'languages.kk': 'c1' }, take: 'theirs' },
    ]);
    expect(divergences(sent({ phone: '2' }), { ...was, phone: '2' })).toEqual([]);
    expect(divergences(sent({ was: 'no json', phone: '3' }), was)).toMatchObject([{ unit: 'phone', take: '' }]);
  });

  it('stays asked until it is decided, whatever else is wrong with the form', () => {
    const now = { ...was, familyName: 'Лим' };
    const again = { ...sent({ familyName: 'Лин' }), was: JSON.stringify(now), base: JSON.stringify(was), asked: ['familyName'] };
    expect(divergences(again, now)).toMatchObject([{ unit: 'familyName', take: '' }]);
  });

  it('is written as it was decided', () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      was: JSON.stringify({ familyName: 'Лим', 'names.en.familyName': 'Lim', languages: ['kk', 'ru'] }),
      familyName: 'Лин', phone: '3', 'names.en.familyName': 'Lee', 'names.en.givenName': 'Yan', 'take.familyName': 'mine', 'take.names.en': 'theirs', 'take.languages': 'theirs',
    })) form.set(name, value); // prettier-ignore
    form.append('languages[]', '');
    form.append('languages[]', 'hy');
    for (const unit of ['familyName', 'names.en', 'languages', 'phone']) form.append('asked[]', unit);
    expect(settle(form)).toEqual(['phone']);
    expect(readForm(form).values).toMatchObject({ familyName: 'Лин', 'names.en.familyName': 'Lim', 'names.en.givenName': '', languages: ['kk', 'ru'], phone: '3' });
  });

  it('is told apart by fields, languages and spellings', () => {
    expect(['name.kk', 'languages.kk', 'languages', 'names.ru.givenName', 'arrangement.kind'].map(unitOf)).toEqual(['name.kk', 'languages', 'languages', 'names.ru', 'arrangement.kind']);
  });
});
