/** Every option of every quantizer, one at a time, as the catalog declares it: the promises that hold whatever is switched on. */
import { expect, it } from 'vitest';
import { catalog, quantizerKind } from './catalog';
import { nestedClusters } from './data/generators/nestedClusters';
import { fullPass } from './quantizers/training/fullPass';
import { Random } from './math/random';
import { checkParams, defaultParams } from './params';
import type { Quantizer } from './quantizers/quantizer';
import { totalSquares } from './quantizers/rowSums';
import { Vectors } from './quantizers/vectors';
import type { Params, ParamSpec, ParamValue } from './records/params';
import type { QuantizerKind } from './records/quantize';
import { describeBackends } from './testing/backends';

const ROWS = 96;
const DIM = 6;
const LEVELS = 3;
const CODES = 5;
/** Few steps, but as many as let restarts, warm-ups and level changes happen. */
const small: Params = { numLevels: LEVELS, numCodes: [CODES], hidden: [8], latentDim: 4, steps: 14, warmupSteps: 4, batchSize: 32, restartEvery: 5, maxIterations: 4 };
/** What has no small alternative, or is the size that `small` sets. */
const settled = new Set(['numLevels', 'numCodes', 'steps', 'batchSize', 'maxIterations']);
/** Stopped at, stored and gone on from: in the middle of a level, a warm-up, a run. */
const CUT = 6;

describeBackends('every option', (backend) => {
  for (const { kind, params: specs } of catalog.quantizers) {
    // The software adapter takes seconds for each: there, options that choose another road only. The cpu backend has wasm's roads.
    const tried = backend === 'wasm' ? specs : backend === 'webgpu' ? specs.filter((spec) => spec.type === 'choice' && spec.group === 'method') : [];
    const options = tried.filter((spec) => !settled.has(spec.name)).flatMap((spec) => alternatives(spec).map((value) => ({ [spec.name]: value })));
    it.each([{}, ...options].map((option) => [JSON.stringify(option), option] as const))(`${kind} %s`, async (_, option) => {
      const rows = sample();
      const params = paramsOf(kind, option);
      const whole = await make(kind, rows, params);
      await steps(whole, Infinity);
      const { pass, metrics } = await fullPass(whole, rows, totalSquares(rows.data, ROWS, DIM));
      expect([pass.levels, pass.codes.map((codes) => codes.length)]).toEqual([LEVELS, [ROWS, ROWS, ROWS]]);
      for (const [level, codes] of pass.codes.entries()) expect(codes.every((code) => code >= 0 && code < whole.numCodes[level]!)).toBe(true);
      expect(metrics.residualEnergy.every(Number.isFinite)).toBe(true);
      expect(metrics.relativeError).toBeLessThan(2);

      const before = await make(kind, rows, params);
      await steps(before, CUT);
      const after = await make(kind, rows, params);
      await after.restore(await before.state());
      await steps(after, Infinity);
      const again = await fullPass(after, rows, 1);
      expect(again.pass.codes).toEqual(pass.codes);
      expect(again.pass.reconstruction).toEqual(pass.reconstruction);
      for (const quantizer of [whole, before, after]) quantizer.dispose();
      rows.dispose();
    });
  }
});

function paramsOf(kind: QuantizerKind, option: Params): Params {
  const { params: specs } = quantizerKind(kind);
  const known = Object.fromEntries(Object.entries(small).filter(([name]) => specs.some((spec) => spec.name === name)));
  const params = { ...defaultParams(specs), ...known, ...option };
  expect(checkParams(specs, params)).toEqual([]);
  return params;
}

/** Values of a parameter that are not its default: all others of a choice, one of a number. */
function alternatives(spec: ParamSpec): ParamValue[] {
  const within = (value: number) => Math.min(spec.max ?? Infinity, Math.max(spec.min ?? -Infinity, value));
  const { default: usual } = spec;
  if (spec.type === 'boolean') return [!usual];
  if (spec.type === 'choice') return spec.choices!.map((choice) => choice.value).filter((value) => value !== usual);
  if (typeof usual === 'number') {
    const value = within(usual === 0 ? (spec.type === 'integer' ? 16 : 0.5) : spec.type === 'integer' ? usual * 2 : usual / 2);
    return value === usual ? [] : [value];
  }
  if (!Array.isArray(usual)) return [];
  if (usual.length === 0) return [[LEVELS]];
  return spec.lengthOf ? [Array.from({ length: LEVELS }, (_, level) => (usual[0] as number) / (level + 1))] : [[]];
}

function sample(): Vectors {
  return new Vectors(nestedClusters(3, ROWS, DIM).data, ROWS, DIM);
}

function make(kind: QuantizerKind, rows: Vectors, params: Params): Promise<Quantizer> {
  return quantizerKind(kind).create(rows, params, new Random(11));
}

async function steps(quantizer: Quantizer, most: number): Promise<void> {
  for (let step = 0; step < most; step++) {
    const { losses, done } = await quantizer.trainStep();
    for (const loss of Object.values(losses)) if (typeof loss !== 'number') loss.dispose();
    if (done) return;
  }
}
