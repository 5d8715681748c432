/** Typed lists of values, by the type of the parameter. */
import { describe, expect, it } from 'vitest';
import type { ParamSpec } from '../../engine/records/params';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { firstValues, parseValues, printValues } from './sweepValues';

const spec = (name: string): ParamSpec => FAKE_CATALOG.quantizers[1]!.params.find((param) => param.name === name)!;

describe('values of a sweep', () => {
  it.each([
    ['steps', '100, 200 400', [100, 200, 400]],
    ['learningRate', '1e-4, 0.001, 0.001', [0.0001, 0.001]],
    ['steps', 'many, 5', ['many', 5]],
    ['numCodes', '16, 32', [[16], [32]]],
    ['numCodes', '64, 32, 16; 32', [[64, 32, 16], [32]]],
    ['kMeansInit', 'on, off', [true, false]],
    ['estimator', 'Straight-through, rotation', ['ste', 'rotation']],
    ['steps', ' ', []],
  ])('%s "%s"', (name, typed, values) => expect(parseValues(spec(name), typed)).toEqual(values));

  it('are printed as they are typed', () => {
    for (const [name, typed] of [['steps', '100, 200'], ['numCodes', '16, 32'], ['numCodes', '64, 32; 8'], ['kMeansInit', 'on, off']] as const) {
      expect(printValues(parseValues(spec(name), typed))).toBe(typed);
    }
  });

  it('begin around the value that stands, within its range', () => {
    expect(firstValues(spec('numCodes'), [64])).toEqual([[32], [64], [128]]);
    expect(firstValues(spec('numLevels'), 1)).toEqual([1, 2]);
    expect(firstValues(spec('learningRate'), 0.001)).toEqual([0.0005, 0.001, 0.002]);
    expect(firstValues(spec('estimator'), 'ste')).toEqual(['ste', 'rotation', 'gumbel', 'simvq']);
    expect(firstValues(spec('kMeansInit'), true)).toEqual([true, false]);
  });
});
