/** Budgets through whole runs: what may be spent is not exceeded by more than a step a level, and every level is there at the end. */
import { expect, it } from 'vitest';
import { quantizerKind } from './catalog';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import type { Params } from './records/params';
import type { QuantizerKind } from './records/quantize';
import { describeBackends } from './testing/backends';
import { KINDS, smallRows, trainSmall } from './testing/training';

/** Settings that take many steps where no budget ends them. */
function longOf(kind: QuantizerKind): Params {
  const { params, small } = quantizerKind(kind);
  const endless: Params = { steps: 100_000, maxIterations: 5000, tolerance: 0 };
  const own = params.flatMap(({ name }) => (name in endless ? [[name, endless[name]!] as const] : []));
  return { ...small, ...Object.fromEntries(own) };
}

describeBackends('a budget', (backend) => {
  // The loop is the same on every backend, and the software adapter takes long: one method of each sort there.
  for (const kind of backend === 'webgpu' ? (['rq-kmeans', 'rq-vae'] as const) : KINDS) {
    it(`${kind}: ends by steps, with all levels and a note, not as stopped by hand`, async () => {
      const rows = smallRows();
      const { result, problem } = await trainSmall({ kind, params: longOf(kind), budget: { unit: 'steps', value: 9 } }, rows);
      expect(problem).toBeNull();
      expect([result!.levels, result!.stopped]).toEqual([3, false]);
      expect(result!.steps).toBeLessThanOrEqual(9);
      expect(result!.notes[0]).toMatch(/^Ended by the budget of 9 steps after \d+ of \d+ planned steps\.$/);
      expect(result!.notes.join(' ')).not.toContain('by hand');
      rows.dispose();
    });

    it(`${kind}: respects seconds`, async () => {
      const rows = smallRows();
      const seconds = 1.5;
      const { result, problem } = await trainSmall({ kind, params: longOf(kind), budget: { unit: 'seconds', value: seconds } }, rows);
      expect(problem).toBeNull();
      expect(result!.levels).toBe(3);
      // A step that has begun is ended; on a busy machine one may take long, and the first ones compile shaders.
      const slowest = backend === 'webgpu' ? 30 : Math.max(...result!.snapshot.residualEnergy.map(() => result!.seconds / result!.steps)) * 3 + 1;
      expect(result!.seconds).toBeLessThan(seconds + slowest);
      expect(result!.notes.join(' ')).not.toContain('by hand');
      rows.dispose();
    });
  }

  it('is not mentioned where training was complete before', async () => {
    const rows = smallRows();
    const { result } = await trainSmall({ kind: 'rq-kmeans', budget: { unit: 'steps', value: 10_000 } }, rows);
    expect(result!.notes.join(' ')).not.toContain('budget');
    rows.dispose();
  });

  it('counts what was spent before an interruption', async () => {
    const rows = smallRows();
    for (const kind of backend === 'webgpu' ? (['rq-gmm'] as const) : (['rq-gmm', 'r3-vae'] as const)) {
      const checkpoints = new CheckpointStore(memoryFolders());
      const spec = { kind, params: longOf(kind), budget: { unit: 'steps', value: 12 }, checkpoints: { key: 'key', every: 5, best: 'relativeError' } } as const;
      const whole = await trainSmall(spec, rows, { checkpoints });
      for (const resume of ['step-5', 'last']) {
        const again = await trainSmall({ ...spec, resume }, rows, { checkpoints });
        expect(again.result!.steps).toBe(whole.result!.steps);
        expect(again.result!.codes).toEqual(whole.result!.codes);
      }
    }
    rows.dispose();
  });
});
