import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENHANCE_BUDGET, ENHANCE_NAMES } from './names.ts';

type Built = Rolldown.OutputChunk | Rolldown.OutputAsset;
let files: readonly Built[] = [];

beforeAll(async () => {
  const result = await build({ configFile: 'vite.enhance.config.ts', logLevel: 'error', build: { write: false } });
  files = (result as Rolldown.RolldownOutput).output;
});

describe('the scripts of the pages', () => {
  it('are one file for each custom element and nothing besides', () => {
    expect(files.map(({ fileName }) => fileName).sort()).toEqual(ENHANCE_NAMES.map((name) => `${name}.js`).sort());
  });

  it.each(ENHANCE_NAMES)('%s is whole in itself, defines its element and keeps the budget', (name) => {
    const file = files.find(({ fileName }) => fileName === `${name}.js`);
    if (file?.type !== 'chunk') throw new Error(`${name} was not built`);
    expect([...file.imports, ...file.dynamicImports]).toEqual([]);
    expect(file.code).toContain(`x-${name}`);
    expect(gzipSync(file.code).length).toBeLessThanOrEqual(ENHANCE_BUDGET);
  });

  it('hold no address of another site', () => {
    for (const file of files) if (file.type === 'chunk') expect(file.code).not.toMatch(/https?:\/\//);
  });
});
