/** Time of one form or of two forms run in turn, with the device's work waited for. */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** Runs one piece of work; the tensors it gives are disposed after its time is taken. */
export type Work = () => tf.TensorContainer | void | Promise<tf.TensorContainer | void>;

export interface Timing {
  /** Milliseconds of the very first run, shader compilation included. */
  readonly first: number;
  /** Milliseconds of every later run, in order. */
  readonly samples: readonly number[];
}

export interface Effort {
  /** Milliseconds after which no further run is begun, once `minRuns` are there. */
  readonly budget: number;
  readonly minRuns: number;
  readonly maxRuns: number;
}

/** A sample shorter than this is a mean over several runs: timers of a browser are coarse. */
const SHORTEST_SAMPLE = 15;
const MOST_IN_SAMPLE = 200;
const LONG_RUN = 1000;

/**
 * Times forms in turn, A B A B, so that whatever else the machine does weighs on all alike. The first run of each, and one more where it
 * was short, are no samples. Nothing is subtracted: a sample holds recording, submission, the device's work and the reads the form does itself.
 */
export async function interleaved<Name extends string>(forms: Readonly<Record<Name, Work>>, effort: Effort): Promise<Record<Name, Timing>> {
  const names = Object.keys(forms) as Name[];
  const first = {} as Record<Name, number>;
  const inner = {} as Record<Name, number>;
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) {
    first[name] = await timed(forms[name], 1);
    // The second warm-up says how many short runs make a sample; a long one is a sample by itself.
    const warm = first[name] < LONG_RUN ? await timed(forms[name], 1) : first[name];
    inner[name] = Math.min(MOST_IN_SAMPLE, Math.max(1, Math.ceil(SHORTEST_SAMPLE / Math.max(warm, 0.01))));
  }
  const started = performance.now();
  for (let run = 0; run < effort.maxRuns; run++) {
    if (run >= effort.minRuns && performance.now() - started > effort.budget) break;
    for (const name of names) samples[name].push(await timed(forms[name], inner[name]));
  }
  const timings = {} as Record<Name, Timing>;
  for (const name of names) timings[name] = { first: first[name], samples: samples[name] };
  return timings;
}

/** Milliseconds of one of `runs` runs. */
export async function timed(work: Work, runs: number): Promise<number> {
  await settled();
  const started = performance.now();
  const made: tf.TensorContainer[] = [];
  for (let run = 0; run < runs; run++) {
    const tensors = await work();
    if (tensors) made.push(tensors);
  }
  await settled();
  const time = (performance.now() - started) / runs;
  tf.dispose(made);
  return time;
}

/** Resolves when everything recorded so far has been computed. Processor backends compute at once. */
export async function settled(): Promise<void> {
  if (tf.getBackend() !== 'webgpu') return;
  const backend = tf.backend() as WebGPUBackend;
  // TensorFlow.js submits what it has recorded only when it must; null stands for nothing recorded.
  const { commandEncoder } = backend as unknown as { readonly commandEncoder: GPUCommandEncoder | null };
  if (commandEncoder) {
    (backend as unknown as { endComputePassEncoder(): void }).endComputePassEncoder();
    backend.submitQueue();
  }
  await backend.device.queue.onSubmittedWorkDone();
}
