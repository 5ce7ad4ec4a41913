import type { T } from '#lib/i18n/index.ts';

/** What can be told of a device from the line with which its browser introduces itself. */
interface DeviceWording {
  kind: 'computer' | 'phone' | 'tablet' | 'program';
  browser: string | null;
  system: string | null;
}

/** A device in words: "Computer: Firefox, Windows". */
export function deviceWords(t: T, { kind, browser, system }: DeviceWording): string {
  if (browser === null && system === null) return t('account.device.unknown');
  return t(`account.device.${kind}`, { what: [browser, system].filter((part) => part !== null).join(', ') });
}
