/** A thread of the pool: a module worker of the engine's worker. */
import { servePool, type ThreadStart } from './control';

self.onmessage = ({ data }: MessageEvent<ThreadStart>) => servePool(data);
