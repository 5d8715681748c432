/** What a run trained, made again from what was kept of it: after a reload, or once later runs took its place in memory. */
import { readResume } from '../checkpoints/checkpointing';
import type { CheckpointStore } from '../checkpoints/store';
import { completeParams } from '../params';
import type { RunSpec } from '../records/run';
import type { Inputs, Task, TaskKind } from './task';

/** @throws InputError in words where nothing was kept, or it is of another run. */
export async function takeUp(kind: TaskKind, inputs: Inputs, spec: RunSpec, store: CheckpointStore | undefined): Promise<Task> {
  const task = await kind.create(inputs, { kind: spec.kind, params: completeParams(kind.params, spec.params), seed: spec.seed, ...(spec.holdOut && { holdOut: spec.holdOut }) });
  try {
    const kept = await readResume(store, { ...spec, resume: 'last' }, task.identity);
    await task.takeUp(kept!.state, kept!.head.done);
    return task;
  } catch (thrown) {
    task.dispose();
    throw thrown;
  }
}
