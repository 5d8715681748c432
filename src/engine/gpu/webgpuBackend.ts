/** TensorFlow.js's WebGPU backend on a device of ours. Loaded only where there is a device, since it is the largest part of the library. */
import * as tf from '@tensorflow/tfjs-core';
import { SoftwareBackend } from './softwareBackend';
import { UploadingBackend } from './uploadingBackend';

/** Registers a backend on the device under the name "webgpu"; one that was there before is let go. `software`: the adapter runs on the processor. */
export function registerWebGpu(device: GPUDevice, adapterInfo: GPUAdapterInfo, software: boolean): void {
  // tfjs 4.22 picks its matMul program by shape. Its split-K program (chosen for an inner dimension >= 2000 with few output tiles) gives
  // wrong numbers for a transposed second operand, by 252 for 64 x 2048 x 64, and adds with float atomics, so runs do not repeat bit for
  // bit. Program 3 (packed) has neither fault. It must be set before the first op; it may go when a tfjs release passes traps.backends.test.ts
  // without it.
  tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 3);
  // Importing the package registered a factory that would open a second device with low limits; a reopened device replaces a lost one.
  // The name stays "webgpu": tfjs's kernels are registered under it.
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new (software ? SoftwareBackend : UploadingBackend)(device, adapterInfo), 3);
}
