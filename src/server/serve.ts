import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startWebServer, type PageHandler } from '#server/http/web-server.ts';
import { openInstallation } from '#server/installation.ts';
import { printFirstRun } from '#server/first-run.ts';
import { ConfigError, readConfig } from '#server/platform/config.ts';
import { readSetting } from '#server/platform/settings.ts';
import { readArguments } from '#server/arguments.ts';
import { startDemo } from '#server/seed/demo.ts';

async function run(argv: string[], loadPages: () => Promise<PageHandler>): Promise<void> {
  const begun = performance.now();
  const args = readArguments(argv);
  const config = readConfig(process.env, args.config);
  const demo = args.demo ? await startDemo(config, args) : null;
  const effective = demo ? { ...config, ...demo.config } : config;
  const [installation, pages] = await Promise.all([
    openInstallation(effective, demo ? { clock: demo.clock } : {}),
    loadPages(),
  ]);
  const { platform } = installation;
  const web = await startWebServer(platform, pages).catch(async (error: NodeJS.ErrnoException) => {
    await installation.close();
    await demo?.close();
    if (error.code === 'EADDRINUSE') {
      throw new ConfigError(
        `Port ${effective.port} on ${effective.host} is taken by another program. Choose another one, for example: --port ${effective.port + 1} (or --port 0 for any free one).`,
      );
    }
    if (error.code === 'EACCES') throw new ConfigError(`This user may not listen on port ${effective.port}. Choose one above 1023, for example: --port 4870.`);
    throw error;
  });
  platform.setPublicAddress((await readSetting<string>(platform.db, 'public_address')) ?? web.address);

  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    platform.log.info({ signal }, 'stopping');
    // Ten seconds in all; what is not finished by then is picked up again at the next start.
    setTimeout(() => process.exit(1), 9500).unref();
    void (async () => {
      await web.close();
      await installation.close();
      await demo?.close();
      process.exit(0);
    })();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));

  await mkdir(join(platform.config.dataDir, 'run'), { recursive: true });
  await writeFile(join(platform.config.dataDir, 'run', 'address'), `${web.address}\n`);
  if (demo) await demo.ready(platform, web.address);
  else await printFirstRun(platform, web.address);
  platform.log.info({ address: web.address, ms: Math.round(performance.now() - begun) }, 'ready');
}

/**
 * The web process from its command line to SIGTERM. `loadPages` gives what answers behind the wrapper: the built pages, or Vite's while
 * they are being written. Ends the process with 1 and a sentence when it cannot start.
 */
export async function serve(argv: string[], loadPages: () => Promise<PageHandler>): Promise<void> {
  try {
    await run(argv, loadPages);
  } catch (error) {
    // Start errors are sentences for the administrator; the stack is for whoever asks for it.
    const debug = ['debug', 'trace'].includes(process.env.SHEBERLIK_LOG_LEVEL ?? '');
    const text = error instanceof Error ? (debug && !(error instanceof ConfigError) ? (error.stack ?? error.message) : error.message) : String(error);
    process.stderr.write(`\nSheberlik could not start.\n${text}\n`);
    process.exit(1);
  }
}
