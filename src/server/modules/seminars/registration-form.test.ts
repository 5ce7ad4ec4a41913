import { describe, expect, it } from 'vitest';
import { emailOffer, furthestStep, isOtherScript, languagesInOrder, nameOffer, openStep, withCountry, type FormDraft } from './registration-form.ts';

const draft: FormDraft = { key: 'k', country: 'KZ', name: 'Сейітқызы Әсел', email: 'asel@example.kz', organisation: 'Ақсу', position: 'кітапханашы', role: 'speaker', certificateLocale: 'kk', mailLocale: 'ru', noticeVersion: 'kz-2026-11' };
const without = (...names: (keyof FormDraft)[]) => Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(name as keyof FormDraft))) as unknown as FormDraft;

describe('the steps of the form', () => {
  it.each([
    ['country', without('country')],
    ['person', without('email')],
    ['person', without('name')],
    ['work', without('organisation')],
    ['work', without('certificateLocale')],
    ['notice', without('noticeVersion')],
    ['check', draft],
    // Not asked everywhere: it is not waited for.
    ['check', without('position', 'role', 'mailLocale')],
  ] as const)('lead to %s', (step, answers) => expect(furthestStep(answers)).toBe(step));

  it('can be gone back to, and not skipped', () => {
    expect(openStep('person', draft)).toBe('person');
    expect(openStep('check', without('email'))).toBe('person');
    expect(openStep(null, draft)).toBe('check');
    expect(openStep('__proto__', without('country'))).toBe('country');
  });

  it('forget what another country does not ask, and its notice has to be read anew', () => {
    const moved = withCountry(draft, 'RU', 'KZ');
    expect(moved).toMatchObject({ country: 'RU', name: 'Сейітқызы Әсел', organisation: 'Ақсу', certificateLocale: 'kk' });
    expect([moved.position, moved.role, moved.mailLocale, moved.noticeVersion]).toEqual([undefined, undefined, undefined, undefined]);
    expect(withCountry(draft, 'KZ', 'KZ')).toEqual(draft);
  });

  it('offer first the reader’s language, then those of the country', () => {
    expect(languagesInOrder(['kk', 'ru'], 'ru')).toEqual(['ru', 'kk', 'en', 'ky', 'be', 'hy']);
    expect(languagesInOrder(['hy'], 'en')).toEqual(['en', 'hy', 'kk', 'ru', 'ky', 'be']);
  });
});

describe('what is offered and never forced', () => {
  it('is a name in ordinary letters and the address that was meant', () => {
    expect(nameOffer('СЕЙІТҚЫЗЫ ӘСЕЛ')).toEqual({ code: 'name.all_capitals', word: null, suggestion: 'Сейітқызы Әсел' });
    expect(nameOffer('Сейітқызы Әсел')).toBeNull();
    expect(nameOffer('Әсел')).toMatchObject({ code: 'name.one_word', suggestion: null });
    expect(emailOffer('asel@gmial.com')).toMatchObject({ suggestion: 'asel@gmail.com' });
    expect(emailOffer('asel@mail.ry')).toMatchObject({ suggestion: 'asel@mail.ru' });
    // A Cyrillic letter that looks Latin.
    expect(emailOffer('аsel@mail.ru')).toMatchObject({ suggestion: 'asel@mail.ru' });
    expect(emailOffer('asel@example.kz')).toBeNull();
  });

  it('is a second look at a name in another script than that of the certificate', () => {
    expect(isOtherScript('Сейітқызы Әсел', 'en')).toBe(true);
    expect(isOtherScript('Seitkyzy Asel', 'en')).toBe(false);
    expect(isOtherScript('Սարգսյան Անի', 'hy')).toBe(false);
    expect(isOtherScript('Саргсян Ани', 'hy')).toBe(true);
  });
});
