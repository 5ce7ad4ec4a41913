import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { TableRefusal } from './table.ts';

export interface XmlReader {
  /** `name` without its prefix: some programs write `x:row` */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const DEEPEST = 64;
const bare = (name: string) => name.slice(name.indexOf(':') + 1);

/**
 * Reads XML as it streams by. No document types, so no entities but the five of XML itself; nothing is fetched, nothing is kept.
 * UTF-8 and UTF-16 with a mark, as spreadsheets write them.
 */
export async function readXml(chunks: AsyncIterable<Buffer>, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on('error', () => {
    throw new TableRefusal('table.damaged');
  });
  parser.on('doctype', () => {
    throw new TableRefusal('table.damaged');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > DEEPEST) throw new TableRefusal('table.damaged');
    reader.open?.(bare(name), attributes);
  });
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    reader.close?.(bare(name));
  });
  let decoder: StringDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new StringDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf16le' : 'utf8');
    parser.write(decoder.write(chunk));
  }
  parser.write(decoder?.end() ?? '');
  parser.close();
}

/** Attributes by their bare names. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  const own = attributes[name];
  if (own !== undefined) return own;
  const key = Object.keys(attributes).find((candidate) => candidate.endsWith(`:${name}`));
  return key === undefined ? undefined : attributes[key];
}

export const isOn = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on';
