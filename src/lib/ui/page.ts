import { page } from '$app/state';
import { formatters, localisePath, translator, type Formatters, type Locale, type T } from '#lib/i18n/index.ts';

/** What every page knows from the root layout. Small: it is serialised with each page. */
export interface Shell {
  locale: Locale;
  /** In the reader's language. */
  networkName: string;
  /** Part of the address when the network is not the default one of the installation. */
  networkPrefix: string | null;
  demo: boolean;
  /** Name of who is signed in. */
  accountName: string | null;
  /** Other networks in which she holds a role; the default one has no prefix. */
  networks: readonly { name: string; prefix: string | null }[];
  /** In whose place she acts now, by lent roles. */
  actsFor: string | null;
  /** As whom an administrator only looks, and until when (milliseconds). */
  looking: { name: string; until: number } | null;
  /** What of the working area the reader may open. */
  may: { coordinate: boolean; administrate: boolean; contribute: boolean; readRegister: boolean; readOutbox: boolean; readAudit: boolean; readPeople: boolean; readOrganisations: boolean; readFigures: boolean; readFrameworks: boolean; keepBank: boolean };
  /** Address without language and network. */
  path: string;
  timeZone: string;
}

export interface PageTools {
  shell: Shell;
  locale: Locale;
  t: T;
  fmt: Formatters;
  /** Our address of a page in the reader's language and network. */
  href: (path: string) => string;
}

export function usePage(): PageTools {
  const { shell } = page.data;
  return {
    shell,
    locale: shell.locale,
    t: translator(shell.locale),
    fmt: formatters(shell.locale),
    href: (path) => localisePath(path, { locale: shell.locale, network: shell.networkPrefix }),
  };
}
