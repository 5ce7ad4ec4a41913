import { isPlainMessageKey, type Formatters, type T } from '#lib/i18n/index.ts';
import type { Because } from '#server/modules/access/index.ts';

const say = (t: T, key: string, otherwise: string): string => (isPlainMessageKey(key) ? t(key) : otherwise);
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const areaWords = (t: T, area: string): string => say(t, `policies.area.${area}`, area);
export const abilityWords = (t: T, area: string, ability: string): string => say(t, `policies.ability.${area}_${snake(ability)}`, ability);
export const columnWords = (t: T, column: string): string => (column === 'oneself' ? t('policies.oneself') : say(t, `access.role.${column}`, column));

/** "coordinator: Pavlodar library, since 1 March 2026 until 1 May 2026, in the place of Saule". */
export function reasonWords(t: T, fmt: Formatters, zone: string, reason: Because): string {
  if (reason.kind === 'oneself') return t('policies.own_record');
  const place =
    reason.organisation ?? t(reason.scopeKind === 'installation' ? 'policies.whole_installation' : reason.scopeKind === 'event' ? 'settings.roles.one_event' : 'settings.roles.whole_network');
  const words = { role: columnWords(t, reason.role ?? ''), place, since: reason.from ? fmt.dateShort(new Date(reason.from), zone) : '' };
  const until = reason.until ? fmt.dateShort(new Date(reason.until), zone) : null;
  if (reason.giver !== null) return t('policies.because_lent', { ...words, until: until ?? '', giver: reason.giver });
  return until === null ? t('policies.because', words) : t('policies.because_until', { ...words, until });
}
