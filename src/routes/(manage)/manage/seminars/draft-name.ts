/** The draft on the device that was accepted by the server: named in the address of the next page, which then forgets it. */
export function acceptedDraft(url: URL): string | null {
  const name = url.searchParams.get('draft') ?? '';
  return /^[a-z]+-[0-9a-z-]{3,90}$/.test(name) ? name : null;
}
