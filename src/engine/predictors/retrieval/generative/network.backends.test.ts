/** The network of generative retrieval and SASRec: gradients, both forms of a step, and decoding with kept keys against plain scoring of every item. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { closeCpuRoad } from '../../../cpu/road';
import { Random } from '../../../math/random';
import { dropoutMask } from '../../../nn/dropout';
import type { Face } from '../../../nn/face';
import { defaultParams } from '../../../params';
import type { Params } from '../../../records/params';
import { disposeLosses, readLosses } from '../../../runs/losses';
import { describeBackends } from '../../../testing/backends';
import { expectGradients } from '../../../testing/gradients';
import { smallSequences } from '../../../testing/retrieval';
import { expectClose } from '../../../testing/tolerance';
import { FaceTrainer } from '../../training/faceTrainer';
import type { RetrievalDeclaration } from '../recommender';
import { sasrec } from '../sasrec/kind';
import { SasrecNetwork } from '../sasrec/network';
import { logSumExp, type Prefix } from './beam';
import { decode } from './decoder';
import { encoderBatch } from './histories';
import { itemTokens } from './itemTokens';
import { generative } from './kind';
import { GenerativeNetwork } from './network';
import { Trie } from './trie';

const inputs = smallSequences();
const shape = { layers: 2, width: 6, heads: 2, headWidth: 4, ffn: 5, history: 4, maskPlace: true };
const tokens = itemTokens(inputs.codes, 'joined', true, new Random(1));
const trie = new Trie(tokens);
const histories = [[0], [7, 2, 3], [], [4, 4, 9, 1]].map((items) => Int32Array.from(items));
const targets = [3, 8, 0, 23];
const codesOf = (items: readonly number[]) => Int32Array.from(items.flatMap((item) => Array.from(tokens.codes.subarray(item * tokens.sizes.length, (item + 1) * tokens.sizes.length))));

/** With weights far from zero, so that everything matters. */
function network(more: Partial<typeof shape> = {}): GenerativeNetwork {
  const made = new GenerativeNetwork(tokens, { ...shape, ...more }, new Random(2));
  const noise = new Random(6);
  for (const variable of made.weights.variables) tf.tidy(() => variable.assign(tf.add(variable, tf.tensor(Float32Array.from({ length: variable.size }, () => 0.3 * noise.normal()), variable.shape))));
  return made;
}

function trainerOf(made: GenerativeNetwork): FaceTrainer {
  return new FaceTrainer(made.weights.variables, { weightDecay: 0 }, true);
}

