import type { World } from './api-world.ts';

/** The seat of whoever stayed in a session that was held. */
export async function listPresence(world: World): Promise<string> {
  const { roomId } = await world.held();
  const list = await world.served.call(world.coordinator, 'GET', `/rooms/${roomId}/presence?sort=-minutes`);
  return (list.body as { people: { attendeeId: string }[] }).people[0]?.attendeeId ?? '';
}
