/** The planted sequences, whose law is known: semantic IDs find what item ids cannot, shuffled IDs do not, and nothing does better than the law. Bounds are wider than what several seeds gave. */
import { expect, it } from 'vitest';
import { sequenceLaw } from '../../data/generators/plantedSequences';
import { scoresOf } from '../../metrics/scores';
import type { Params } from '../../records/params';
import type { RetrievalResult } from '../../records/retrieval';
import { describeBackends } from '../../testing/backends';
import { plantedRetrieval, retrievalSpec, runRetrieval } from '../../testing/retrieval';
import { historyOf } from './preparedSequences';
import { emptyRankings, rankByScores } from './ranking';

/** A model that learns the law in seconds: 252 steps. */
const TINY: Params = { width: 32, heads: 2, ffn: 64, layers: 1, history: 3, dropout: 0, learningRate: 0.003, epochs: 4, leastSteps: 0 };

describeBackends('planted sequences', (backend) => {
  // Thousands of pairs: too many for the plain processor and for a software adapter.
  if (backend !== 'wasm') return it('are for the kernels of the processor', () => expect(backend).not.toBe('wasm'));

  it('are found by their IDs as the law allows, and by shuffled IDs not at all', { timeout: 300_000 }, async () => {
    const inputs = plantedRetrieval(7);
    const train = async (kind: string, params: Params = {}, codes = inputs.codes): Promise<RetrievalResult> => {
      const { result, problem } = await runRetrieval(retrievalSpec(kind, params), { ...inputs, codes });
      if (!result) throw new Error(problem?.message);
      return result;
    };
    const { test } = inputs.sequences;
    const law = emptyRankings(test.count);
    const scores = new Float64Array(inputs.sequences.items);
    for (let i = 0; i < test.count; i++) {
      sequenceLaw(inputs, historyOf(test, i).at(-1)!, scores);
      rankByScores(law, i, scores, test.targets[i]!);
    }
    const best = scoresOf('ranking', law);
    const [planted, shuffled, markov, popularity, content] = [await train('generative', TINY), await train('generative', { ...TINY, ids: 'shuffled' }), await train('markov'), await train('popularity'), await train('content')];
    console.info(`Recall@10: law ${best.recall10!.toFixed(4)}, IDs ${planted.scores.recall10!.toFixed(4)}, shuffled ${shuffled.scores.recall10!.toFixed(4)}, Markov ${markov.scores.recall10!.toFixed(4)}; tokens ${Array.from(planted.snapshot.tokenAccuracy, (share) => share.toFixed(3)).join(' ')}; ${planted.parameters} parameters, ${planted.seconds.toFixed(1)} s, ${planted.casesPerSecond.toFixed(0)} cases a second`);
    expect(Math.abs(best.recall10! - 0.6068)).toBeLessThan(0.045);
    expect(planted.scores.recall10).toBeGreaterThan(0.54);
    expect(planted.scores.recall10).toBeLessThan(best.recall10! + 0.02);
    const [first, second] = planted.snapshot.tokenAccuracy;
    expect([first! > 0.76, first! < 0.86, second! > 0.68, second! < 0.79]).toEqual([true, true, true, true]);
    expect(planted.scores.recall10! - markov.scores.recall10!).toBeGreaterThan(0.2);
    for (const { scores } of [shuffled, popularity, content]) expect(scores.recall10).toBeLessThan(0.03);
    // Two groups under one code, and no third code: what the suffix must tell apart means nothing.
    const merged = Int32Array.from({ length: 2 * inputs.sequences.items }, (_, i) => (i % 2 === 0 ? inputs.parts[3 * (i >> 1)]! >> 1 : inputs.parts[3 * (i >> 1) + 1]!));
    const coarse = await train('generative', TINY, { codes: merged, numCodes: [8, 8] });
    expect(planted.scores.recall10! - coarse.scores.recall10!).toBeGreaterThan(0.15);
    expect(coarse.suffixTokens).toBe(16);
    expect([planted.steps, planted.suffixTokens, planted.scores.invalidIdShare]).toEqual([252, 0, 0]);
  });
});
