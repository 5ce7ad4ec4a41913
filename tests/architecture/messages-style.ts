import type { Locale } from '#lib/i18n/locales.ts';
import type { Message } from './messages-catalogue.ts';

/** What is wrong with one message by the rules of its language; an empty list when nothing is. `english` and `russian` are the same key there. */
export function styleFaults(message: Message, english: Message, russian: Message): string[] {
  const text = message.words.join('\n');
  return [
    ...everywhere(text),
    ...foreignLetters(message.locale, text),
    ...mixedScripts(text),
    ...latinWords(message, english),
    ...sentenceEnd(message, russian),
    ...suffixes(message),
    ...apostrophes(message.locale, text),
    ...(message.locale === 'hy' ? armenian(text) : []),
  ];
}

function everywhere(text: string): string[] {
  const rules: readonly [RegExp, string][] = [
    [/!/, 'an exclamation mark'],
    [/"/, 'straight quotes: «…», in English “…”'],
    [/\.\.\./, 'three dots: …'],
    [/ {2}/, 'two spaces'],
    [/[ \t\u00A0][,;:.?։](?:\s|$)/, 'a space before a punctuation mark'],
    [/[\u00AD\u200B-\u200F\u2060\uFEFF]/, 'an invisible sign'],
  ];
  return rules.filter(([pattern]) => pattern.test(text)).map(([, reason]) => reason);
}

const SUFFIXES: Partial<Readonly<Record<Locale, RegExp>>> = {
  kk: /\}(?:-?(?:[ғгқк][ае]|[дт][ае]н?|н[ае]н|[ндт][ыі]ң?|[мбп]ен)(?!\p{L})| (?:дейін|кейін|қарай|сәйкес)(?!\p{L}))/u,
  ky: /\}(?:-?(?:[гк][аеоө]|[дт][аеоө]н?|[ндт][ыиуү]н?)(?!\p{L})| (?:чейин|кийин|карата|ылайык)(?!\p{L}))/u,
  hy: /\}-?(?:ը|ն|ի|ից|ին|ում|ով)(?!\p{L})/u,
};

/** Endings follow the sounds of the word before them, and a value has unknown sounds: a label with a colon stands instead. */
function suffixes({ locale, source }: Message): string[] {
  const found = SUFFIXES[locale]?.exec(source);
  return found ? [`a case ending or a word that wants one, on a value: "${found[0]}"`] : [];
}

