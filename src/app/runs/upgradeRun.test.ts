/** Runs that earlier versions kept are shown as they were: nothing of them is lost, and those of today come back as they are. */
import { expect, it } from 'vitest';
import { fakeFitResult } from '../testing/fakeFit';
import { fakeResult } from '../testing/fakeRun';
import { NO_RUN, predicted, quantized } from './cellRun';
import { upgradedRun } from './upgradeRun';
import type { KeptCellRun } from './upgradeRun';

const quantizer = fakeResult({ runId: 'k.1', inputs: { rows: 'd' }, kind: 'rq-kmeans', params: {}, seed: 1 }, { levels: 2, codes: 5, rows: 10, dim: 4 }, 8, 1, 1.5);
const value = fakeFitResult({ runId: 'm.1', inputs: { rows: 't' }, kind: 'mlp', params: {}, seed: 1 }, 40, 8, 8, 1.5);
const { result: _, snapshot: __, ...rest } = { ...NO_RUN, status: 'done' as const, key: 'k', runId: 'k.1', points: [{ step: 1, seconds: 1, level: -1, losses: { loss: 2 } }] };

/** Without the word that says whose it is. */
function older<T extends { readonly family: string; readonly snapshot: { readonly family: string } }>({ family: _, snapshot: { family: __, ...snapshot }, ...result }: T) {
  return { ...result, snapshot };
}

it('of a quantizer', () => {
  const result = older(quantizer);
  const run = upgradedRun({ ...rest, result, snapshot: result.snapshot, fitResult: null, fitSnapshot: null } as unknown as KeptCellRun);
  expect(run).toEqual({ ...rest, result: quantizer, snapshot: quantizer.snapshot });
  expect(quantized(run)!.codes).toBe(quantizer.codes);
  expect(predicted(run)).toBeNull();
});

it('of a predictor, ended or cut short', () => {
  const result = older(value);
  const ended = upgradedRun({ ...rest, result: null, snapshot: null, fitResult: result, fitSnapshot: result.snapshot } as unknown as KeptCellRun);
  expect(ended).toEqual({ ...rest, result: value, snapshot: value.snapshot });
  expect(predicted(ended)!.predictions).toBe(value.predictions);
  const cut = upgradedRun({ ...rest, status: 'interrupted', result: null, snapshot: null, fitResult: null, fitSnapshot: result.snapshot } as unknown as KeptCellRun);
  expect(cut).toEqual({ ...rest, status: 'interrupted', result: null, snapshot: value.snapshot });
});

it('from before there were predictors, with nothing yet, and of today', () => {
  expect(upgradedRun(rest as unknown as KeptCellRun)).toEqual({ ...rest, result: null, snapshot: null });
  expect(upgradedRun({ ...rest, result: null, snapshot: older(quantizer).snapshot } as unknown as KeptCellRun)).toEqual({ ...rest, result: null, snapshot: quantizer.snapshot });
  for (const run of [{ ...NO_RUN, result: quantizer, snapshot: quantizer.snapshot }, { ...NO_RUN, result: value, snapshot: value.snapshot }, NO_RUN]) expect(upgradedRun(run)).toEqual(run);
});
