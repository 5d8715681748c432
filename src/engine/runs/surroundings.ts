/** What surrounds a run or a fit; all may be left out. */
import type { CheckpointStore } from '../checkpoints/store';

export interface Surroundings<Trained> {
  /** Takes over what was trained where there is a result; it is disposed otherwise. */
  keep?(trained: Trained): void;
  /** Where checkpoints lie. */
  readonly checkpoints?: CheckpointStore;
  /** False once the device erred. */
  healthy?(): boolean;
}
