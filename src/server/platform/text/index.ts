/** Texts that people write in several languages: a map language → text with the standing of each translation. */
export {
  localized,
  localizedText,
  originalOf,
  pick,
  readingOrder,
  textIn,
  withText,
  type LocalizedText,
  type Picked,
  type TextEntry,
  type TextStatus,
} from './localized-text.ts';
export { authoredText, sameText, textFields } from './authored-text.ts';