/** One apostrophe per language: typographic in English (organiser’s), straight in Belarusian (аб'ява), as in the glossary. */
function apostrophes(locale: Locale, text: string): string[] {
  if (locale === 'en' && /\p{L}'\p{L}/u.test(text)) return ["the apostrophe ': ’ in English"];
  return locale === 'be' && /\p{L}’\p{L}/u.test(text) ? ["the apostrophe ’: ' in Belarusian"] : [];
}

const ALPHABETS: Readonly<Record<Locale, string>> = {
  en: '',
  hy: '',
  kk: 'аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя',
  ru: 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  ky: 'абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя',
  be: 'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
};

/** Cyrillic letters that the language does not have: a Kazakh қ in a Kyrgyz text, и or щ in a Belarusian one. */
function foreignLetters(locale: Locale, text: string): string[] {
  const alphabet = ALPHABETS[locale];
  const cyrillic = text.toLowerCase().match(/\p{Script=Cyrillic}/gu) ?? [];
  const foreign = [...new Set(cyrillic)].filter((letter) => !alphabet.includes(letter));
  const armenian = locale === 'hy' ? [] : [...new Set(text.match(/\p{Script=Armenian}/gu) ?? [])];
  return [...foreign, ...armenian].map((letter) => `the letter ${letter} does not belong to this language`);
}

/** A Latin i, o or c inside a Cyrillic word looks right and breaks searching, sorting and reading aloud. */
function mixedScripts(text: string): string[] {
  const words = text.match(/\p{L}+/gu) ?? [];
  const mixed = words.filter(
    (word) =>
      ['Latin', 'Cyrillic', 'Armenian'].filter((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(word)).length >
      1,
  );
  return mixed.map((word) => `letters of two scripts in "${word}"`);
}

/** A Latin word may stand only where English has it too: PDF, Excel, an example of an address. */
function latinWords(message: Message, english: Message): string[] {
  if (message.locale === 'en') return [];
  const known = new Set(english.words.join(' ').match(/\p{Script=Latin}+/gu) ?? []);
  const words = message.words.join(' ').match(/\p{Script=Latin}+/gu) ?? [];
  return words
    .filter((word) => !known.has(word))
    .map((word) => `the Latin word "${word}", which English does not have here`);
}

const SAME_END: Readonly<Record<string, string>> = { '։': '.', '՝': ':' };

/** A sentence is a sentence and a label a label in all languages. The Armenian question mark stands inside the word. */
function sentenceEnd(message: Message, russian: Message): string[] {
  const kinds = ({ endings, locale, words }: Message) =>
    // "No." and "стр." are abbreviations, not sentences.
    /^\p{L}{1,3}\.$/u.test(words.join(''))
      ? ''
      : [
          ...new Set(
            [...endings]
              .map((end) => SAME_END[end] ?? end)
              .map((end) => ('.…:'.includes(end) || (end === '?' && locale !== 'hy') ? end : '')),
          ),
        ]
          .filter((end) => end !== '')
          .sort()
          .join(' ');
  const wanted = message.locale === 'hy' ? kinds(russian).replaceAll('?', '').trim() : kinds(russian);
  // A colon before a parameter at the end may be needed in one language and not in another.
  const strict = (ends: string) => ends.replaceAll(':', '').trim();
  const found = kinds(message);
  const faults = strict(found) === strict(wanted) ? [] : [`ends with "${found}" where Russian ends with "${wanted}"`];
  if (message.locale === 'hy' && russian.endings.has('?') && !message.words.join('').includes('՞'))
    faults.push('a question without ՞');
  return faults;
}

function armenian(text: string): string[] {
  const rules: readonly [RegExp, string][] = [
    [/\p{Script=Armenian}:/u, 'the Latin colon after an Armenian word: ։ or ՝'],
    // Abbreviations keep the Latin full stop: էլ. փոստ, 2026 թ. Inside a sentence the Armenian mijaket ․ stands.
    [
      /(?<!\p{L})(?!(?:էլ|թ|գ|օր)\.)\p{Script=Armenian}+\.(?:\s|$)/iu,
      'the Latin full stop after an Armenian word: ։ or ․',
    ],
    [/\?/, 'the Latin question mark: ՞ on the stressed vowel'],
    [/եւ/, 'եւ: և is written'],
  ];
  return rules.filter(([pattern]) => pattern.test(text)).map(([, reason]) => reason);
}

const BUTTON: Partial<Readonly<Record<Locale, RegExp>>> = {
  ru: /^\S*(?:ть|ти|чь|ться|тись|чься)(?=\s|:|$)/,
  kk: /[ую](?::|$)/,
  ky: /(?:уу|үү|оо|өө|юу|юү)(?::|$)/,
  be: /^\S*(?:ць|цца|ці|чы|чыся|ціся)(?=\s|:|$)/,
  hy: /(?:ել|ալ)(?=\s|՝|$)/,
};

/** Buttons: ru and be infinitive, kk and ky verbal noun at the end, hy infinitive. No full stop. */
export function buttonFaults(message: Message): string[] {
  const rule = BUTTON[message.locale];
  const faults = [...message.endings].some((end) => '.։'.includes(end) && end !== '')
    ? ['a button ends with a full stop']
    : [];
  const label = message.words.map((part) => part.trim()).filter((part) => part !== '');
  if (rule && label.length > 0 && !label.some((part) => rule.test(part)))
    faults.push('a button that is not a verb by the rule of this language');
  return faults;
}
