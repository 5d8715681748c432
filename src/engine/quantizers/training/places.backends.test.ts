/** Places in snapshots: where they are asked for, they are those of the map, and what is left of them is the error that the snapshot tells. */
import { expect, it } from 'vitest';
import type { QuantizerKind, QuantizerSnapshot } from '../../records/quantize';
import type { RunSpec } from '../../records/run';
import { quantizerKind } from '../../catalog';
import { Run } from '../../runs/run';
import { describeBackends } from '../../testing/backends';
import { smallOf, smallRows } from '../../testing/training';
import type { Vectors } from '../vectors';
import { partRows } from './heldOut';
import { itemPlaces } from './stages';
import { quantizerTask } from './task';

describeBackends('places in snapshots', () => {
  for (const kind of ['rq-kmeans', 'rq-vae', 'r3-vae', 'even-rq'] as const) {
    it(`of ${kind} are those of the map, with the error of the snapshot left`, async () => {
      const rows = smallRows();
      const snapshots = await snapshotsOf(kind, rows, { places: true });
      const { places } = itemPlaces({ data: rows.data, rows: rows.rows, dim: rows.dim, known: null });
      const moving = snapshots.filter(({ exact }) => !exact);
      expect(moving.length).toBeGreaterThan(2);
      for (const { stages, residualEnergy, usage } of moving) {
        expect([...stages!.of]).toEqual(Array.from({ length: rows.rows }, (_, row) => row));
        expect(stages!.places).toEqual(places);
        expect([stages!.levels, stages!.rebuilt.length, stages!.codes.length]).toEqual([usage.length, usage.length + 1, usage.length * rows.rows]);
        const squares = stages!.left.map((left) => left.reduce((sum, length) => sum + length * length, 0));
        const total = squaresAboutMean(rows);
        residualEnergy.forEach((energy, level) => expect(squares[level + 1]! / total).toBeCloseTo(energy, 5));
        usage.forEach((uses, level) => uses.forEach((count, code) => expect(stages!.codes.filter((own, i) => i % usage.length === level && own === code).length).toBe(count)));
      }
      expect(snapshots.filter(({ exact, stages }) => exact && stages)).toEqual([]);
      rows.dispose();
    });
  }

  it('are none where nobody asks for them', async () => {
    const rows = smallRows();
    expect((await snapshotsOf('rq-kmeans', rows, {})).filter(({ stages }) => stages)).toEqual([]);
    rows.dispose();
  });

  it('are those of the rows that training sees, by their number among all, in the axes of all', async () => {
    const rows = smallRows();
    const [first] = await snapshotsOf('rq-kmeans', rows, { places: true, holdOut: 0.25 });
    const parted = partRows(rows, 0.25, 7);
    expect(first!.stages!.of).toEqual(parted.trainingRows);
    const { places } = itemPlaces({ data: rows.data, rows: rows.rows, dim: rows.dim, known: null });
    parted.trainingRows.forEach((row, i) => expect([...first!.stages!.places.subarray(2 * i, 2 * i + 2)]).toEqual([...places.subarray(2 * row, 2 * row + 2)]));
    for (const part of [parted.training, parted.heldOut, rows]) part.dispose();
  });
});

async function snapshotsOf(kind: QuantizerKind, rows: Vectors, extra: Partial<RunSpec>): Promise<QuantizerSnapshot[]> {
  const snapshots: QuantizerSnapshot[] = [];
  const run = new Run({ runId: 'cell.1', kind, inputs: { rows: 'data' }, params: smallOf(kind), seed: 7, reportEvery: 1, ...extra }, (event) => {
    if (event.type === 'failed') throw new Error(event.problem.message);
    if (event.type !== 'snapshot') return;
    if (event.snapshot.family === 'quantizer') snapshots.push(event.snapshot);
    run.acknowledge();
  });
  await run.train(quantizerTask(quantizerKind(kind)), { rows });
  return snapshots;
}

/** Of the rows to their mean, float64. */
function squaresAboutMean({ data, rows, dim }: Vectors): number {
  const mean = new Float64Array(dim);
  data.forEach((value, i) => (mean[i % dim]! += value / rows));
  return data.reduce((sum, value, i) => sum + (value - mean[i % dim]!) ** 2, 0);
}
