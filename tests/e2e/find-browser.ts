import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The shell without windows first: it takes half the time of a whole browser and draws the same. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/Applications/Google Chrome.app/Contents/MacOS', '/Applications/Chromium.app/Contents/MacOS'];

function present(): string | null {
  if (process.env.CHROME_PATH && existsSync(process.env.CHROME_PATH)) return process.env.CHROME_PATH;
  for (const place of PLACES) {
    for (const name of [...NAMES, 'Google Chrome', 'Chromium']) {
      if (existsSync(`${place}/${name}`)) return `${place}/${name}`;
    }
  }
  return null;
}

/**
 * The browser for end-to-end tests: CHROME_PATH, one of the usual names, or installed now (Debian's package as root, else Playwright's).
 * Tests are never skipped for want of a browser: without one this throws.
 */
export function findBrowser(): string {
  const found = present();
  if (found) return found;
  process.stdout.write('No Chromium found: installing one for the tests…\n');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    for (const name of NAMES.slice(0, 2)) {
      spawnSync('apt-get', ['install', '-y', '--no-install-recommends', name, 'fonts-noto-core'], {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      });
      if (present()) break;
    }
  }
  const installed = present();
  if (installed) return installed;
  spawnSync(process.execPath, ['node_modules/playwright-core/cli.js', 'install', '--with-deps', 'chromium-headless-shell'], { stdio: 'inherit' });
  const listed = spawnSync(process.execPath, ['-e', "import('playwright-core').then(p => console.log(p.chromium.executablePath()))"], { encoding: 'utf8' });
  const path = listed.stdout.trim();
  if (path && existsSync(path)) return path;
  throw new Error('The end-to-end tests need Chromium and none could be installed. Install it (Debian: apt-get install chromium) or set CHROME_PATH.');
}
