/** Forward pass, losses and every gradient of RQ-Reg against PyTorch; what the stop-gradient stops and what each step reads. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { cpuRoad } from '../../../cpu/road';
import { Tape, type Node } from '../../../cpu/tape';
import { Random } from '../../../math/random';
import { AdamW } from '../../../nn/adamW';
import { KeptTraining } from '../../../nn/keptTraining';
import { rankNContrast } from '../../../ops/rankNContrast';
import { describeBackends } from '../../../testing/backends';
import given from '../../../testing/fixtures/rq-reg-step.json';
import { expectClose, expectTensorClose, type Shaped } from '../../../testing/tolerance';
import { watched } from '../../../testing/watched';
import { RqRegNetwork, type Pass, type Reading } from './forward';
import { keptGenerationLoss, keptPass, keptRegressionLoss, keptRepresentationLoss, type KeptReading } from './keptForward';
import { generationLoss, labelOrder, regressionLoss, representationLoss, type RegressionOptions } from './losses';
import { TargetQuantizer } from './targetQuantizer';

const reference = watched(given, ['model', 'levels', 'codebook_size', 'huber_delta', 'lambda_regression', 'lambda_representation', 'temperature']);
const { encode, model, levels: L, codebook_size: K, threshold } = reference;
const { weights, batch: B } = model;
const H = 8;
const tolerance = reference.meta.tolerance_float32.model;
const regression: RegressionOptions = { loss: 'huber', delta: reference.huber_delta, stopGradient: true };
const targets = encode.targets.data.slice(0, B);
const linear = ['encoder.0', 'encoder.2', 'predictor', 'regressor.0', 'regressor.2', 'error.0', 'error.2'] as const;

describeBackends('RQ-Reg, forward', () => {
  for (const mode of ['teacher_forced', 'free_running'] as const) {
    const wanted = model[mode];

    it(`${mode}: every stage of the forward pass`, async () => {
      const network = referenceNetwork();
      const pass = tf.tidy(() => ({ ...passOf(network, mode) }) as unknown as tf.TensorContainerObject) as unknown as Pass;
      const levelsOf = (tensors: readonly tf.Tensor2D[]) => tf.tidy(() => tf.stack(tensors as tf.Tensor2D[], 1));
      const after = pass.states.slice(1);
      const seen = {
        h0: pass.states[0]!.hidden, c0: pass.states[0]!.cell, hidden: levelsOf(after.map(({ hidden }) => hidden)), cell: levelsOf(after.map(({ cell }) => cell)),
        logits: levelsOf(pass.logits), mix: levelsOf(pass.mixes), scalars: tf.tidy(() => tf.transpose(pass.scalars)),
        prediction: tf.tidy(() => tf.sum(pass.scalars, 0)), predicted_cumulative: tf.tidy(() => tf.cumsum(tf.transpose(pass.scalars), 1)),
        expected_values: tf.tidy(() => tf.sum(tf.mul(tf.stack(pass.probabilities as tf.Tensor2D[], 1), tf.tensor1d(Float32Array.from(network.quantizer.tokenValues))), 2)),
      };
      for (const [name, tensor] of Object.entries(seen)) await expectTensorClose(tensor, wanted[name as keyof typeof seen], tolerance, name);
      tf.dispose([seen, { ...pass } as unknown as tf.TensorContainer]);
      network.dispose();
    });

    it(`${mode}: the temperature of the representation loss is the reference's`, async () => {
      const network = referenceNetwork();
      const both = tf.tidy(() => {
        const { mixes } = passOf(network, mode);
        const { order } = labelOrder(Float64Array.from(targets), false);
        return tf.stack([representationLoss(mixes, order), rankNContrast(tf.concat(mixes as tf.Tensor2D[], 1), order, reference.temperature)]);
      });
      const [own, wantedLoss] = await both.data();
      expect(own).toBe(wantedLoss);
      both.dispose();
      network.dispose();
    });

    it(`${mode}: losses and every gradient`, async () => {
      const network = referenceNetwork();
      let terms: tf.Scalar[] = [];
      const { value, grads } = tf.variableGrads(() => {
        terms = lossesOf(network, passOf(network, mode)).map((term) => tf.keep(term));
        const [generation, regression, representation] = terms as [tf.Scalar, tf.Scalar, tf.Scalar];
        return tf.addN([generation, tf.mul(regression, reference.lambda_regression), tf.mul(representation, reference.lambda_representation)]) as tf.Scalar;
      }, network.variables);
      const { losses } = wanted;
      const seen = await Promise.all([...terms, value].map(async (term) => (await term.data())[0]!));
      expectClose(seen, [losses.generation, losses.regression, losses.representation, losses.total], tolerance, 'losses');
      const named = torchNames(network);
      for (const [name, variable] of Object.entries(named)) {
        const gradient: Shaped = (wanted.gradients as Record<string, Shaped>)[name === 'lstm.bias' ? 'lstm.bias_ih' : name] ?? lstmWeight(wanted.gradients);
        expectClose(await grads[variable.name]!.data(), linearName(name) ? transposed(gradient) : gradient, tolerance, name);
      }
      // Both biases are added to the same gate: theirs is one gradient.
      expectClose(await grads[network.lstm.bias.name]!.data(), wanted.gradients['lstm.bias_hh'], tolerance, 'lstm.bias_hh');
      expect(Object.keys(named).length).toBe(network.variables.length);
      tf.dispose([...terms, value, ...Object.values(grads)]);
      network.dispose();
    });

    it(`${mode}: losses and every gradient in kept memory`, async ({ skip }) => {
      const road = cpuRoad();
      if (!road) return skip('only the processor has kept memory');
      const network = referenceNetwork();
      const optimizer = new AdamW(network.variables);
      const [training, tape] = [new KeptTraining(road, optimizer), new Tape(road)];
      training.begin();
      const nodes = network.variables.map(({ shape, size }, i): Node => ({ ...training.places[i]!, rows: size / shape.at(-1)!, columns: shape.at(-1)!, touched: false }));
      const readings = Array.from({ length: L - 1 }, (_, level): KeptReading => (mode === 'free_running' ? 'own' : { tokens: Int32Array.from(targets, (_, row) => encode.tokens.data[row * L + level]!) }));
      const pass = keptPass(tape, network, nodes, tape.data(model.features.data, B, 5), readings);
      const { tokens } = network.quantizer.encode(targets);
      const byLevel = Array.from({ length: L }, (_, level) => Int32Array.from(targets, (_, row) => tokens[row * L + level]!));
      const sums = Float32Array.from({ length: B * (L + 1) }, (_, at) => model.cumulative_targets.data[(at % B) * (L + 1) + Math.floor(at / B)]!);
      const losses = [
        keptGenerationLoss(tape, pass, byLevel, 1),
        keptRegressionLoss(tape, pass, sums, B, regression, reference.lambda_regression),
        keptRepresentationLoss(tape, pass, Float64Array.from(targets), false, reference.lambda_representation),
      ] as const;
      tape.backward();
      expectClose(losses, [wanted.losses.generation, wanted.losses.regression, wanted.losses.representation], tolerance, 'losses');
      const named = torchNames(network);
      for (const [name, variable] of Object.entries(named)) {
        const { gradient, length } = training.places[network.variables.indexOf(variable)]!;
        const given: Shaped = (wanted.gradients as Record<string, Shaped>)[name === 'lstm.bias' ? 'lstm.bias_ih' : name] ?? lstmWeight(wanted.gradients);
        expectClose(road.memory.floats(gradient, length), linearName(name) ? transposed(given) : given, tolerance, name);
      }
      tape.dispose();
      training.dispose();
      optimizer.dispose();
      network.dispose();
    });

    it(`${mode}: the slope of the regression loss in each level's own scalar, and of earlier ones without the stop-gradient`, async () => {
      const scalars = tf.tidy(() => tf.transpose(tensor(wanted.scalars)));
      const slopes = async (options: RegressionOptions) => {
        const gradient = tf.tidy(() => tf.transpose(tf.grad((v) => regressionLoss(v as tf.Tensor2D, trueSums(), options))(scalars)));
        const values = Array.from(await gradient.data());
        gradient.dispose();
        return values;
      };
      const stopped = await slopes(regression);
      expectClose(stopped, wanted.gradient_of_scalars_from_regression, tolerance);
      const through = await slopes({ ...regression, stopGradient: false });
      const positions = L + 1;
      const tails = stopped.map((_, at) => stopped.slice(at, at - (at % positions) + positions).reduce((sum, slope) => sum + slope, 0));
      expectClose(through, tails, { rtol: 1e-4, atol: 1e-6 });
      const absolute = await slopes({ ...regression, loss: 'l1' });
      expectClose(absolute, stopped.map((slope) => Math.sign(slope) / (B * positions)), { rtol: 1e-5, atol: 1e-8 });
      scalars.dispose();
    });
  }

  it('read by row, each row goes the way it is told: all its own is free-running, none is teacher-forced', async () => {
    const network = referenceNetwork();
    const predictions = async (own: (row: number) => number) => {
      const sum = tf.tidy(() => tf.sum(network.pass(tensor(model.features), trueTokens().map((tokens) => ({ tokens, own: tf.tensor2d(Array.from({ length: B }, (_, row) => own(row)), [B, 1]) }))).scalars, 0));
      const values = Array.from(await sum.data());
      sum.dispose();
      return values;
    };
    expectClose(await predictions(() => 1), model.free_running.prediction, tolerance);
    expectClose(await predictions(() => 0), model.teacher_forced.prediction, tolerance);
    const mixed = await predictions((row) => row % 2);
    expectClose(mixed, mixed.map((_, row) => model[row % 2 === 1 ? 'free_running' : 'teacher_forced'].prediction.data[row]!), tolerance);
    network.dispose();
  });

  it('masked by level, every step keeps to END and its own codes, and the losses stay finite', async () => {
    const network = referenceNetwork({ maskLevels: true });
    const seen = tf.tidy(() => {
      const pass = passOf(network, 'free_running');
      return [...pass.probabilities, ...lossesOf(network, pass)];
    });
    for (let level = 0; level < L; level++) {
      (await seen[level]!.data()).forEach((p, at) => {
        const token = at % network.quantizer.vocabulary;
        if (token !== 0 && network.quantizer.codeOf(token)?.level !== level) expect(p).toBe(0);
      });
    }
    for (const loss of seen.slice(L)) expect(Number.isFinite((await loss.data())[0])).toBe(true);
    expect((await seen[L]!.data())[0]).toBeLessThan(20);
    tf.dispose(seen);
    network.dispose();
  });
});

it('of a batch of zeros and a few others as many zeros as others are ordered', () => {
  const labels = Float64Array.of(0, 0, 3, 0, 0, 0, 1, 0);
  expect(Array.from(labelOrder(labels, true).kept!)).toEqual([0, 1, 2, 6]);
  expect(labelOrder(labels, false).kept).toBeUndefined();
  expect(Array.from(labelOrder(new Float64Array(3), true).kept!)).toEqual([0]);
  expect(labelOrder(Float64Array.of(0, 1, 2), true).kept).toBeUndefined();
});

function passOf(network: RqRegNetwork, mode: 'teacher_forced' | 'free_running'): Pass {
  return network.pass(tensor(model.features), mode === 'free_running' ? undefined : trueTokens().map((tokens): Reading => ({ tokens })));
}

function lossesOf(network: RqRegNetwork, { logits, scalars, mixes }: Pass): [tf.Scalar, tf.Scalar, tf.Scalar] {
  const { tokens } = network.quantizer.encode(targets);
  const byLevel = tf.tensor1d(Int32Array.from(tokens, (_, at) => tokens[(at % B) * L + Math.floor(at / B)]!), 'int32');
  return [generationLoss(logits, byLevel), regressionLoss(scalars, trueSums(), regression), representationLoss(mixes, labelOrder(Float64Array.from(targets), false).order)];
}

function trueTokens(): tf.Tensor1D[] {
  return Array.from({ length: L - 1 }, (_, level) => tf.tensor1d(targets.map((_, row) => encode.tokens.data[row * L + level]!), 'int32'));
}

function trueSums(): tf.Tensor2D {
  return tf.tidy(() => tf.transpose(tensor(model.cumulative_targets)));
}

/** The network of the file, with its weights. PyTorch keeps a linear layer's weight as [out, in]; ours is [in, out]. */
function referenceNetwork(shape: { maskLevels?: boolean } = {}): RqRegNetwork {
  const centroids = Array.from({ length: L }, (_, l) => Float64Array.from(encode.codebooks.data.slice(l * K, (l + 1) * K)));
  const network = new RqRegNetwork(new TargetQuantizer(centroids, threshold), { inputs: 5, width: H, errorHead: true, maskLevels: false, ...shape }, new Random(1));
  const given: Record<string, Shaped> = weights;
  tf.tidy(() => {
    for (const [name, variable] of Object.entries(torchNames(network))) {
      if (name === 'lstm.bias') variable.assign(tf.add(tensor(given['lstm.bias_ih']!), tensor(given['lstm.bias_hh']!)));
      else variable.assign(tensor(name === 'lstm.weight' ? lstmWeight(given) : linearName(name) ? transposed(given[name]!) : given[name]!));
    }
  });
  return network;
}

