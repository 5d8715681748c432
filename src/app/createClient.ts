/** Which engine the page talks to: the real one, or in development with `?fake` one that plays generated events. */
import { createEngineClient } from '../engine/client';
import type { EngineClient } from '../engine/client';
import type { Problem } from '../engine/records/basics';

export async function clientFactory(): Promise<(ended?: (problem: Problem) => void) => EngineClient> {
  if (import.meta.env.DEV && new URL(location.href).searchParams.has('fake')) {
    const { createFakeClient } = await import('./testing/fakeClient');
    return () => createFakeClient();
  }
  return createEngineClient;
}
