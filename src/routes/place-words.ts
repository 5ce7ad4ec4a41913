import { isPlainMessageKey, type T } from '#lib/i18n/index.ts';

export function roleWords(t: T, role: string): string {
  const key = `access.role.${role}`;
  return isPlainMessageKey(key) ? t(key) : role;
}

/** Where a role holds: one event, an organisation by its name, else the whole network. */
export function placeWords(t: T, place: { scopeKind: string; organisation: string | null }): string {
  if (place.scopeKind === 'event') return t('settings.roles.one_event');
  return place.organisation ?? t('settings.roles.whole_network');
}