describeBackends('generative retrieval, its network', (backend) => {
  // The plain form is the oracle of the kept one; one backend's arithmetic is enough for its gradients.
  it.runIf(backend === 'cpu').each([true, false])('has the gradients that finite differences have, with the mask by place: %s', async (maskPlace) => {
    const made = new GenerativeNetwork(tokens, { ...shape, maskPlace }, new Random(2));
    const codes = codesOf(targets);
    const batch = encoderBatch(made, tokens, histories);
    await expectGradients(made.weights, <X>(face: Face<X>) => {
      made.forced(face, batch, codes, null).forEach((logits, place) => face.crossEntropy(`${place}`, logits, Int32Array.from(targets, (_, i) => (maskPlace ? 0 : tokens.starts[place]!) + codes[i * tokens.sizes.length + place]!), 1 / 3));
    });
    made.dispose();
  });

  it.runIf(backend === 'cpu')('of SASRec too', async () => {
    const made = new SasrecNetwork(9, { width: 6, heads: 2, layers: 2, history: 4 }, new Random(2));
    const batch = { sequences: [[1, 2, 3, 8], [5]].map((items) => Int32Array.from(items)), rows: Int32Array.of(0, 1, 2, 3, 4) };
    await expectGradients(made.weights, <X>(face: Face<X>) => face.crossEntropy('next', made.scores(face, batch, null), Int32Array.of(2, 3, 8, 0, 7), 1));
    made.dispose();
  });

  it('decoded with a beam for all items gives each the score of its tokens in turn', async () => {
    for (const maskPlace of [true, false]) {
      const made = network({ maskPlace });
      const trainer = trainerOf(made);
      const found: (readonly Prefix[])[] = [];
      await decode({ network: made, trainer, tokens, trie }, histories, { beam: trie.rows, free: false }, (i, kept) => (found[i] = kept.at(-1)!));
      const everyItem = Array.from(trie.items);
      for (const [i, history] of histories.entries()) {
        // Teacher forcing: another road through the decoder, without kept keys.
        const codes = codesOf(everyItem);
        const logits: Float32Array[] = [];
        for (const place of tokens.sizes.keys()) logits.push(await trainer.read((face) => made.forced(face, encoderBatch(made, tokens, everyItem.map(() => history)), codes, null)[place]!));
        const scores = everyItem.map((_, n) => tokens.sizes.reduce((sum, _size, place) => {
          const [from, V] = made.scored(place);
          return sum + logits[place]![n * V + tokens.starts[place]! - from + codes[n * tokens.sizes.length + place]!]! - logSumExp(logits[place]!, n * V, V);
        }, 0));
        const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
        expectClose(Float32Array.from(found[i]!, ({ score }) => score), Float32Array.from(order, (n) => scores[n]!), { rtol: 1e-4, atol: 1e-4 });
        expect(new Set(found[i]!.map(({ lo }) => trie.items[lo])).size).toBe(trie.rows);
        const byItem = new Map(found[i]!.map(({ lo, score }) => [trie.items[lo]!, score]));
        everyItem.forEach((item, n) => expect(byItem.get(item)).toBeCloseTo(scores[n]!, 3));
      }
      trainer.dispose();
      made.dispose();
    }
  });

  it('is the same with any number of slots beyond the history', async () => {
    const made = network();
    const trainer = trainerOf(made);
    const read = (slots: number) => trainer.read((face) => face.join(made.forced(face, encoderBatch(made, tokens, histories, slots), codesOf(targets), null)));
    const logits = await read(1);
    expectClose(await read(9), logits, { rtol: 1e-5, atol: 1e-5 });
    // And alone: its neighbours in the batch change nothing.
    const alone = await trainer.read((face) => face.join(made.forced(face, encoderBatch(made, tokens, [histories[1]!]), codesOf([targets[1]!]), null)));
    expectClose(alone, logits.subarray(alone.length, 2 * alone.length), { rtol: 1e-5, atol: 1e-5 });
    trainer.dispose();
    made.dispose();
  });

  it.runIf(backend === 'wasm').each<[string, RetrievalDeclaration, Params, number]>([
    ['generative', generative, { dropout: 0.2 }, 3], ['generative, two layers, all tokens', generative, { layers: 2, maskPlace: false }, 6],
    ['generative, uneven shapes', generative, { width: 7, heads: 1, headWidth: 5, ffn: 9 }, 3], ['sasrec', sasrec, {}, 2],
  ])('%s: steps in kept memory leave what the plain form leaves', async (_, declared, params, attentions) => {
    const [here, there] = [await train(declared, params, false), await train(declared, params, true)];
    here.losses.forEach((losses, step) => Object.entries(losses).forEach(([name, value]) => expectClose([value], [there.losses[step]![name]!], { rtol: 2e-4, atol: 1e-5 }, `${name}, step ${step}`)));
    // A bias of keys adds the same to all scores of a query and so changes nothing: its gradient is rounding alone, which AdamW makes steps of.
    const idle = Object.entries(here.weights).filter(([name, values]) => values.some((value, at) => Math.abs(value - there.weights[name]![at]!) > 2e-4 + 2e-3 * Math.abs(value)));
    expect(idle.length).toBeLessThanOrEqual(attentions);
    for (const [, values] of idle) for (const value of values) expect(Math.abs(value)).toBeLessThan(6 * 0.002);
    expectClose(here.scores, there.scores, { rtol: 1e-3, atol: 1e-3 });
  });

  it('draws as many numbers as it drops', () => {
    const made = network();
    const rows: number[] = [];
    const trainer = trainerOf(made);
    const chance = new Random(3);
    const dropping = (length: number) => (rows.push(length), dropoutMask(length, 0.5, chance));
    tf.dispose(trainer.step((face) => made.forced(face, encoderBatch(made, tokens, histories), codesOf(targets), dropping).forEach((logits, place) => face.crossEntropy(`${place}`, logits, new Int32Array(4), 1)), 0.01));
    const [encoder, decoder] = [4 * 4 * tokens.sizes.length * 6, 4 * tokens.sizes.length * 6];
    expect(rows).toEqual([...Array<number>(5).fill(encoder), ...Array<number>(7).fill(decoder)]);
    trainer.dispose();
    made.dispose();
  });
});

async function train(declared: RetrievalDeclaration, params: Params, closed: boolean) {
  closeCpuRoad(closed);
  try {
    const model = await declared.create(inputs, { ...defaultParams(declared.params), ...declared.small, ...params }, new Random(5));
    const losses: Record<string, number>[] = [];
    for (let step = 0; step < 6; step++) {
      const result = { level: -1, ...(await model.trainStep()) };
      losses.push(await readLosses(result));
      disposeLosses(result);
    }
    const { scores } = await model.rank(histories.filter(({ length }) => length > 0), [1, 2, 3]);
    const found = { losses, weights: await model.weights(), scores };
    model.dispose();
    return found;
  } finally {
    closeCpuRoad(false);
  }
}
