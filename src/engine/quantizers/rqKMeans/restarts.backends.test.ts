/** Restarts of RQ-KMeans: the best of n starts is kept, one start is what it was, and a cut run goes on to the same centres. */
import { expect, it } from 'vitest';
import { Random } from '../../math/random';
import { defaultParams } from '../../params';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { LevelFit } from './level';
import { rqKMeansParams } from './params';
import { Vectors } from '../vectors';

const ROWS = 400;
const chance = new Random(2);
// Twenty groups on a line of unequal distances: random starts end in different places.
const data = Float32Array.from({ length: ROWS * 2 }, (_, at) => (Math.floor(at / 2) % 20) ** 1.5 * (at % 2 ? 1 : -0.5) + 0.2 * chance.normal());

const paramsOf = (more: Params): Params => ({ ...defaultParams(rqKMeansParams), init: 'random', ...more });

async function fit(params: Params, random: Random): Promise<{ inertia: number; centres: number[]; passes: number; phases: string[] }> {
  const rows = new Vectors(data, ROWS, 2);
  const level = new LevelFit(rows, 20, params, random);
  const phases: string[] = [];
  for (;;) {
    const { outcome, phase } = await level.step();
    phases.push(phase);
    if (outcome) break;
  }
  const centres = Array.from(level.centres);
  const { passes } = level;
  level.dispose();
  rows.dispose();
  let inertia = 0;
  for (let i = 0; i < ROWS; i++) inertia += Math.min(...Array.from({ length: 20 }, (_, k) => (data[2 * i]! - centres[2 * k]!) ** 2 + (data[2 * i + 1]! - centres[2 * k + 1]!) ** 2));
  return { inertia, centres, passes, phases };
}

describeBackends('restarts', () => {
  it('keep the best of their starts', async () => {
    const random = new Random(11);
    const single = await Promise.all([0, 1, 2, 3, 4].map((restart) => fit(paramsOf({}), restart === 0 ? new Random(11) : new Random(11).split(`restart ${restart}`))));
    const five = await fit(paramsOf({ restarts: 5 }), random);
    const inertias = single.map(({ inertia }) => inertia);
    expect(new Set(inertias.map((value) => value.toFixed(3))).size).toBeGreaterThan(1);
    expect(five.inertia / Math.min(...inertias)).toBeCloseTo(1, 3);
    expect(five.passes).toBe(single[inertias.indexOf(Math.min(...inertias))]!.passes);
    expect(five.phases.filter((phase) => phase.startsWith('choosing first centres'))).toHaveLength(5);
    expect((await fit(paramsOf({ restarts: 1 }), new Random(11))).centres).toEqual(single[0]!.centres);
  });

  it('go on from a state to the same centres', async () => {
    const params = paramsOf({ restarts: 4 });
    const whole = await fit(params, new Random(4));
    const rows = new Vectors(data, ROWS, 2);
    for (const cut of [3, Math.floor(whole.phases.length / 2), whole.phases.length - 2]) {
      const first = new LevelFit(rows, 20, params, new Random(4));
      for (let step = 0; step < cut; step++) await first.step();
      const second = new LevelFit(rows, 20, params, new Random(4));
      second.restore(first.state());
      while (!(await second.step()).outcome);
      expect(Array.from(second.centres)).toEqual(whole.centres);
      first.dispose();
      second.dispose();
    }
    rows.dispose();
  });
});
