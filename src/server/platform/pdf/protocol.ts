import type { PdfErrorCode } from './errors.ts';

/** What goes through the channel between the web process and the compiling child. */
export interface RenderRequest {
  id: number;
  /** File name in the folder of templates. */
  file: string;
  /** JSON text for `sys.inputs.data`. */
  data: string;
  /** The texts of the QR codes of the document. */
  qr: string[];
  images: Record<string, Uint8Array | string>;
  standard: string;
  /** A tagged PDF, or a picture of its page for somebody who is still choosing. */
  output: 'pdf' | 'svg';
  /** The ornament as this document wants it. */
  frieze: { repeats: number; colour: string };
  /** Unix time in seconds. */
  createdAt: number;
}

export type ChildMessage =
  | { type: 'ready' }
  | { type: 'rendered'; id: number; pdf: Uint8Array; warnings: string[] }
  | { type: 'refused'; id: number; code: PdfErrorCode; characters: string[]; reasons: string[] };
