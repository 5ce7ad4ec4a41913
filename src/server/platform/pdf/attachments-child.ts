import { getDocumentProxy } from 'unpdf';

/** Reads one attachment of one PDF; the parent ends this process. What is longer than a credential ever is counts as none. */
const MOST_BYTES = 200_000;

process.on('message', ({ pdf, name }: { pdf: Uint8Array; name: string }) => {
  void (async () => {
    try {
      const document = await getDocumentProxy(new Uint8Array(pdf), { isEvalSupported: false, stopAtErrors: false });
      const attachments = (await document.getAttachments()) as Record<string, { filename: string; content: Uint8Array }> | null;
      const found = Object.values(attachments ?? {}).find(({ filename }) => filename === name);
      process.send?.({ text: found && found.content.length <= MOST_BYTES ? Buffer.from(found.content).toString('utf8') : null });
    } catch {
      process.send?.({ text: null });
    }
  })();
});
