import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { localisePath } from '#lib/i18n/index.ts';
import { openInstallation } from '#server/installation.ts';
import { createAccount, findAccountIdByEmail, grantRole, issueLink, resetRefusal, resetSecondStep } from '#server/modules/access/index.ts';
import { rotateKey, signWaiting } from '#server/modules/credentials/index.ts';
import { findNetwork, type Network } from '#server/modules/people/index.ts';
import { backup, KEYS_SENTENCE } from '#server/platform/backup/backup.ts';
import { backupKeys, restoreKeys } from '#server/platform/backup/keys.ts';
import { restore } from '#server/platform/backup/restore.ts';
import { ConfigError, type Config } from '#server/platform/config.ts';
import type { Ctx } from '#server/platform/context.ts';
import { createPool } from '#server/platform/db.ts';
import { randomToken } from '#server/platform/ids.ts';
import { findRunningPostgres } from '#server/platform/postgres/embedded.ts';
import { readSetting } from '#server/platform/settings.ts';
import { systemCtx } from '#server/platform/platform.ts';
import { exportDatabase } from '#server/platform/transfer/export.ts';
import { importDatabase } from '#server/platform/transfer/import.ts';
import { moveDatabase } from '#server/platform/transfer/move.ts';
import { prepareDatabase, withDatabase } from './database.ts';

interface Words {
  rest: string[];
  [option: string]: unknown;
}

export interface Command {
  usage: string;
  does: string;
  run(config: Config, words: Words): Promise<void>;
}

/** Paths of a person are meant from the folder the command was given in. */
function pathOf(words: Words, what: string): string {
  const [given] = words.rest;
  if (!given) throw new ConfigError(`Name ${what}.`);
  return resolve(process.env.SHEBERLIK_CWD ?? process.cwd(), given);
}

function option(words: Words, name: string): string {
  const value = words[name];
  if (typeof value !== 'string' || value === '') throw new ConfigError(`This command needs --${name}.`);
  return value;
}

