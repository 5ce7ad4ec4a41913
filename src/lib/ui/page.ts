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
  /** What of the working area the reader may open. */
  may: { coordinate: boolean; administrate: boolean; contribute: boolean; readRegister: boolean; readOutbox: boolean; readPeople: boolean; readOrganisations: boolean };
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
