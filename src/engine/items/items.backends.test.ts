/** Single items of finished runs: places, neighbours and meanings against what is counted naively from the result of the run. */
import { expect, it } from 'vitest';
import { nearestNeighbours } from '../math/neighbours';
import { principalAxes } from '../math/pca';
import { PublishedTask } from '../quantizers/published/task';
import type { QuantizerTask } from '../quantizers/training/task';
import { breathe } from '../runs/breathe';
import { describeBackends } from '../testing/backends';
import { smallRows, trainSmall } from '../testing/training';
import { codedItems } from './codedItems';
import { codeMeaning, itemFacts } from './facts';
import { itemPlaces, itemStages } from '../quantizers/training/stages';

describeBackends('items', () => {
  for (const kind of ['rq-kmeans', 'rq-vae', 'r3-vae'] as const) {
    it(`of ${kind}: lie where their vectors and rebuilt vectors project, and what is left ends at the error of the result`, async () => {
      const rows = smallRows();
      const { result, task } = await trained(kind, rows);
      const stages = await itemStages(codedItems(task), breathe);
      const { mean, components } = principalAxes(rows.data, rows.rows, rows.dim, 2);
      const place = (data: ArrayLike<number>, row: number, axis: number) => {
        let sum = 0;
        for (let d = 0; d < rows.dim; d++) sum += (data[row * rows.dim + d]! - mean[d]!) * components[axis * rows.dim + d]!;
        return sum;
      };
      expect(stages).toMatchObject({ rows: rows.rows, levels: result.levels, plain: false });
      expect(stages.rebuilt).toHaveLength(result.levels + 1);
      const scale = Math.max(...stages.places.map(Math.abs));
      for (let row = 0; row < rows.rows; row += 7) {
        for (const axis of [0, 1]) {
          expect(Math.abs(stages.places[2 * row + axis]! - place(rows.data, row, axis))).toBeLessThan(1e-4 * scale);
          expect(Math.abs(stages.rebuilt.at(-1)![2 * row + axis]! - place(result.reconstruction, row, axis))).toBeLessThan(1e-4 * scale);
        }
      }
      const squares = stages.left.at(-1)!.reduce((sum, left) => sum + left * left, 0);
      expect(Math.sqrt(squares / (rows.rows * rows.dim))).toBeCloseTo(result.metrics.rmse, 4);
      expect(itemPlaces({ data: rows.data, rows: rows.rows, dim: rows.dim, known: null }).places).toEqual(stages.places);
      task.dispose();
      rows.dispose();
    });
  }

  it('have the nearest others of an exact search, by vectors and by what the codes rebuild', async () => {
    const rows = smallRows();
    const { result, task } = await trained('rq-kmeans', rows);
    const facts = await itemFacts(codedItems(task), 5, 8);
    const before = nearestNeighbours(rows, [5], 8, 'euclidean');
    expect([...facts.before.rows]).toEqual([...before.rows]);
    facts.before.distances.forEach((away, i) => expect(away).toBeCloseTo(Math.sqrt(before.distances[i]!), 5));
    const after = nearestNeighbours({ data: result.reconstruction, rows: rows.rows, dim: rows.dim }, [5], 8, 'euclidean');
    facts.after!.distances.forEach((away, i) => expect(away).toBeCloseTo(Math.sqrt(after.distances[i]!), 4));
    expect(facts.left).toHaveLength(result.levels + 1);
    expect(facts.steps).toHaveLength(result.levels);
    expect(facts.vector).toEqual(rows.data.slice(5 * rows.dim, 6 * rows.dim));
    await expect(itemFacts(codedItems(task), rows.rows, 8)).rejects.toThrow(/There is no row/);
    task.dispose();
    rows.dispose();
  });

  it('tell what a code of a residual quantizer adds: its vector, and the rests nearest to it are mostly those coded by it', async () => {
    const rows = smallRows();
    const { result, task } = await trained('rq-kmeans', rows);
    const { data, numCodes, dim } = result.codebooks[1]!;
    const users = (code: number) => result.codes.filter((own, at) => at % result.levels === 1 && own === code).length;
    const code = Array.from({ length: numCodes }, (_, k) => k).sort((a, b) => users(b) - users(a))[0]!;
    const meaning = await codeMeaning(codedItems(task), 1, code, 3);
    expect(meaning.norm).toBeCloseTo(Math.sqrt(data.subarray(code * dim, (code + 1) * dim).reduce((sum, value) => sum + value * value, 0)), 4);
    expect([...meaning.nearest.rows].every((row) => result.codes[row * result.levels + 1] === code)).toBe(true);
    task.dispose();
    rows.dispose();
  });

  it('of published codes are those with vectors; the others have no place', async () => {
    const codes = Int32Array.of(0, 0, 0, 1, 1, 0, 1, 1);
    const task = new PublishedTask({ codes: { codes, numCodes: [2, 2] }, rows: { data: Float32Array.of(0, 0, 0, 1, 9, 9, 5, 1), dim: 2, known: Uint8Array.of(1, 1, 0, 1) } }, { kind: 'published', params: {}, seed: 1 });
    const stages = await itemStages(codedItems(task), breathe);
    expect(stages.plain).toBe(true);
    expect([...stages.places.subarray(4, 6)]).toEqual([NaN, NaN]);
    expect(stages.left.map((left) => Number.isNaN(left[2]))).toEqual([true, true, true]);
    // Mean (5/3, 2/3); the codes 0-0, 0-1 and 1-1 tell the three items apart.
    expect(stages.places[0]).toBeCloseTo(-5 / 3, 6);
    expect([...(await itemFacts(codedItems(task), 0, 3)).before.rows]).toEqual([1, 3]);
    expect(await itemFacts(codedItems(task), 2, 3)).toMatchObject({ left: [], after: null });
  });
});

async function trained(kind: 'rq-kmeans' | 'rq-vae' | 'r3-vae', rows: ReturnType<typeof smallRows>) {
  let task: QuantizerTask | null = null;
  const { result } = await trainSmall({ kind }, rows, { keep: (made) => void (task = made as QuantizerTask) });
  return { result: result!, task: task! as QuantizerTask };
}
