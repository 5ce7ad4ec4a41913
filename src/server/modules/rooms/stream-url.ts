/** Addresses of streams: which hosts a provider has, what it calls the video, and how it is shown in a frame. Pure. */
import type { StreamProvider } from './rooms.tables.ts';

export type StreamUrlError = 'stream.not_https' | 'stream.wrong_host' | 'stream.video_missing' | 'stream.too_long';

export type CheckedStream = { ok: true; url: string; embedId: string | null } | { ok: false; code: StreamUrlError };

const HOSTS: Partial<Record<StreamProvider, readonly string[]>> = {
  youtube: ['youtube.com', 'www.youtube.com', 'm.youtube.com', 'youtu.be', 'www.youtube-nocookie.com'],
  vk: ['vk.com', 'm.vk.com', 'vk.ru', 'vkvideo.ru', 'm.vkvideo.ru', 'live.vkvideo.ru'],
  rutube: ['rutube.ru', 'www.rutube.ru'],
};

/**
 * Checks an address for its provider. Only https, without a name and password in it; embedded providers only from their own hosts, since
 * the page puts them into a frame. A plain link may lead anywhere: the page names its host before it is followed.
 */
export function checkStreamUrl(provider: StreamProvider, given: string): CheckedStream {
  const text = given.trim();
  if (text.length > 1000) return { ok: false, code: 'stream.too_long' };
  const url = URL.parse(text);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '' || !url.hostname.includes('.')) {
    return { ok: false, code: 'stream.not_https' };
  }
  const hosts = HOSTS[provider];
  if (hosts && (!hosts.includes(url.hostname) || url.port !== '')) return { ok: false, code: 'stream.wrong_host' };
  if (provider === 'link') return { ok: true, url: url.href, embedId: null };
  if (provider === 'hls') {
    return url.pathname.endsWith('.m3u8') ? { ok: true, url: url.href, embedId: null } : { ok: false, code: 'stream.video_missing' };
  }
  const embedId = { youtube: youtubeId, vk: vkId, rutube: rutubeId }[provider](url);
  return embedId === null ? { ok: false, code: 'stream.video_missing' } : { ok: true, url: url.href, embedId };
}

/** The provider an address belongs to, for a form that only asks for the address; a plain link when it is none of ours. */
export function guessProvider(given: string): StreamProvider {
  const url = URL.parse(given.trim());
  if (!url) return 'link';
  for (const provider of ['youtube', 'vk', 'rutube'] as const) {
    if (checkStreamUrl(provider, given).ok) return provider;
  }
  return url.pathname.endsWith('.m3u8') ? 'hls' : 'link';
}

/** The address of the player in a frame; null where there is none (plain links, HLS). Made from the id alone, never from what was typed. */
export function embedUrl(provider: StreamProvider, embedId: string | null): string | null {
  if (embedId === null) return null;
  if (provider === 'youtube') return `https://www.youtube-nocookie.com/embed/${embedId}?rel=0`;
  if (provider === 'rutube') return `https://rutube.ru/play/embed/${embedId}`;
  if (provider === 'vk') {
    const [oid = '', id = ''] = embedId.split('_');
    return `https://vkvideo.ru/video_ext.php?oid=${oid}&id=${id}&hd=2`;
  }
  return null;
}

function youtubeId(url: URL): string | null {
  const [, first = '', second = ''] = url.pathname.split('/');
  const id =
    url.hostname === 'youtu.be' ? first : first === 'watch' ? url.searchParams.get('v') : ['live', 'embed', 'shorts'].includes(first) ? second : null;
  return id && /^[A-Za-z0-9_-]{11}$/.test(id) ? id : null;
}

function vkId(url: URL): string | null {
  const found =
    /(?:^|\/)video(-?\d{1,20}_\d{1,20})(?:\/|$)/.exec(url.pathname)?.[1] ?? /^video(-?\d{1,20}_\d{1,20})/.exec(url.searchParams.get('z') ?? '')?.[1];
  if (found) return found;
  const [oid, id] = [url.searchParams.get('oid'), url.searchParams.get('id')];
  return url.pathname === '/video_ext.php' && oid && id && /^-?\d{1,20}$/.test(oid) && /^\d{1,20}$/.test(id) ? `${oid}_${id}` : null;
}

function rutubeId(url: URL): string | null {
  return /^\/(?:video|live\/video|play\/embed)\/([0-9a-f]{32})(?:\/|$)/.exec(url.pathname)?.[1] ?? null;
}
