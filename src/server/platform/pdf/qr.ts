import QRCode from 'qrcode';

/**
 * A QR code as SVG text, error correction M: a coffee stain on paper may cover a seventh of it. Without a quiet zone of its
 * own; the templates leave four modules of white around it.
 */
export function qrSvg(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
}
