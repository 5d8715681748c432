/**
 * One RQ-VAE step against PyTorch: forward, losses under three reductions, gradients under both routings, the rotation trick, three steps
 * of Adam and AdamW. Reference: fixtures/rq-vae-step.json.
 */
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { AdamW } from '../../nn/adamW';
import { Mlp } from '../../nn/mlp';
import { Random } from '../../math/random';
import { rotationTrick } from '../../ops/rotationTrick';
import { straightThrough } from '../../ops/straightThrough';
import given from '../../testing/fixtures/rq-vae-step.json';
import { describeBackends } from '../../testing/backends';
import { expectClose, type Shaped } from '../../testing/tolerance';
import { watched } from '../../testing/watched';
import { quantize, squaredError, type Quantized, type QuantizeOptions, type Reduction } from './forward';

const reference = watched(given, ['gradients', 'rotation/*/sum', 'rotation/*/mean']);
const { weights, losses, gradients, rotation, optimizers, forward } = reference;
const tolerance = reference.meta.tolerance_float32;
const [levels, numCodes, latentDim] = weights.codebooks.shape as [number, number, number];

type LossOptions = QuantizeOptions & { readonly reconstructionReduction: Reduction };

const base: LossOptions = {
  beta: [reference.beta, reference.beta, reference.beta],
  reconstructionReduction: 'sum',
  quantizationReduction: 'sum',
  levelReduction: 'sum',
  routing: 'once',
  estimator: straightThrough,
  distance: 'l2',
  codebookLoss: true,
};
const reductions: Record<'sum' | 'mean' | 'mean_levels', Partial<LossOptions>> = {
  sum: {},
  mean: { reconstructionReduction: 'mean', quantizationReduction: 'mean' },
  mean_levels: { reconstructionReduction: 'mean', quantizationReduction: 'mean', levelReduction: 'mean' },
};
const routings = { detached: 'once', per_level: 'perLevelThrough' } as const;

describeBackends('RQ-VAE', () => {
  it('forward: latents, codes, quantized latents and reconstruction', async () => {
    const model = new Model();
    const z = tf.tidy(() => model.encoder.apply(model.x, true));
    const quantized = tf.tidy(() => ({ ...quantize(z, model.codebooks, base) }) as unknown as tf.TensorContainerObject) as unknown as Quantized;
    const xhat = tf.tidy(() => model.decoder.apply(quantized.output));
    expectClose(await z.data(), forward.latents, tolerance.forward, 'latents');
    const codes = await Promise.all(quantized.codes.map((code) => code.data()));
    expect(Array.from({ length: codes[0]!.length * levels }, (_, i) => codes[i % levels]![Math.floor(i / levels)])).toEqual(forward.codes.data);
    expectClose(await quantized.output.data(), forward.quantized, tolerance.forward, 'quantized');
    expectClose(await xhat.data(), forward.reconstruction, tolerance.forward, 'reconstruction');
    tf.dispose([z, xhat, { ...quantized } as unknown as tf.TensorContainer]);
    model.dispose();
  });

  for (const reduction of ['sum', 'mean', 'mean_levels'] as const) {
    for (const convention of ['detached', 'per_level'] as const) {
      it(`losses and gradients: ${reduction}, ${convention}`, async () => {
        const model = new Model();
        const options: LossOptions = { ...base, ...reductions[reduction], routing: routings[convention] };
        const { value, grads } = tf.variableGrads(() => model.total(model.encoder.apply(model.x, true), options), model.variables);
        expectClose((await value.data())[0]!, losses[reduction].total, tolerance.losses, 'total');
        const expected: Record<string, Shaped> = gradients[reduction][convention];
        await model.compare(grads, expected, tolerance.gradients);
        tf.dispose([value, ...Object.values(grads)]);
        const latents = Float32Array.from(forward.latents.data);
        const ofTotal = await latentGradient(latents, (z) => model.total(z, options));
        expectClose(ofTotal, gradients[reduction][convention].latents, tolerance.gradients, 'latents');
        const ofReconstruction = await latentGradient(latents, (z) => model.reconstructionLoss(z, options));
        expectClose(ofReconstruction, gradients[reduction][convention].latents_reconstruction_only, tolerance.gradients, 'latents, reconstruction');
        model.dispose();
      });
    }
  }

  for (const [name, routing] of [
    ['total', 'once'],
    ['per_level', 'perLevelDetached'],
    ['chained', 'perLevelThrough'],
  ] as const) {
    it(`rotation trick: ${name}`, async () => {
      const model = new Model();
      for (const reduction of ['sum', 'mean'] as const) {
        const options: LossOptions = { ...base, ...reductions[reduction], routing, estimator: rotationTrick };
        const latents = Float32Array.from(forward.latents.data);
        const seen = await latentGradient(latents, (z) => model.reconstructionLoss(z, options));
        expectClose(seen, rotation[name][reduction].latents_reconstruction_only, tolerance.rotation, reduction);
        if (name === 'chained') continue;
        const total = await latentGradient(latents, (z) => model.total(z, options));
        expectClose(total, rotation[name][reduction].latents, tolerance.rotation, `${reduction}, total`);
      }
      model.dispose();
    });
  }

  for (const name of ['adam_sum', 'adamw_sum', 'adam_mean', 'adamw_mean'] as const) {
    it(`three steps of ${name}`, async () => {
      const model = new Model();
      const options: LossOptions = { ...base, ...reductions[name.endsWith('sum') ? 'sum' : 'mean'] };
      const optimizer = new AdamW(model.variables, { weightDecay: name.startsWith('adamw') ? 1e-2 : 0 });
      for (let step = 0; step < 3; step++) {
        const { value, grads } = tf.variableGrads(() => model.total(model.encoder.apply(model.x, true), options), model.variables);
        expectClose((await value.data())[0]!, optimizers[name].loss_before_each_step.data[step]!, tolerance.losses, `loss before step ${step}`);
        optimizer.apply(grads, 1e-3);
        tf.dispose([value, ...Object.values(grads)]);
      }
      const parameters = Object.fromEntries(model.variables.map((variable) => [variable.name, variable]));
      await model.compare(parameters, optimizers[name].parameters, tolerance.optimizers);
      optimizer.dispose();
      model.dispose();
    });
  }
});

