import { defineConfig } from 'vite';
import { ENHANCE_NAMES } from './src/lib/enhance/names.ts';

/**
 * The scripts of the pages: one module per custom element, each whole in itself. They are written to src/lib/enhance/built, where
 * the page build picks them up and gives each file its hash (src/lib/enhance/url.ts). Runs before the page build.
 */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'src/lib/enhance/built',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    copyPublicDir: false,
    rollupOptions: {
      input: Object.fromEntries(ENHANCE_NAMES.map((name) => [name, `src/lib/enhance/${name}.ts`])),
      output: { format: 'es', entryFileNames: '[name].js' },
    },
  },
});
