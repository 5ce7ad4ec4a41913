import { openInstallation } from '#server/installation.ts';
import { ConfigError, readConfig } from '#server/platform/config.ts';

/** Jobs and mails in a process of their own, beside one or several web processes with SHEBERLIK_WORKER_INSIDE=0. Needs DATABASE_URL. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.databaseUrl) throw new ConfigError('A worker of its own needs DATABASE_URL: the embedded database belongs to the web process.');
  const installation = await openInstallation(config, { work: true, follow: false });
  const stop = () => {
    setTimeout(() => process.exit(1), 9500).unref();
    void installation.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  installation.platform.log.info('worker ready');
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
