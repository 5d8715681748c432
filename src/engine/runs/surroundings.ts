/** What surrounds a run; all may be left out. */
import type { CheckpointStore } from '../checkpoints/store';
import type { Task } from './task';

export interface Surroundings {
  /** Takes over what was trained where there is a result; it is disposed otherwise. */
  keep?(task: Task): void;
  /** Where checkpoints lie. */
  readonly checkpoints?: CheckpointStore;
  /** False once the device erred. */
  healthy?(): boolean;
}