const say = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`);

export const commands: Record<string, Command> = {
  migrate: {
    usage: '',
    does: 'brings the database to this version (a start does so by itself)',
    run: (config) =>
      withDatabase(config, async (pool) => {
        const ran = await prepareDatabase(pool);
        say(ran.length === 0 ? 'The database is up to date.' : `Brought up to date: ${ran.join(', ')}.`);
      }),
  },
  backup: {
    usage: 'DIR',
    does: 'backs up database and files while the product works (without keys)',
    run: (config, words) =>
      withDatabase(config, async (pool, embedded) => {
        const report = await backup({ pool, dataDir: resolve(config.dataDir), to: pathOf(words, 'an empty folder for the backup'), embedded });
        say(`Backed up ${report.files} files, ${(report.bytes / 1e6).toFixed(1)} MB.`, ...report.sentences);
      }),
  },
  restore: {
    usage: 'DIR',
    does: 'restores a backup into the (new) data folder named by --data',
    run: async (config, words) => {
      const from = pathOf(words, 'the folder of the backup');
      const pool = config.databaseUrl ? createPool({ url: config.databaseUrl, poolSize: 2 }) : null;
      try {
        if (pool) await prepareDatabase(pool);
        const { sentences } = await restore({ from, dataDir: resolve(config.dataDir), ...(pool ? { pool } : {}) });
        say('Restored.', ...sentences);
      } finally {
        await pool?.end();
      }
    },
  },
  'backup-keys': {
    usage: 'FILE',
    does: 'writes the secret keys into a file to be kept apart from backups',
    run: async (config, words) => {
      const { sentences } = await backupKeys(resolve(config.dataDir), pathOf(words, 'a file for the keys'));
      say(...sentences);
    },
  },
  'restore-keys': {
    usage: 'FILE',
    does: 'puts saved keys into a data folder that has none',
    run: async (config, words) => {
      const { keys } = await restoreKeys(pathOf(words, 'the file of the keys'), resolve(config.dataDir));
      say(`Put back ${keys} key files.`);
    },
  },
  export: {
    usage: 'FILE',
    does: 'writes all rows into one file (personal data, no keys)',
    run: (config, words) =>
      withDatabase(config, async (pool) => {
        const report = await exportDatabase(pool, pathOf(words, 'the file to write'));
        say(`Exported ${report.rows} rows of ${report.tables} tables.`, KEYS_SENTENCE);
      }),
  },
  import: {
    usage: 'FILE',
    does: 'reads an exported file into an empty database',
    run: (config, words) =>
      withDatabase(config, async (pool) => {
        await prepareDatabase(pool);
        const report = await importDatabase(pool, pathOf(words, 'the file to read'));
        say(`Imported ${report.rows} rows of ${report.tables} tables.`);
      }),
  },
  move: {
    usage: '--to URL',
    does: 'copies all rows to another, empty PostgreSQL database',
    run: (config, words) =>
      withDatabase(config, async (pool) => {
        const report = await moveDatabase(pool, option(words, 'to'), {
          prepare: async (target) => {
            await prepareDatabase(target);
          },
        });
        say(`Moved ${report.rows} rows of ${report.tables} tables. Set DATABASE_URL to the new address and start again.`);
      }),
  },
  user: {
    usage: '--email E --name N --role R',
    does: 'creates an account (or finds it), gives it a role, prints a sign-in link',
    run: addUser,
  },
  'reset-second-step': {
    usage: '--email E',
    does: 'takes the second step of signing in away from an account whose phone and recovery codes are lost',
    run: (config, words) =>
      inNetwork(config, words, async (ctx) => {
        const email = option(words, 'email');
        const accountId = await findAccountIdByEmail(ctx, email);
        if (!accountId || (await resetRefusal(ctx, accountId)) !== null) throw new ConfigError(`No account of this network with the address ${email} has a second step.`);
        await resetSecondStep(ctx, accountId);
        say(`Signing in as ${email} asks for no code any more; its owner is told by mail.`);
      }),
  },
  'rotate-signing-key': {
    usage: '[--network N] [--stolen] [--trials]',
    does: 'makes a new key that signs certificates; --stolen takes the present one out of use and signs anew what it signed',
    run: (config, words) =>
      inNetwork(config, words, async (ctx) => {
        const stolen = words['stolen'] === true;
        const name = await rotateKey(ctx, words['trials'] === true ? 'demo' : 'register', { compromised: stolen });
        const count = stolen ? await signWaiting(ctx.platform) : 0;
        say(`Certificates are now signed with ${name}.`, ...(stolen ? [`Signed anew: ${count}.`] : []), KEYS_SENTENCE);
      }),
  },
};

const ROLES = ['system_admin', 'network_admin', 'coordinator', 'inspector'] as const;

/** The way back in when nobody can sign in any more, and the way to the first account without a browser. */
async function addUser(config: Config, words: Words): Promise<void> {
  const role = ROLES.find((one) => one === option(words, 'role'));
  if (!role) throw new ConfigError(`--role is one of: ${ROLES.join(', ')}.`);
  await inNetwork(config, words, async (ctx, network) => {
    const { platform } = ctx;
    const email = option(words, 'email');
    const known = await findAccountIdByEmail(ctx, email);
    const accountId = known ?? (await createAccount(ctx, { email, name: option(words, 'name'), password: randomToken(), verified: true }));
    await grantRole(ctx, { accountId, role, scopeKind: role === 'system_admin' ? 'installation' : 'network', scopeId: null });
    const link = await issueLink(ctx, {
      purpose: 'way_back',
      subjectId: accountId,
      expiresAt: new Date(platform.clock.now().getTime() + 24 * 3600_000),
      singleUse: true,
      anyNetwork: true,
    });
    const lastAddress = await readFile(join(resolve(config.dataDir), 'run', 'address'), 'utf8').catch(() => '');
    const address = (await readSetting<string>(platform.db, 'public_address')) ?? (lastAddress.trim() || platform.publicAddress());
    say(`${known ? 'Found' : 'Created'} the account of ${email} and gave it the role ${role}.`, `Sign in once within 24 hours: ${address}${localisePath(link.path, { locale: network.defaultLocale })}`);
  });
}

/** Works in a network, the default one unless named, also while the product runs. */
async function inNetwork(config: Config, words: Words, work: (ctx: Ctx, network: Network) => Promise<void>): Promise<void> {
  const running = config.databaseUrl === null ? await findRunningPostgres(resolve(config.dataDir)) : undefined;
  const { platform, close } = await openInstallation({ ...config, ...(running ? { databaseUrl: running } : {}), logLevel: 'error' }, { work: false, follow: false });
  try {
    const network = await findNetwork(platform, typeof words.network === 'string' ? words.network : null);
    if (!network) throw new ConfigError('There is no network yet: open the address of the first start instead.');
    await work(systemCtx(platform, network.id, 'command line'), network);
  } finally {
    await close();
  }
}
