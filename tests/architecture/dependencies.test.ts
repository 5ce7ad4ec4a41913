import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import { cruiseOptions, dependencyRules } from './dependency-rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));

async function violations(baseDir: string): Promise<string[]> {
  const result = await cruise(
    ['src'],
    { ...cruiseOptions, baseDir, validate: true, ruleSet: { forbidden: dependencyRules } },
    { conditionNames: ['import', 'node', 'svelte', 'types'], extensions: ['.ts', '.svelte', '.js', '.mjs', '.json'] },
    { tsConfig: {} } as never,
  );
  return (result.output as ICruiseResult).summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`);
}

describe('who may import whom', () => {
  it('is kept by the whole source', async () => {
    expect(await violations(root)).toEqual([]);
  }, 120_000);

  it.each(dependencyRules.map((rule) => rule.name ?? ''))('rule %s is broken by its fixture', async (name) => {
    const dir = `${fixtures}${name}`;
    expect(existsSync(dir) && readdirSync(dir).length > 0).toBe(true);
    const found = await violations(dir);
    expect(found.filter((line) => line.startsWith(`${name}:`)).length).toBeGreaterThan(0);
  }, 60_000);
});
