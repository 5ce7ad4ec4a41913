import type { RequestLocals } from '#server/http/request.ts';

declare global {
  namespace App {
    interface Locals extends RequestLocals {}
    interface Error {
      message: string;
      /** Message key of the words to show. */
      code: string;
      /** Names the log line, so that a person can tell the administrator. */
      reference?: string;
      /** How long to wait, when it was too much. */
      seconds?: number;
    }
    interface PageData {
      shell: import('#lib/ui/page.ts').Shell;
    }
  }
}

export {};
