/** A run and its settings in one line each. */
import { describe, expect, it } from 'vitest';
import type { QuantizerResult } from '../../engine/records/quantize';
import type { ValueResult } from '../../engine/records/predict';
import type { PredictorCell, QuantizerCell } from '../notebook/spec';
import { NO_DATA } from '../runs/runState';
import { NO_RUN } from '../runs/cellRun';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { fitPhaseLine, notesOf, phaseLine, predictorLine, seconds, settingsLine, statusLine, waitLine } from './summary';

const cell: QuantizerCell = { id: 'v', name: 'V', mode: 'quantizer', inputs: { rows: 'd' }, spec: { kind: 'rq-vae', seed: 3, params: { numLevels: 3, numCodes: [64], steps: 600, latentDim: 32, learningRate: 0.001, kMeansInit: false, estimator: 'ste', batchSize: 256 } } };
const plain = (text: string) => text.replace(/\u202f/g, ' ');
const progress = { step: 32, steps: 50, phase: 'training codes', itemsPerSecond: 41300, eta: 3.2, seconds: 4 };

describe('settingsLine', () => {
  it('says the shape, then what differs from the defaults', () => {
    expect(plain(settingsLine(cell, FAKE_CATALOG.quantizers[1]))).toBe('3 × 64 codes · latent size 32 · 600 steps · no start codebooks by k-means · seed 3');
  });
  it('says the terms of a fair comparison, and several seeds', () => {
    const terms = { on: true, numLevels: 2, numCodes: 32, budget: { unit: 'seconds' as const, value: 20 } };
    const seeded = { ...cell, spec: { ...cell.spec, moreSeeds: [4, 5] } };
    expect(plain(settingsLine(seeded, FAKE_CATALOG.quantizers[1], terms))).toBe('compared fairly: 2 × 32 codes · 20 s · seeds 3, 4, 5');
    expect(settingsLine(seeded, undefined)).toBe('3 × 64 codes · seeds 3, 4, 5');
  });
  it('lists codes that differ by level', () => {
    const uneven = { ...cell, spec: { ...cell.spec, params: { numLevels: 3, numCodes: [256, 128, 64] } } };
    expect(settingsLine(uneven, undefined)).toBe('256 · 128 · 64 codes · seed 3');
  });
});

describe('predictorLine', () => {
  it('says codes where there are some, epochs, and what differs from the defaults', () => {
    const predictor = (kind: PredictorCell['spec']['kind'], params: PredictorCell['spec']['params'], seed = 1): PredictorCell => ({ id: 'p', name: 'P', mode: 'predictor', inputs: { rows: 't' }, spec: { kind, params, seed } });
    const entry = (kind: string) => FAKE_CATALOG.predictors.find((each) => each.kind === kind);
    expect(plain(predictorLine(predictor('constant', { statistic: 'mean' }, 4), entry('constant')))).toBe('mean · seed 4');
    expect(plain(predictorLine(predictor('mlp', { epochs: 20, width: 128 }), entry('mlp')))).toBe('width 128 · epochs at most 20 · seed 1');
    expect(plain(predictorLine(predictor('rq-reg', { numLevels: 2, numCodes: [8] }), undefined))).toBe('2 × 8 codes · seed 1');
  });
});

describe('the second line of a row', () => {
  const fit = { family: 'value', scores: { mae: 12.34 } } as unknown as ValueResult;
  const result = { family: 'quantizer', metrics: { relativeError: 0.4321 } } as unknown as QuantizerResult;
  it('has the number of the result, and none while a run waits for another', () => {
    expect([phaseLine({ ...NO_RUN, status: 'done', result }), phaseLine({ ...NO_RUN, status: 'waiting', result }), phaseLine(undefined)]).toEqual(['relative error 0.432', '', '']);
    expect(plain(fitPhaseLine({ ...NO_RUN, status: 'done', result: fit }, 's'))).toBe('test MAE 12.3 s');
    expect(fitPhaseLine({ ...NO_RUN, status: 'waiting', result: fit }, 's')).toBe('');
    expect(plain(fitPhaseLine({ ...NO_RUN, status: 'running', result: fit, progress }, 's'))).toBe('training codes · 41 300 rows/s');
  });
});

