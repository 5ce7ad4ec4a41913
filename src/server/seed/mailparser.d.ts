/** The part of mailparser (which brings no types of its own) that the demo's mail reader and tests use. */
declare module 'mailparser' {
  export interface ParsedAttachment {
    filename?: string;
    contentType: string;
    content: Buffer;
    size: number;
  }
  export interface ParsedMail {
    subject?: string;
    text?: string;
    html?: string | false;
    to?: { text: string };
    date?: Date;
    from?: { text: string };
    attachments: ParsedAttachment[];
  }
  export function simpleParser(raw: string | Buffer, options?: { skipHtmlToText?: boolean; skipTextToHtml?: boolean; skipImageLinks?: boolean }): Promise<ParsedMail>;
}
