import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arguments } from '#server/arguments.ts';
import { offsetClock, type Clock } from '#server/platform/clock.ts';
import type { Config } from '#server/platform/config.ts';
import type { Platform } from '#server/platform/platform.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { seedDemo, type DemoAccount } from './network.ts';

export interface Demo {
  config: Partial<Config>;
  clock: Clock;
  /** Fills the network if it is empty, writes demo.json and prints where to go. */
  ready(platform: Platform, address: string): Promise<void>;
  close(): Promise<void>;
}

/** The demo: an own data folder, a real SMTP server on loopback that keeps what it catches, and a clock that may stand on another day. */
export async function startDemo(config: Config, args: Arguments): Promise<Demo> {
  const dataDir = args.config.dataDir ?? 'data/demo';
  const catcher = await startMailCatcher();
  const offset = args.today === null ? 0 : offsetToDay(args.today);
  return {
    config: { dataDir, demo: true, smtpUrl: config.smtpUrl ?? catcher.url, logLevel: process.env.SHEBERLIK_LOG_LEVEL ?? 'warn' },
    clock: offsetClock(offset),
    ready: async (platform, address) => {
      const accounts = await seedDemo(platform, { seed: args.seed, size: args.size, password: randomBytes(9).toString('base64url') });
      const file = join(platform.config.dataDir, 'demo.json');
      await writeFile(file, `${JSON.stringify({ address, mailbox: `${address}/en/demo/mail`, accounts }, null, 2)}\n`, { mode: 0o600 });
      printAccounts(address, accounts);
    },
    close: () => catcher.close(),
  };
}

function offsetToDay(day: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const today = Date.parse(new Date().toISOString().slice(0, 10) + 'T00:00:00Z');
  return wanted - today;
}

function printAccounts(address: string, accounts: DemoAccount[]): void {
  const width = Math.max(...accounts.map((a) => a.role.length), 4) + 2;
  const mail = Math.max(...accounts.map((a) => a.email.length), 5) + 2;
  const lines = accounts.map((a) => `  ${a.role.padEnd(width)}${a.email.padEnd(mail)}${a.password}`);
  process.stdout.write(`\nSheberlik demo: ${address}\nCaught mails:   ${address}/en/demo/mail\n\n${lines.join('\n')}\n\n`);
}
