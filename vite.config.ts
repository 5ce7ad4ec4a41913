import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';

/**
 * Vite would bundle a second copy of everything under src/server into the page bundle: two pools, two event hubs.
 * Keeping `#server/*` external makes Node resolve it through package.json, so pages and main.ts share one instance of each module.
 */
function serverStaysExternal(): Plugin {
  return {
    name: 'sheberlik-server-stays-external',
    // While pages are being written, scripts/dev-server.ts does the same in Vite's other way.
    apply: 'build',
    enforce: 'pre',
    resolveId(id) {
      return id.startsWith('#server/') ? { id, external: true } : null;
    },
  };
}

export default defineConfig({
  plugins: [
    serverStaysExternal(),
    sveltekit({
      adapter: adapter({ precompress: true }),
      paths: { relative: false },
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['self'],
          // Recordings and streams are shown only after a click.
          'frame-src': ['self', 'https://www.youtube-nocookie.com', 'https://vkvideo.ru', 'https://rutube.ru'],
          // HLS streams of any host: played by the browser itself after a press of the button.
          'media-src': ['self', 'https:'],
        },
      },
    }),
  ],
});
