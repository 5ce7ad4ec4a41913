/** primary: the one act of the page; second: beside it; danger: takes something away; plain: reads as a link. */
export type ButtonLook = 'primary' | 'second' | 'danger' | 'plain';

export function buttonClass(look: ButtonLook, small = false, final = false): string {
  const parts = ['btn'];
  if (look !== 'primary') parts.push(`btn-${look}`);
  if (small) parts.push('btn-small');
  if (final) parts.push('btn-final');
  return parts.join(' ');
}
