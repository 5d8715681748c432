import { describe, expect, it } from 'vitest';
import { between, boundsOf, firstStop, lastStop, meanLeft, stagePlaces } from './stagePlaces';
import type { ItemStages } from '../engine/records/items';

const stages: ItemStages = {
  rows: 3, levels: 2, axisShares: [0.5, 0.25], plain: false, places: Float32Array.of(4, 2, -4, 0, NaN, NaN),
  rebuilt: [Float32Array.of(0, 0, 0, 0, 0, 0), Float32Array.of(3, 1, -3, -1, 3, 1), Float32Array.of(4, 1, -4, 0, 2, 1)],
  left: [Float32Array.of(5, 3, NaN), Float32Array.of(2, 1, NaN), Float32Array.of(1, 0, NaN)],
};

describe('places at a stop', () => {
  it('are what the codes leave', () => {
    expect([0, 1, 2].map((stop) => [...stagePlaces(stages, 'left', stop, null)].slice(0, 4))).toEqual([[4, 2, -4, 0], [1, 1, -1, 1], [0, 1, 0, 0]]);
    expect([...stagePlaces(stages, 'left', 1, null)].slice(4)).toEqual([NaN, NaN]);
  });
  it('are what the codes rebuild, and the items after the last', () => {
    expect([firstStop('left'), lastStop(2, 'left'), firstStop('rebuilt'), lastStop(2, 'rebuilt')]).toEqual([0, 2, 1, 3]);
    expect([...stagePlaces(stages, 'rebuilt', 1, null)]).toEqual([3, 1, -3, -1, 3, 1]);
    expect([...stagePlaces(stages, 'rebuilt', 3, null)].slice(0, 4)).toEqual([4, 2, -4, 0]);
  });
  it('are of the rows that are drawn', () => {
    expect([...stagePlaces(stages, 'left', 1, Uint32Array.of(1))]).toEqual([-1, 1]);
    expect([...stagePlaces(stages, 'rebuilt', 2, Uint32Array.of(1, 0))]).toEqual([-4, 0, 4, 1]);
  });
  it('are the vectors alone where nothing is coded', () => {
    const { rows, places, axisShares, plain } = stages;
    expect([...stagePlaces({ rows, places, axisShares, plain }, 'left', 2, null)].slice(0, 4)).toEqual([4, 2, -4, 0]);
  });
});

describe('lengths left', () => {
  it('are means over the items that have a vector', () => expect(meanLeft(stages)).toEqual([4, 1.5, 0.5]));
  it('are not known where none has one', () => expect(meanLeft({ left: [Float32Array.of(NaN)] })).toEqual([NaN]));
});

describe('the way between two stops', () => {
  const [from, to] = [Float32Array.of(0, 10), Float32Array.of(8, 2)];
  it('starts and ends exactly there, and is half way at half time', () => {
    const at = (part: number) => [...between(from, to, part, new Float32Array(2))];
    expect([at(0), at(0.5), at(1), at(2)]).toEqual([[0, 10], [4, 6], [8, 2], [8, 2]]);
  });
  it('goes one way', () => {
    const seen = Array.from({ length: 11 }, (_, i) => between(from, to, i / 10, new Float32Array(2))[0]!);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });
});

describe('bounds', () => {
  it('hold all that is known', () => expect(boundsOf(stages.places, Float32Array.of(0, 9))).toEqual({ left: -4, right: 4, bottom: 0, top: 9 }));
  it('have a size where there is one point or none', () => {
    expect(boundsOf(Float32Array.of(2, 3, NaN, 1))).toEqual({ left: 1, right: 3, bottom: 2, top: 4 });
    expect(boundsOf()).toEqual({ left: -1, right: 1, bottom: -1, top: 1 });
  });
});
