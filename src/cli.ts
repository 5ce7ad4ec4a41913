import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { commands } from '#server/cli/commands.ts';
import { ConfigError, readConfig } from '#server/platform/config.ts';

/** sheberlik <command>: what an administrator does from a shell. `npm run sheberlik -- <command>` is the same. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      to: { type: 'string' },
      keys: { type: 'string' },
      email: { type: 'string' },
      name: { type: 'string' },
      network: { type: 'string' },
      role: { type: 'string' },
      stolen: { type: 'boolean' },
      trials: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [name = '', ...rest] = positionals;
  const command = commands[name];
  if (!command || values.help) {
    process.stdout.write(`Usage: sheberlik <command> [--data DIR]\n\n${Object.entries(commands).map(([key, { usage, does }]) => `  ${`${key} ${usage}`.padEnd(34)} ${does}`).join('\n')}\n`);
    return command || name === '' ? 0 : 2;
  }
  const config = readConfig(process.env, values.data ? { dataDir: resolve(process.env.SHEBERLIK_CWD ?? process.cwd(), values.data) } : {});
  await command.run(config, { ...values, rest });
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof ConfigError || (error as { plain?: boolean } | null)?.plain ? (error as Error).message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
