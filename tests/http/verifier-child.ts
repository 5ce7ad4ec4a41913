/**
 * The verifier that others wrote, in a process of its own that trusts the certificate of the test and reaches nothing but this machine: it
 * reads credentials as JSON lines, and writes what it found, a line each.
 */
import { createInterface } from 'node:readline';
import { verifyCredential } from '@digitalcredentials/verifier-core';

const reached = new Set<string>();
const fetchFrom = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  reached.add(address);
  return new URL(address).hostname === 'localhost' ? fetchFrom(input, init) : Promise.reject(new Error(`no network: ${address}`));
};
const say = console.log;
console.log = () => undefined;

for await (const line of createInterface({ input: process.stdin })) {
  reached.clear();
  const result = (await verifyCredential({ credential: JSON.parse(line) as never, knownDIDRegistries: [] })) as { log?: { id: string; valid?: boolean }[]; errors?: { name: string; message: string }[] };
  const found = Object.fromEntries((result.log ?? []).map(({ id, valid }) => [id, valid ?? null]));
  say(JSON.stringify({ found, errors: (result.errors ?? []).map(({ name }) => name), reached: [...reached].filter((address) => address.startsWith('https://localhost')) }));
}
