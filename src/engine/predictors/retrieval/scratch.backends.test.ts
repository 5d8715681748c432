/**
 * Trained recommenders on real sequences of purchases, where the folder that holds them is given by RESIDUA_SHARED and RESIDUA_PURCHASES=1: minutes on the processor. RESIDUA_SEEDS: how many seeds.
 *
 * Published IDs, those of RQ-KMeans on the items' vectors, the latter shuffled; SASRec. Means of elsewhere, Recall@10: .1298, .1289, .0571, .1218.
 */
import { expect, it } from 'vitest';
import { taskKind } from '../../catalog';
import { Vectors } from '../../quantizers/vectors';
import type { Params } from '../../records/params';
import type { QuantizerResult } from '../../records/quantize';
import type { RetrievalResult } from '../../records/retrieval';
import { Run } from '../../runs/run';
import { describeBackends } from '../../testing/backends';
import { industrial, shared } from '../../testing/industrial';
import { retrievalSpec, runRetrieval } from '../../testing/retrieval';
import type { RetrievalInputs } from './inputs';

const environment = typeof process === 'undefined' ? {} : process.env;
const wanted = shared !== undefined && environment.RESIDUA_PURCHASES === '1';
const seeds = Array.from({ length: Number(environment.RESIDUA_SEEDS ?? 1) }, (_, seed) => seed + 1);

describeBackends('epochs of purchases', (backend) => {
  if (backend !== 'wasm' || !wanted) return it('are trained on where they are wanted', () => expect(backend === 'wasm' && wanted).toBe(false));

  it('are found by semantic IDs, and far less by shuffled ones', { timeout: 3_600_000 }, async () => {
    const inputs = await industrial();
    const own = await ownCodes(inputs);
    const given = (codes: RetrievalInputs['codes']): RetrievalInputs => ({ ...inputs, ...(codes && { codes }) });
    expect(own.codes.length).toBeGreaterThan(0);
    await all('published', 'generative', {}, given(inputs.codes));
    await all('RQ-KMeans', 'generative', {}, given(own));
  });
});

async function all(name: string, kind: string, params: Params, inputs: RetrievalInputs): Promise<RetrievalResult[]> {
  const results: RetrievalResult[] = [];
  for (const seed of kind === 'popularity' ? [1] : seeds) {
    const extra = environment.RESIDUA_PARAMS && kind === 'generative' ? (JSON.parse(environment.RESIDUA_PARAMS) as Params) : {};
    const { result, points, problem } = await runRetrieval(retrievalSpec(kind, { ...params, ...extra }, { seed }), inputs);
    if (!result) throw new Error(problem?.message);
    results.push(result);
    const { scores, validation, snapshot, seconds, steps, epochs, bestEpoch, casesPerSecond, parameters } = result;
    const shown = (values: readonly number[]) => values.map((value) => value.toFixed(4)).join(' ');
    console.info(
      `${name}, seed ${seed}: R@5 10 20, N@5 10 ${shown([scores.recall5!, scores.recall10!, scores.recall20!, scores.ndcg5!, scores.ndcg10!])}; by user R@10 ${shown([result.byUser.recall10!])}; validation R@10 ${shown([validation.recall10!])}; ` +
      `tokens ${shown(Array.from(snapshot.tokenAccuracy))}; found ${shown(Array.from(snapshot.foundByDepth))}; invalid ${scores.invalidIdShare?.toFixed(4)}, free R@10 ${scores.recall10Free?.toFixed(4)}; ` +
      `${parameters} parameters, ${steps} steps, epoch ${bestEpoch} of ${epochs}, ${((1000 * seconds) / steps).toFixed(0)} ms a step in all, ${casesPerSecond.toFixed(0)} cases a second; suffix ${result.suffixTokens}; epochs ${points.flatMap(({ metrics }) => (metrics?.recall10 === undefined ? [] : [metrics.recall10.toFixed(4)])).join(' ')}; ${result.notes.join(' ')}`,
    );
  }
  return results;
}

/** Three levels of 256 codes of RQ-KMeans on the vectors. */
async function ownCodes({ items }: Required<RetrievalInputs>): Promise<NonNullable<RetrievalInputs['codes']>> {
  const rows = new Vectors(items.data, items.known.length, items.dim, null);
  let result: QuantizerResult | null = null;
  const run = new Run({ runId: 'codes', kind: 'rq-kmeans', inputs: { rows: 'rows' }, params: { numLevels: 3, numCodes: [256] }, seed: 1 }, (event) => {
    if (event.type === 'snapshot') run.acknowledge();
    if (event.type === 'failed') throw new Error(event.problem.message);
    if (event.type === 'result') result = event.result as QuantizerResult;
  });
  await run.train(taskKind('rq-kmeans'), { rows });
  rows.dispose();
  return { codes: result!.codes, numCodes: [256, 256, 256] };
}
