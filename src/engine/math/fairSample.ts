/** A sample without order in which every row has the same chance. */
import { Random } from './random';

/** `most` distinct numbers of 0 .. rows - 1, ascending (Knuth, The Art of Computer Programming, vol. 2, algorithm 3.4.2 S); all of them where there are no more. */
export function fairSample(rows: number, most: number, seed: number): Uint32Array {
  const random = new Random(seed).split('fair sample');
  const chosen = new Uint32Array(Math.min(rows, most));
  let at = 0;
  for (let row = 0; at < chosen.length; row++) if ((rows - row) * random.uniform() < chosen.length - at) chosen[at++] = row;
  return chosen;
}
