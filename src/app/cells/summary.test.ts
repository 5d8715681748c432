/** A run and its settings in one line each. */
import { describe, expect, it } from 'vitest';
import type { QuantizerCell } from '../notebook/spec';
import { NO_RUN } from '../state/runStore';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { phaseLine, seconds, settingsLine, statusLine } from './summary';

const cell: QuantizerCell = { id: 'v', name: 'V', mode: 'quantizer', inputs: ['d'], spec: { kind: 'rq-vae', seed: 3, params: { numLevels: 3, numCodes: [64], steps: 600, latentDim: 32, learningRate: 0.001, restartDead: false, gradient: 'ste', batch: 256 } } };
const plain = (text: string) => text.replace(/\u202f/g, ' ');
const progress = { step: 32, steps: 50, phase: 'training codes', itemsPerSecond: 41300, eta: 3.2, seconds: 4 };

describe('settingsLine', () => {
  it('says the shape, then what differs from the defaults', () => {
    expect(plain(settingsLine(cell, FAKE_CATALOG.quantizers[1]))).toBe('3 × 64 codes · latent size 32 · 600 steps · no restart dead codes · seed 3');
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

describe('statusLine', () => {
  it('says how far, and how long still', () => {
    const run = { ...NO_RUN, status: 'running' as const, progress };
    expect(plain(statusLine(run, false))).toBe('64 % · 4 s left');
    expect(plain(phaseLine(run))).toBe('training codes · 41 300 items/s');
    expect(plain(statusLine({ ...run, progress: { ...progress, eta: null } }, false))).toBe('64 %');
    expect(plain(statusLine({ ...run, progress: { ...progress, eta: 125 } }, false))).toBe('64 % · 2 min 5 s left');
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
