/** Why a value is refused, in words. */
import { describe, expect, it } from 'vitest';
import { checkParams, defaultParams } from './params';
import { rqVaeParams } from './quantizers/rqVae/params';

const messages = (params: Parameters<typeof checkParams>[1]) => checkParams(rqVaeParams, { ...defaultParams(rqVaeParams), ...params }).map((problem) => problem.message);

describe('checkParams', () => {
  it('takes every default', () => {
    expect(messages({})).toEqual([]);
  });

  it('names the value seen and the value wanted', () => {
    expect(messages({ numLevels: 0 })).toEqual(['Levels is 0; it must be from 1 to 16.']);
    expect(messages({ batchSize: 2.5 })).toEqual(['Batch is 2.5; it must be a whole number from 2 to 65536.']);
    expect(messages({ learningRate: Number.NaN })).toEqual(['Learning rate is null; it must be a number from 1e-7 to 1.']);
    expect(messages({ estimator: 'magic' })).toEqual(['Gradient through the codes is "magic"; it must be one of ste, rotation, gumbel, simvq.']);
    expect(messages({ numCodes: [64, -3, 64] })).toEqual(['Codes per level is 64, -3, 64; -3 is not a whole number from 1 to 65536.']);
    expect(messages({ numCodes: [64, 32] })).toEqual([
      'Codes per level is 64, 32: 2 numbers for 3 levels; it must be one number for all levels, or 3 numbers.',
    ]);
    expect(messages({ hidden: [] })).toEqual([]);
    expect(messages({ sinkhornLevels: [] })).toEqual([]);
    expect(messages({ kMeansInit: 1 })).toEqual(['Start codebooks by k-means is 1; it must be on or off.']);
    expect(messages({ codes: 3 })[0]).toContain('There is no parameter "codes". Known: numLevels, numCodes, encoder');
  });

  it('takes a list of numbers, or one plain number for all levels', () => {
    expect(messages({ beta: 0.5 })).toEqual([]);
    expect(messages({ beta: [0.5] })).toEqual([]);
    expect(messages({ beta: [0.25, 0.5, 1.5] })).toEqual([]);
    expect(messages({ beta: [0.25, 0.5] })).toEqual(['Commitment weight is 0.25, 0.5: 2 numbers for 3 levels; it must be one number for all levels, or 3 numbers.']);
    expect(messages({ beta: [0.25, -1, 0.5] })).toEqual(['Commitment weight is 0.25, -1, 0.5; -1 is not a number from 0 to 100.']);
    expect(messages({ beta: [] })).toEqual(['Commitment weight is empty; it must be a number, or a list of numbers, such as 0.25.']);
    expect(messages({ beta: 'much' })).toEqual(['Commitment weight is "much"; "much" is not a number from 0 to 100.']);
    expect(messages({ beta: Number.NaN })).toEqual(['Commitment weight is null; null is not a number from 0 to 100.']);
  });
});
