/** Runs composed forms under TensorFlow.js's own settings, as a program without the engine would. */
import * as tf from '@tensorflow/tfjs-core';
import { useLibraryPrograms } from '../src/engine/gpu/softwareBackend';

const FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** "Choose by shape", the library's default; the engine sets another value, see gpu/webgpuBackend.ts. */
const BY_SHAPE = -1;

/** The same work, with the library's own choice of matrix product, and its own programs, on WebGPU while it is recorded. */
export function plainLibrary<T>(work: () => T | Promise<T>): () => Promise<T> {
  return async () => {
    if (tf.getBackend() !== 'webgpu') return await work();
    const engines = tf.env().getNumber(FLAG);
    tf.env().set(FLAG, BY_SHAPE);
    useLibraryPrograms(true);
    try {
      return await work();
    } finally {
      tf.env().set(FLAG, engines);
      useLibraryPrograms(false);
    }
  };
}
