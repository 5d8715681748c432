/** What the bench page offers to the script that opened it: one function a measurement, on the backend the address names. */
import { openBackend } from '../src/engine/gpu/device';
import type { BackendName } from '../src/engine/records/engine';
import { callNames, countCalls } from './calls';
import { settled } from './clock';
import { clickStepNames, measureClickStep } from './clickSteps';
import { collect, growthPasses, startGrowth } from './growth';
import { kernelCases, measureKernel, type Scale } from './kernels';
import { measureMapAnswers, measureMapFrames, measureUmap } from './map';
import { measureProcessor, processorNames } from './processor';
import { measureQuantizer } from './quantizers';
import { measureReader } from './readers';
import { measureRetrievalStep, retrievalStepNames } from './retrievalSteps';
import { measureStep } from './step';

export interface Bench {
  /** Opens the backend; the adapter's name. Throws where another backend came. */
  open(backend: BackendName): Promise<{ adapter: string; software: boolean }>;
  /** Errors the device reported and nobody caught, so far. */
  deviceErrors(): Promise<readonly string[]>;
  kernelNames(scale: Scale): string[];
  kernel: typeof measureKernel;
  step: typeof measureStep;
  processorNames: typeof processorNames;
  processor: typeof measureProcessor;
  clickStepNames: typeof clickStepNames;
  clickStep: typeof measureClickStep;
  retrievalStepNames: typeof retrievalStepNames;
  retrievalStep: typeof measureRetrievalStep;
  callNames: typeof callNames;
  calls: typeof countCalls;
  quantizer: typeof measureQuantizer;
  reader: typeof measureReader;
  mapFrames: typeof measureMapFrames;
  mapAnswers: typeof measureMapAnswers;
  umap: typeof measureUmap;
  growth: { start: typeof startGrowth; passes: typeof growthPasses; collect: typeof collect };
}

declare global {
  interface Window {
    residuaBench: Bench;
  }
}

let uncaptured: readonly string[] = [];

window.residuaBench = {
  async open(backend) {
    const opened = await openBackend(backend);
    if (opened.info.backend !== backend) throw new Error(`${backend} was wanted, ${opened.info.backend} came: ${opened.info.reason}`);
    uncaptured = opened.uncaptured;
    // The threads of the pool come up while this one rests.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { adapter: opened.info.adapter, software: opened.info.software };
  },
  async deviceErrors() {
    await settled();
    return uncaptured;
  },
  kernelNames: (scale) => kernelCases(scale).map(({ name }) => name),
  kernel: measureKernel,
  step: measureStep,
  processorNames,
  processor: measureProcessor,
  clickStepNames,
  clickStep: measureClickStep,
  retrievalStepNames,
  retrievalStep: measureRetrievalStep,
  callNames,
  calls: countCalls,
  quantizer: measureQuantizer,
  reader: measureReader,
  mapFrames: measureMapFrames,
  mapAnswers: measureMapAnswers,
  umap: measureUmap,
  growth: { start: startGrowth, passes: growthPasses, collect },
};
