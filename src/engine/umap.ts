/** Has items placed by UMAP in a worker of their own, which ends with them. */
import type { UmapAsk } from './items/umap';
import type { Problem } from './records/basics';
import type { UmapReading } from './records/items';

export type FromUmap = { readonly type: 'share'; readonly share: number } | { readonly type: 'places'; readonly places: Float32Array } | { readonly type: 'refusal'; readonly problem: Problem };

/** Rejects with a Problem: the worker's, or that it was cancelled. The vectors are moved, not copied. */
export function placeByUmap(ask: UmapAsk, { signal, progress }: UmapReading = {}): Promise<Float32Array> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(CANCELLED);
    const worker = new Worker(new URL('./umapWorker.ts', import.meta.url), { type: 'module', name: 'residua-umap' });
    const end = () => {
      signal?.removeEventListener('abort', cancel);
      worker.terminate();
    };
    const cancel = () => {
      end();
      reject(CANCELLED);
    };
    signal?.addEventListener('abort', cancel);
    worker.onmessage = ({ data: word }: MessageEvent<FromUmap>) => {
      if (word.type === 'share') return progress?.(word.share);
      end();
      if (word.type === 'places') resolve(word.places);
      else reject(word.problem);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end();
      reject({ name: 'engine', message: `UMAP ended: ${event.message || 'its worker could not be loaded'}.`, hint: 'Close other tabs, or choose the principal axes.' } satisfies Problem);
    };
    worker.postMessage(ask, [ask.data.buffer as ArrayBuffer]);
  });
}

const CANCELLED: Problem = { name: 'input', message: 'UMAP was cancelled.', hint: 'Choose UMAP again.' };
