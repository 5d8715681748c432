/** The worker that places items by UMAP. */
import { toProblem } from './errors';
import { umapPlaces } from './items/umap';
import type { UmapAsk } from './items/umap';
import type { FromUmap } from './umap';

/** Milliseconds between two words of progress. */
const PACE = 100;

self.onmessage = ({ data: ask }: MessageEvent<UmapAsk>) => {
  let told = -Infinity;
  const tell = (word: FromUmap, move: Transferable[] = []) => self.postMessage(word, { transfer: move });
  try {
    const places = umapPlaces(ask, (share) => {
      if (performance.now() - told < PACE) return;
      told = performance.now();
      tell({ type: 'share', share });
    });
    tell({ type: 'places', places }, [places.buffer]);
  } catch (thrown) {
    tell({ type: 'refusal', problem: toProblem(thrown) });
  }
};