function torchNames({ trunk, tokens, lstm, predictor, regressor, error }: RqRegNetwork): Record<string, tf.Variable> {
  const layers = [trunk, predictor, regressor, error!].flatMap((mlp) => mlp.weights.map((weight, i) => [weight, mlp.biases[i]!] as const));
  return {
    token_embedding: tokens, 'lstm.weight': lstm.weight, 'lstm.bias': lstm.bias,
    ...Object.fromEntries(linear.flatMap((name, i) => [[`${name}.weight`, layers[i]![0]], [`${name}.bias`, layers[i]![1]]])),
  };
}

/** Our one matrix [in + H, 4H] from the two of the file. */
function lstmWeight(named: Record<string, Shaped> | object): Shaped {
  const given = named as Record<string, Shaped>;
  const parts = [transposed(given['lstm.weight_ih']!), transposed(given['lstm.weight_hh']!)];
  return { shape: [2 * H, 4 * H], data: parts.flatMap(({ data }) => Array.from(data)) };
}

function linearName(name: string): boolean {
  return linear.some((layer) => name === `${layer}.weight`);
}

function transposed({ shape, data }: Shaped): Shaped {
  const [out, inputs] = shape as [number, number];
  return { shape: [inputs, out], data: Array.from({ length: out * inputs }, (_, at) => data[(at % out) * inputs + Math.floor(at / out)]!) };
}

function tensor<T extends tf.Tensor = tf.Tensor2D>({ shape, data }: Shaped): T {
  return tf.tensor(Float32Array.from(data), [...shape]) as T;
}
