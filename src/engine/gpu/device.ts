/** Opens what the engine computes on: WebGPU on a device of our own, else WebAssembly, else plain JavaScript, and says why. Only the backend that is opened is loaded. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { version } from '../../../package.json';
import { cpuThreads } from '../cpu/road';
import type { BackendName, EngineInfo } from '../records/engine';
import type { registerWebGpu } from './webgpuBackend';

/** Raised to what the adapter has: the six that tfjs itself raises, and the number of buffers a kernel of ours may bind. */
const RAISED_LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxStorageBuffersPerShaderStage',
] as const;

const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'shader-f16', 'subgroups'];

/** A device that goes wrong in every op must not fill the memory with messages. */
const MAX_UNCAPTURED = 100;

const TITLES: Readonly<Record<BackendName, string>> = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'plain JavaScript' };

export interface LostDevice {
  /** "destroyed" or "unknown", as WebGPU names it. */
  readonly reason: string;
  readonly message: string;
}

export interface OpenedBackend {
  readonly info: Omit<EngineInfo, 'selfTest'>;
  /** Resolves when the device is gone (then open again and rebuild from a checkpoint); never for wasm and cpu. */
  readonly lost: Promise<LostDevice>;
  /** Messages of GPU errors that no error scope caught, oldest first; the array grows while the device lives. */
  readonly uncaptured: readonly string[];
  /** Null for wasm and cpu. */
  readonly device: GPUDevice | null;
}

/** What the browser offers; the default is the surrounding global scope. */
export interface GpuSurroundings {
  readonly gpu: GPU | undefined;
  readonly secure: boolean;
}

/**
 * Makes a backend the current one of TensorFlow.js. Without `wanted`: WebGPU on a real GPU, then wasm, then cpu. A forced backend that
 * cannot be had falls back in the same order and `info.reason` says why. May be called again after a device was lost.
 */
export async function openBackend(wanted?: BackendName, options: { readonly surroundings?: GpuSurroundings } = {}): Promise<OpenedBackend> {
  const reasons: string[] = [];
  if (wanted === undefined || wanted === 'webgpu') {
    const device = await openDevice(options.surroundings ?? globalSurroundings(), wanted === 'webgpu');
    if (typeof device !== 'string') return await useDevice(device);
    reasons.push(wanted === 'webgpu' ? `WebGPU was asked for. ${device}` : device);
  } else {
    reasons.push(`${capitalised(TITLES[wanted])} was asked for.`);
  }
  for (const name of ['wasm', 'cpu'] as const) {
    if (wanted === 'cpu' && name === 'wasm') continue;
    const problem = await useProcessor(name);
    if (problem === null) return await processorBackend(name, sentence(reasons, name, wanted));
    reasons.push(problem);
  }
  throw new Error(`No backend could be started. ${reasons.join(' ')}`);
}

/** True for adapters that run on the processor: correct, but slower there than WebAssembly. */
export function isSoftwareAdapter(
  info: Pick<GPUAdapterInfo, 'vendor' | 'architecture'> & { readonly isFallbackAdapter?: boolean },
): boolean {
  return info.isFallbackAdapter === true || info.architecture === 'swiftshader' || info.vendor === 'google';
}

// ---------------------------------------------------------------- WebGPU

interface Opening {
  readonly device: GPUDevice;
  readonly adapterInfo: GPUAdapterInfo;
  readonly software: boolean;
  readonly register: typeof registerWebGpu;
}

/** A device, or the reason in words why there is none. */
async function openDevice({ gpu, secure }: GpuSurroundings, forced: boolean): Promise<Opening | string> {
  if (!gpu && !secure)
    return 'The browser hides WebGPU because this page was not opened over a secure connection: open it over https or at http://localhost.';
  if (!gpu) return 'This browser has no WebGPU (navigator.gpu is missing): a current Chrome, Edge, Safari or Firefox has it.';
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return 'The browser has WebGPU but found no graphics adapter to run it on (requestAdapter gave none).';
  const software = isSoftwareAdapter(adapter.info);
  if (software && !forced) {
    return `WebGPU runs here only on a software adapter (${adapterName(adapter.info)}), which is many times slower than WebAssembly.`;
  }
  let register: typeof registerWebGpu;
  try {
    register = (await import('./webgpuBackend')).registerWebGpu;
  } catch (failure) {
    return `The part of this page that computes on WebGPU could not be loaded: ${words(failure)}.`;
  }
  try {
    const device = await adapter.requestDevice({
      requiredLimits: Object.fromEntries(RAISED_LIMITS.map((limit) => [limit, adapter.limits[limit]])),
      requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
    });
    return { device, adapterInfo: adapter.info, software, register };
  } catch (refusal) {
    return `The graphics adapter (${adapterName(adapter.info)}) refused to open a device: ${words(refusal)}.`;
  }
}

async function useDevice({ device, adapterInfo, software, register }: Opening): Promise<OpenedBackend> {
  const uncaptured: string[] = [];
  device.addEventListener('uncapturederror', (event) => {
    if (uncaptured.length < MAX_UNCAPTURED) uncaptured.push(event.error.message);
  });
  register(device, adapterInfo, software);
  if (!(await tf.setBackend('webgpu'))) throw new Error('TensorFlow.js did not take the WebGPU device it was given.');
  await tf.ready();
  const name = adapterName(adapterInfo);
  return {
    info: {
      backend: 'webgpu',
      adapter: name,
      software,
      reason: software ? `WebGPU was asked for and runs on a software adapter (${name}): correct, but many times slower than a GPU.` : '',
      version,
    },
    lost: device.lost.then(({ reason, message }) => ({ reason, message })),
    uncaptured,
    device,
  };
}

function adapterName(info: GPUAdapterInfo): string {
  return info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

function globalSurroundings(): GpuSurroundings {
  return { gpu: globalThis.navigator?.gpu, secure: globalThis.isSecureContext ?? false };
}

// ---------------------------------------------------------------- processor

/** Null when the backend runs, else the reason in words why it does not. */
async function useProcessor(name: 'wasm' | 'cpu'): Promise<string | null> {
  try {
    if (name === 'wasm') (await import('./wasmBackend')).prepareWasm();
    else await import('./cpuBackend');
    // setBackend does not throw where a backend cannot start: it returns false, and the next op would quietly use another one.
    if (await tf.setBackend(name)) {
      await tf.ready();
      if (tf.getBackend() === name) return null;
    }
    return `${capitalised(TITLES[name])} could not be started.`;
  } catch (failure) {
    return `${capitalised(TITLES[name])} could not be started: ${words(failure)}.`;
  }
}

async function processorBackend(backend: 'wasm' | 'cpu', reason: string): Promise<OpenedBackend> {
  const simd = backend === 'wasm' && (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true;
  const threads = cpuThreads();
  const adapter = backend === 'cpu' ? 'CPU (JavaScript)' : `CPU (WebAssembly${simd ? ' SIMD' : ''}${threads > 1 ? `, ${threads} threads` : ''})`;
  return { info: { backend, adapter, software: false, reason, version }, lost: new Promise(() => {}), uncaptured: [], device: null };
}

function sentence(reasons: readonly string[], got: BackendName, wanted: BackendName | undefined): string {
  return got === wanted ? reasons.join(' ') : `${reasons.join(' ')} ${capitalised(TITLES[got])} runs instead.`;
}

function capitalised(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function words(thrown: unknown): string {
  const message =
    thrown instanceof Error
      ? thrown.message
      : typeof thrown === 'object' && thrown !== null && 'message' in thrown
        ? String(thrown.message)
        : String(thrown);
  return message.trim().replace(/\.$/, '');
}
