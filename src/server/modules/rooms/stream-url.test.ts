import { describe, expect, it } from 'vitest';
import { checkStreamUrl, embedUrl, guessProvider } from './stream-url.ts';

const RUTUBE = '0123456789abcdef0123456789abcdef';

describe('the address of a stream', () => {
  it.each([
    ['youtube', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10', 'dQw4w9WgXcQ'],
    ['youtube', 'https://youtu.be/dQw4w9WgXcQ?si=x', 'dQw4w9WgXcQ'],
    ['youtube', ' https://www.youtube.com/live/dQw4w9WgXcQ ', 'dQw4w9WgXcQ'],
    ['youtube', 'https://m.youtube.com/watch?v=dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
    ['youtube', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ', 'dQw4w9WgXcQ'],
    ['vk', 'https://vkvideo.ru/video-22822305_456241864', '-22822305_456241864'],
    ['vk', 'https://vk.com/video-22822305_456241864', '-22822305_456241864'],
    ['vk', 'https://vk.com/feed?z=video-22822305_456241864%2Fpl', '-22822305_456241864'],
    ['vk', 'https://vk.com/video_ext.php?oid=-22822305&id=456241864&hash=1', '-22822305_456241864'],
    ['rutube', `https://rutube.ru/video/${RUTUBE}/?r=a`, RUTUBE],
    ['rutube', `https://rutube.ru/live/video/${RUTUBE}/`, RUTUBE],
    ['hls', 'https://live.example.kz/hall/index.m3u8?token=1', null],
    ['link', 'https://us02web.zoom.us/j/123?pwd=x', null],
  ] as const)('of %s %s is read', (provider, url, embedId) => {
    expect(checkStreamUrl(provider, url)).toEqual({ ok: true, url: new URL(url.trim()).href, embedId });
    expect(guessProvider(url)).toBe(provider);
  });

  it.each([
    ['link', 'http://zoom.us/j/1', 'stream.not_https'],
    ['link', 'javascript:alert(1)', 'stream.not_https'],
    ['link', 'data:text/html,x', 'stream.not_https'],
    ['link', 'https://user:secret@zoom.us/j/1', 'stream.not_https'],
    ['link', 'https://localhost/x', 'stream.not_https'],
    ['link', 'zoom.us/j/1', 'stream.not_https'],
    ['link', `https://zoom.us/${'a'.repeat(1000)}`, 'stream.too_long'],
    ['youtube', 'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ', 'stream.wrong_host'],
    ['youtube', 'https://evil.example/youtube.com/watch?v=dQw4w9WgXcQ', 'stream.wrong_host'],
    ['youtube', 'https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ', 'stream.wrong_host'],
    ['youtube', 'https://www.youtube.com/@channel', 'stream.video_missing'],
    ['youtube', 'https://www.youtube.com/watch?v=short', 'stream.video_missing'],
    ['youtube', 'https://www.youtube.com/watch?v=dQw4w9WgX"><', 'stream.video_missing'],
    ['vk', 'https://vk.com/club1', 'stream.video_missing'],
    ['vk', 'https://vk.com/video_ext.php?oid=1&id=x', 'stream.video_missing'],
    ['rutube', 'https://rutube.ru/video/short/', 'stream.video_missing'],
    ['rutube', `https://vk.com/video/${RUTUBE}/`, 'stream.wrong_host'],
    ['hls', 'https://live.example.kz/index.html', 'stream.video_missing'],
  ] as const)('of %s %s is refused with a reason', (provider, url, code) => {
    expect(checkStreamUrl(provider, url)).toEqual({ ok: false, code });
  });

  it('is put into a frame from the id alone, on hosts the security policy knows', () => {
    expect(embedUrl('youtube', 'dQw4w9WgXcQ')).toBe('https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0');
    expect(embedUrl('vk', '-22822305_456241864')).toBe('https://vkvideo.ru/video_ext.php?oid=-22822305&id=456241864&hd=2');
    expect(embedUrl('rutube', RUTUBE)).toBe(`https://rutube.ru/play/embed/${RUTUBE}`);
    expect(embedUrl('hls', null)).toBeNull();
    expect(embedUrl('link', null)).toBeNull();
  });
});
