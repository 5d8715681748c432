/** Which engine the page talks to: the real one, or in development with `?fake` one that plays generated events. */
import { createEngineClient } from '../engine/client';
import type { EngineClient } from '../engine/client';

export async function clientFactory(): Promise<() => EngineClient> {
  if (import.meta.env.DEV && new URL(location.href).searchParams.has('fake')) {
    const { createFakeClient } = await import('./testing/fakeClient');
    return () => createFakeClient();
  }
  return createEngineClient;
}
