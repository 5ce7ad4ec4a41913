import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs that judge our PDF files from outside, by the Debian package that brings them. */
const JUDGES = { pdftotext: 'poppler-utils', qpdf: 'qpdf', zbarimg: 'zbar-tools' };

/**
 * Brings what the tests of papers need. As root on Debian the packages are installed; elsewhere these tests say themselves what is missing,
 * and `SHEBERLIK_NO_POPPLER=1` says that the machine has none.
 */
export function ensureTestTools(): void {
  if (process.env.SHEBERLIK_NO_POPPLER === '1') return;
  const missing = Object.entries(JUDGES).flatMap(([program, name]) => (spawnSync(program, ['--version'], { stdio: 'ignore' }).error ? [name] : []));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stdout.write(`Installing for the tests of papers: ${missing.join(', ')}…\n`);
  spawnSync('apt-get', ['update'], { stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