/** The reference model, with its weights. PyTorch keeps a linear layer's weight as [out, in]; ours is [in, out]. */
class Model {
  readonly x = tensor(reference.data);
  readonly encoder = new Mlp([12, 16, latentDim], new Random(0));
  readonly decoder = new Mlp([latentDim, 16, 12], new Random(0));
  readonly codebooks: tf.Variable<tf.Rank.R2>[];

  constructor() {
    for (const [network, name] of [[this.encoder, 'enc'], [this.decoder, 'dec']] as const) {
      for (const [layer, index] of [[0, 0], [1, 2]] as const) {
        tf.tidy(() => {
          network.weights[layer]!.assign(tf.transpose(tensor(weights[`${name}.${index}.weight`])));
          network.biases[layer]!.assign(tf.tensor1d(weights[`${name}.${index}.bias`].data));
        });
      }
    }
    const size = numCodes * latentDim;
    this.codebooks = Array.from({ length: levels }, (_, level) =>
      tf.tidy(() => tf.variable(tf.tensor2d(weights.codebooks.data.slice(level * size, (level + 1) * size), [numCodes, latentDim]))),
    );
  }

  get variables(): tf.Variable[] {
    return [...this.encoder.variables, ...this.decoder.variables, ...this.codebooks];
  }

  reconstructionLoss(z: tf.Tensor2D, options: LossOptions): tf.Scalar {
    return squaredError(this.decoder.apply(quantize(z, this.codebooks, options).output), this.x, options.reconstructionReduction);
  }

  total(z: tf.Tensor2D, options: LossOptions): tf.Scalar {
    const quantized = quantize(z, this.codebooks, options);
    const reconstruction = squaredError(this.decoder.apply(quantized.output), this.x, options.reconstructionReduction);
    return tf.add(reconstruction, quantized.quantizationLoss) as tf.Scalar;
  }

  /** Tensors by variable name against a record of the reference file. */
  async compare(seen: Readonly<Record<string, tf.Tensor>>, expected: Readonly<Record<string, Shaped>>, within: { rtol: number; atol: number }): Promise<void> {
    for (const [network, name] of [[this.encoder, 'enc'], [this.decoder, 'dec']] as const) {
      for (const [layer, index] of [[0, 0], [1, 2]] as const) {
        const weight = tf.tidy(() => tf.transpose(seen[network.weights[layer]!.name]!));
        expectClose(await weight.data(), expected[`${name}.${index}.weight`]!, within, `${name}.${index}.weight`);
        weight.dispose();
        expectClose(await seen[network.biases[layer]!.name]!.data(), expected[`${name}.${index}.bias`]!, within, `${name}.${index}.bias`);
      }
    }
    const books = await Promise.all(this.codebooks.map((codebook) => seen[codebook.name]!.data()));
    expectClose(books.flatMap((book) => Array.from(book)), expected.codebooks!.data, within, 'codebooks');
  }

  dispose(): void {
    this.encoder.dispose();
    this.decoder.dispose();
    tf.dispose([this.x, ...this.codebooks]);
  }
}

function tensor({ shape, data }: Shaped): tf.Tensor2D {
  return tf.tensor2d(Float32Array.from(data), shape as [number, number]);
}

async function latentGradient(latents: Float32Array, loss: (z: tf.Tensor2D) => tf.Scalar): Promise<Float32Array> {
  const z = tf.tensor2d(latents, [latents.length / latentDim, latentDim]);
  const gradient = tf.tidy(() => tf.grad((value) => loss(value as tf.Tensor2D))(z));
  const values = (await gradient.data<'float32'>()).slice();
  tf.dispose([z, gradient]);
  return values;
}
