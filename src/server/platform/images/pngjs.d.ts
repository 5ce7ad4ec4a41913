declare module 'pngjs' {
  export const PNG: {
    sync: {
      write(picture: { width: number; height: number; data: Uint8Array }, options?: { deflateLevel?: number }): Buffer;
      read(bytes: Uint8Array, options?: { checkCRC?: boolean; skipRescale?: boolean }): { width: number; height: number; data: Buffer };
    };
  };
}