describe('the notes of a row', () => {
  const notes = ['Level 1 stopped at the limit.'];
  const ended = [{ result: { notes } as unknown as QuantizerResult }, { result: { notes } as unknown as ValueResult }];
  it('are those of its result, of a quantizer or a predictor', () => {
    for (const end of ended) for (const status of ['done', 'stopped', 'failed'] as const) expect(notesOf({ ...NO_RUN, ...end, status }, false)).toEqual(notes);
    expect([notesOf(undefined, false), notesOf(NO_RUN, false)]).toEqual([[], []]);
  });
  it('of the data or settings before are not shown, neither while it waits or trains nor after they changed', () => {
    for (const end of ended) {
      for (const status of ['waiting', 'running', 'paused'] as const) expect(notesOf({ ...NO_RUN, ...end, status }, false)).toEqual([]);
      expect(notesOf({ ...NO_RUN, ...end, status: 'done' }, true)).toEqual([]);
    }
  });
});

describe('statusLine', () => {
  it('says how far, and how long still', () => {
    const run = { ...NO_RUN, status: 'running' as const, progress };
    expect(plain(statusLine(run, false))).toBe('64 % · 4 s left');
    expect(plain(phaseLine(run))).toBe('training codes · 41 300 items/s');
    expect(plain(statusLine({ ...run, progress: { ...progress, eta: null } }, false))).toBe('64 %');
    expect(plain(statusLine({ ...run, progress: { ...progress, eta: 125 } }, false))).toBe('64 % · 2 min 5 s left');
  });
  it('says what a start is at, and how much of it is done', () => {
    const doing = { phase: 'choosing first centres, level 1', share: 0.347 };
    const starting = { ...NO_RUN, status: 'running' as const, doing };
    expect([plain(statusLine(starting, false)), phaseLine(starting), fitPhaseLine(starting, 's')]).toEqual(['starting · 34 %', doing.phase, doing.phase]);
    // Later on the share stands beside what it is the share of, and a pause is at its step.
    expect([plain(statusLine({ ...starting, progress }, false)), plain(phaseLine({ ...starting, progress }))]).toEqual(['64 % · 4 s left', `${doing.phase} · 34 %`]);
    expect(plain(phaseLine({ ...starting, status: 'paused', progress }))).toBe('training codes · 41 300 items/s');
  });
  it('of the next in the queue says what it waits for', () => {
    const loading = { ...NO_DATA, status: 'loading' as const, progress: { bytes: 430, size: 1000 } };
    expect([waitLine('starting', loading), plain(waitLine('ready', loading)), waitLine('ready', NO_DATA), waitLine('ready', undefined)]).toEqual(['starting the engine', 'reading the file … 43 %', '', '']);
  });
  it('gives times no finer than they are known', () => {
    expect([0.0034, 0.0634, 0.9, 2.1, 59, 125, 3720].map((value) => plain(seconds(value)))).toEqual(['<0.01 s', '0.06 s', '0.90 s', '2.10 s', '59.0 s', '2 min 5 s', '1 h 2 min']);
  });
  it('names the step of a pause and of an interruption, and settings that changed', () => {
    expect(statusLine({ ...NO_RUN, status: 'paused', progress }, false)).toBe('paused at step 32 of 50');
    expect(statusLine({ ...NO_RUN, status: 'interrupted', progress }, false)).toBe('interrupted at step 32');
    expect(statusLine({ ...NO_RUN, status: 'done' }, true)).toBe('settings changed');
    expect(statusLine(undefined, false)).toBe('not run');
  });
});
