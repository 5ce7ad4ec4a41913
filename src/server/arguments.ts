import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, type Config } from './platform/config.ts';

export interface Arguments {
  demo: boolean;
  seed: number;
  /** YYYY-MM-DD; the demo's "today". Null: the machine's. */
  today: string | null;
  /** How many times the demo network's ordinary size. */
  size: number;
  config: Partial<Config>;
}

/** Reads the command line of `npm start` and `npm run demo`. Throws a sentence on anything unknown. */
export function readArguments(argv: string[]): Arguments {
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        demo: { type: 'boolean', default: false },
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        seed: { type: 'string' },
        today: { type: 'string' },
        size: { type: 'string' },
      },
    }));
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\nKnown: --port N --data DIR --host H; the demo also --seed S --today YYYY-MM-DD --size N.`);
  }
  const number = (name: string, fallback: number, min: number, max: number) => {
    const text = values[name];
    if (text === undefined) return fallback;
    const n = Number(text);
    if (!Number.isInteger(n) || n < min || n > max) throw new ConfigError(`--${name} takes a whole number from ${min} to ${max}, not "${String(text)}".`);
    return n;
  };
  const today = (values.today as string | undefined) ?? null;
  if (today !== null && (!/^\d{4}-\d{2}-\d{2}$/.test(today) || Number.isNaN(Date.parse(today)))) {
    throw new ConfigError(`--today takes a date such as 2026-11-23, not "${today}".`);
  }
  const config: Partial<Config> = {};
  if (values.port !== undefined) config.port = number('port', 0, 0, 65535);
  if (typeof values.host === 'string') config.host = values.host;
  if (typeof values.data === 'string') config.dataDir = resolve(process.env.SHEBERLIK_CWD ?? process.cwd(), values.data);
  return { demo: values.demo === true, seed: number('seed', 1, 0, 2 ** 31 - 1), today, size: number('size', 1, 1, 1000), config };
}
