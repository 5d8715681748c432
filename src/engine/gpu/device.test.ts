/** Without WebGPU the exact reason is said in words and the work goes on elsewhere. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openBackend, type GpuSurroundings } from './device';

/** Browsers that cannot be had here: each is what `navigator.gpu` would be on one. */
const noAdapter = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
const adapterOf = (info: object, refusal: string): GPU =>
  ({
    requestAdapter: () =>
      Promise.resolve({ info, limits: {}, features: new Set(), requestDevice: () => Promise.reject(new Error(refusal)) }),
  }) as unknown as GPU;

const CASES: readonly (readonly [what: string, surroundings: GpuSurroundings, reason: RegExp])[] = [
  [
    'an insecure page',
    { gpu: undefined, secure: false },
    /not opened over a secure connection.*http:\/\/localhost.*WebAssembly runs instead/,
  ],
  ['a browser without it', { gpu: undefined, secure: true }, /has no WebGPU \(navigator\.gpu is missing\).*WebAssembly runs instead/],
  ['no adapter', { gpu: noAdapter, secure: true }, /found no graphics adapter.*WebAssembly runs instead/],
  [
    'a device refused',
    { gpu: adapterOf({ vendor: 'acme', architecture: 'one', description: '' }, 'limits too high.'), secure: true },
    /\(acme one\) refused to open a device: limits too high\. WebAssembly runs instead/,
  ],
  [
    'a software adapter by name',
    { gpu: adapterOf({ vendor: 'google', architecture: 'swiftshader', description: '' }, ''), secure: true },
    /only on a software adapter \(google swiftshader\).*WebAssembly runs instead/,
  ],
  [
    'a software adapter by its own word',
    { gpu: adapterOf({ vendor: 'mesa', architecture: '', description: 'llvmpipe', isFallbackAdapter: true }, ''), secure: true },
    /only on a software adapter \(llvmpipe\).*WebAssembly runs instead/,
  ],
];

test.each(CASES)('falls to WebAssembly for %s', async (_, surroundings, reason) => {
  const { info, device, uncaptured } = await openBackend(undefined, { surroundings });
  expect(info.reason).toMatch(reason);
  expect([info.backend, info.adapter, info.software, device, uncaptured]).toEqual(['wasm', 'CPU (WebAssembly SIMD)', false, null, []]);
  expect(tf.getBackend()).toBe('wasm');
});

test('gives the forced backend and says that it was asked for', async () => {
  const { info } = await openBackend('cpu');
  expect([info.backend, info.adapter, info.reason]).toEqual(['cpu', 'CPU (JavaScript)', 'Plain JavaScript was asked for.']);
  expect(tf.getBackend()).toBe('cpu');
  expect(info.version).toMatch(/^\d+\.\d+\.\d+$/);
});

test('says why WebGPU is not there although it was asked for', async () => {
  const { info } = await openBackend('webgpu', { surroundings: { gpu: noAdapter, secure: true } });
  expect(info.backend).toBe('wasm');
  expect(info.reason).toMatch(/^WebGPU was asked for\. The browser has WebGPU but found no graphics adapter/);
});

test('falls to plain JavaScript where WebAssembly does not start, although setBackend keeps silent about it', async () => {
  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => Promise.reject(new Error('no wasm here')));
  try {
    const { info } = await openBackend('wasm');
    expect(info.backend).toBe('cpu');
    expect(info.reason).toBe('WebAssembly was asked for. WebAssembly could not be started. Plain JavaScript runs instead.');
    expect(tf.getBackend()).toBe('cpu');
  } finally {
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
  }
});
