export type PdfErrorCode =
  /** The compiler crashed or hung twice with this document. */
  | 'pdf.render_failed'
  /** The document holds characters that no font of ours can print; `characters` names them. */
  | 'pdf.unprintable_text'
  /** The compiler refused the document, for example an image without a description; `reasons` are for engineers. */
  | 'pdf.refused'
  /** Data or images are larger than a document may carry. */
  | 'pdf.too_large'
  /** Too many documents are waiting; try again later. */
  | 'pdf.busy'
  /** The renderer has been closed. */
  | 'pdf.closed';

export interface PdfError extends Error {
  code: PdfErrorCode;
  characters: string[];
  reasons: string[];
}

export function pdfError(code: PdfErrorCode, details: { characters?: string[]; reasons?: string[] } = {}): PdfError {
  const { characters = [], reasons = [] } = details;
  return Object.assign(new Error([code, ...reasons].join('\n  ')), { name: 'PdfError', code, characters, reasons });
}

export function isPdfError(error: unknown): error is PdfError {
  return error instanceof Error && error.name === 'PdfError';
}
