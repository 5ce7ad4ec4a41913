import type { T } from '#lib/i18n/index.ts';
import type { ShownClash } from '#server/modules/seminars/index.ts';

/** A clash of the programme as one sentence. */
export function clashWords(t: T, clash: ShownClash): string {
  const [a, b] = [clash.a.text, clash.b.text];
  const { kind, name, minutes, place } = clash;
  switch (kind) {
    case 'speaker':
    case 'moderator':
    case 'speaker_moderator':
      return t(`seminars.programme.clash_${kind}`, { a, b, name, minutes });
    case 'place':
      return t('seminars.programme.clash_place', { a, b, place, minutes });
    case 'section':
    case 'outside_session':
      return t(`seminars.programme.clash_${kind}`, { a, b, minutes });
    case 'duplicate':
      return t('seminars.programme.clash_duplicate', { a, name });
    case 'backwards':
      return t('seminars.programme.clash_backwards', { a });
  }
}
