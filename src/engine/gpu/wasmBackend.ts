/** TensorFlow.js's WebAssembly backend, told where its files lie, and our own kernels beside it. Loaded only where it is to run. */
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plainWasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import kernels from '../cpu/kernels.wasm?url&inline';
import { offerKernels } from '../cpu/road';

/** Importing the package registered it; this is called before it is first set. */
export function prepareWasm(): void {
  offerKernels(kernels);
  // The threaded build starts its workers from blob addresses, which the page's content security policy forbids, and gave no gain.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // In Node the package finds its files by itself; in the browser the bundler knows where they are. It asks for three names.
  if (tf.env().getBool('IS_NODE') || tf.engine().registry['wasm'] !== undefined) return;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plainWasmUrl,
    'tfjs-backend-wasm-simd.wasm': simdWasmUrl,
    'tfjs-backend-wasm-threaded-simd.wasm': simdWasmUrl,
  });
}
