import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WHOLE_MS = 10_000;
/** Reading takes up to 200 MB: one at a time, a few may wait. */
const MOST_WAITING = 8;

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * The text of the attachment of this name in a PDF somebody sent; null when it has none, or cannot be read in time; `busy` when too many
 * others wait. Read in a process of its own, which a file made to harm may fill or stop.
 */
export async function readAttachment(pdf: Uint8Array, name: string): Promise<{ text: string } | null | 'busy'> {
  if (waiting >= MOST_WAITING) return 'busy';
  waiting += 1;
  const before = last;
  const read = before.then(() => inChild(pdf, name)).finally(() => (waiting -= 1));
  last = read.catch(() => undefined);
  return read;
}

function inChild(pdf: Uint8Array, name: string): Promise<{ text: string } | null> {
  return new Promise((resolve) => {
    // An empty environment: a paper has no business with addresses and passwords of ours.
    const child = fork(fileURLToPath(new URL('./attachments-child.ts', import.meta.url)), { serialization: 'advanced', env: {}, execArgv: ['--max-old-space-size=192'], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const finish = (text: string | null) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(text === null ? null : { text });
    };
    const timer = setTimeout(() => finish(null), WHOLE_MS);
    child.on('message', (answer: { text: string | null }) => finish(answer.text));
    child.on('error', () => finish(null));
    child.on('exit', () => finish(null));
    child.send({ pdf, name });
  });
}
