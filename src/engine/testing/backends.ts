/** Runs one block of tests on every backend there is: cpu and wasm in Node, WebGPU in the browser. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { openBackend, type OpenedBackend } from '../gpu/device';
import { checkLaunches, launchErrors } from '../gpu/launch';
import type { BackendName } from '../records/engine';

export interface BackendTestOptions {
  /** False for tests that keep tensors between them; each test is otherwise failed by a tensor it leaves. */
  readonly leakCheck?: boolean;
}

const BACKENDS: readonly BackendName[] = typeof navigator !== 'undefined' && 'gpu' in navigator ? ['webgpu'] : ['cpu', 'wasm'];

/**
 * A `describe` for each backend, with the backend set before its tests. A test fails where the device reported an error that nobody
 * caught (TensorFlow.js itself keeps silent about a wrong shader: its output is whatever the buffer held) or a tensor was left over.
 * Kernels of our own write into poisoned outputs.
 */
export function describeBackends(name: string, block: (backend: BackendName) => void, { leakCheck = true }: BackendTestOptions = {}): void {
  for (const backend of BACKENDS) {
    describe(`${name} (${backend})`, () => {
      let opened: OpenedBackend;
      let tensorsBefore = 0;
      let errorsBefore = 0;
      beforeAll(async () => {
        opened = await openOnce(backend);
      }, 60_000);
      beforeEach(() => {
        tensorsBefore = tf.memory().numTensors;
        errorsBefore = opened.uncaptured.length;
      });
      afterEach(async () => {
        const caught = await settle(opened);
        const errors = [...caught, ...opened.uncaptured.slice(errorsBefore)];
        if (errors.length > 0) throw new Error(`the GPU reported: ${errors.join('\n')}`);
        const left = tf.memory().numTensors - tensorsBefore;
        if (leakCheck && left !== 0) throw new Error(`the test left ${left} tensors behind: dispose them, or tidy`);
      });
      block(backend);
    });
  }
}

/** One device for all files that share a page, as long as no test loses it or opens another: a new one compiles every shader again. */
const openings = new Map<BackendName, OpenedBackend>();

async function openOnce(backend: BackendName): Promise<OpenedBackend> {
  const known = openings.get(backend);
  const opened = known && isCurrent(known) ? known : await openBackend(backend);
  if (opened !== known) {
    openings.set(backend, opened);
    void opened.lost.then(() => openings.delete(backend));
  }
  checkLaunches(true);
  if (opened.info.backend !== backend) throw new Error(`${backend} was wanted, ${opened.info.backend} came: ${opened.info.reason}`);
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend)
    throw new Error(`${backend} could not be set, ${tf.getBackend()} is set`);
  return opened;
}

/** Whether TensorFlow.js still computes on this device. */
function isCurrent({ device }: OpenedBackend): boolean {
  return !device || (tf.findBackend('webgpu') as WebGPUBackend | null)?.device === device;
}

/** Waits until errors of the commands sent so far have been reported; gives those of our own launches. */
async function settle({ device }: OpenedBackend): Promise<string[]> {
  if (!device) return [];
  device.pushErrorScope('validation');
  await device.popErrorScope();
  return launchErrors(device);
}
