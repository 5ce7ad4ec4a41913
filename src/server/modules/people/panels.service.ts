import type { Locale } from '#lib/i18n/index.ts';
import type { Ctx } from '#server/platform/context.ts';
import { pick, type LocalizedText } from '#server/platform/text/index.ts';
import type { Wording } from '#server/platform/wording.ts';
import { listPanelSources, type Panel, type PanelLine, type PanelSource } from './panels.port.ts';

/** A title in the reader's language, with the language where it is another one; or words of a module. */
export type ShownTitle = { text: string; lang?: Locale } | Wording;
export type ShownPanel = Omit<Panel, 'lines'> & { lines: (Omit<PanelLine, 'title'> & { title: ShownTitle })[] };

const isWording = (title: PanelLine['title']): title is Wording => 'key' in title;

function shown(title: LocalizedText, locale: Locale): ShownTitle {
  const found = pick(title, locale);
  return found.isFallback ? { text: found.text, lang: found.locale } : { text: found.text };
}

/** The panels of all modules, as the page shows them. */
export async function shownPanels(ctx: Ctx, ask: (source: PanelSource) => Promise<Panel[]>): Promise<ShownPanel[]> {
  const panels: ShownPanel[] = [];
  for (const source of listPanelSources()) {
    for (const panel of await ask(source)) {
      panels.push({ ...panel, lines: panel.lines.map((line) => ({ ...line, title: isWording(line.title) ? line.title : shown(line.title, ctx.locale) })) });
    }
  }
  return panels;
}
