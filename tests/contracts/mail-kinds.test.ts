import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testInstallation } from '#server/testing/installation.ts';

const at = testInstallation();
const readme = readFileSync(new URL('../../src/server/modules/access/README.md', import.meta.url), 'utf8');
/** The kinds in a row of the table of mails. */
const row = (name: string): string[] =>
  [...(new RegExp(`^\\| ${name} \\|(.*)\\|$`, 'm').exec(readme)?.[1] ?? '').matchAll(/`([^`]+)`/g)]
    .flatMap(([, kind = '']) => (kind.includes('*') ? ['registration', 'collective'].map((purpose) => kind.replace('*', purpose)) : [kind]))
    .sort();

it('every kind of mail is told in the README to come at once or to keep to quiet hours, as it does', () => {
  const { templates, patient } = at.platform.mailer;
  const kinds = [...templates.keys()].sort();
  expect(row('wait')).toEqual(kinds.filter((kind) => patient.has(kind)));
  expect(row('at once')).toEqual(kinds.filter((kind) => !patient.has(kind)));
  expect([...patient].filter((kind) => !templates.has(kind))).toEqual([]);
});
