import type { Reroute } from '@sveltejs/kit/hooks';
import { stripPrefix } from '#lib/i18n/url.ts';

/** /kk/n/minsk/seminars → /seminars. Language and network are read again from the address in the handle hook. */
export const reroute: Reroute = ({ url }) => stripPrefix(url.pathname).path;
