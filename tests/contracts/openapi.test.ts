import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { api } from '#server/api/app.ts';

const file = fileURLToPath(new URL('./openapi.json', import.meta.url));

it('the OpenAPI document is the one that was reviewed', async () => {
  const document = api.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Sheberlik', version: '1' } });
  const text = `${JSON.stringify(document, null, 2)}\n`;
  // UPDATE_CONTRACTS=1 writes the new one, for a reviewer to read in the diff.
  if (process.env.UPDATE_CONTRACTS === '1') writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});
