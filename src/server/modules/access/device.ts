/** What can be told of a device from the line with which its browser introduces itself. Names of programs are not translated. */
export interface Device {
  kind: 'computer' | 'phone' | 'tablet' | 'program';
  browser: string | null;
  system: string | null;
}

// The first that fits: most browsers also call themselves by the names of those below them.
const BROWSERS: [RegExp, string][] = [
  [/YaBrowser\//, 'Яндекс Браузер'],
  [/EdgA?\/|EdgiOS\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];
const PROGRAMS = /^(curl|Wget|python|node|Go-http|PostmanRuntime|okhttp|Java)\b/i;

const first = (names: [RegExp, string][], text: string) => names.find(([pattern]) => pattern.test(text))?.[1] ?? null;

export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? '';
  const browser = first(BROWSERS, text);
  const system = first(SYSTEMS, text);
  if (browser === null) return { kind: 'program', browser: PROGRAMS.exec(text)?.[1] ?? null, system };
  const tablet = /iPad|Tablet/.test(text) || (/Android/.test(text) && !/Mobile/.test(text));
  return { kind: tablet ? 'tablet' : /Mobile|iPhone/.test(text) ? 'phone' : 'computer', browser, system };
}
