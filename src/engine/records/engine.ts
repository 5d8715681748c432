/** What the engine tells of itself when it starts. */
import type { PredictorEntry, ScoreEntry } from './predict';
import type { MetricEntry, QuantizerEntry } from './quantize';

export interface Catalog {
  readonly quantizers: readonly QuantizerEntry[];
  /** Codes made elsewhere, which stand among the quantizers. */
  readonly published: QuantizerEntry;
  readonly metrics: readonly MetricEntry[];
  /** Predictors of a continuous value, and the numbers they are judged by. */
  readonly predictors: readonly PredictorEntry[];
  readonly scores: readonly ScoreEntry[];
  /** File name endings that can be opened as vectors, and as tables, without the dot. */
  readonly extensions: readonly string[];
  readonly tableExtensions: readonly string[];
  /** And as codes of items. */
  readonly codesExtensions: readonly string[];
}

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface SelfTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** What was seen and what was wanted. */
  readonly detail: string;
}

/** What the engine runs on, and why. */
export interface EngineInfo {
  readonly backend: BackendName;
  /** "Apple M3", "google swiftshader", or "CPU (WebAssembly SIMD, 4 threads)". */
  readonly adapter: string;
  /** True where WebGPU runs on the processor: correct but slow. */
  readonly software: boolean;
  /** Why this backend and not WebGPU, in one or two plain sentences; empty when WebGPU on a GPU runs. */
  readonly reason: string;
  readonly selfTest: readonly SelfTestResult[];
  readonly version: string;
}
