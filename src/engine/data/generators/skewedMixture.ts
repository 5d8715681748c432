/** A mixture whose parts differ in size and shape: distances alone mislead, densities do not. */
import { Random } from '../../math/random';
import { pick } from './generated';
import type { Generated } from './generated';

const COMPONENTS = 10;

/**
 * 10 Gaussians along the axes, [rows, 16] by default. Weights fall by 0.65 from one to the next (35 % to 0.7 %); means are standard normal times 1.2;
 * every standard deviation is drawn by itself, log-uniform from 0.06 to 1.5, so each component is flat in some axes and long in others.
 */
export function skewedMixture(seed = 3, rows = 3000, dim = 16): Generated {
  const random = new Random(seed);
  const axes = (value: () => number): number[] => Array.from({ length: dim }, value);
  const weights = Array.from({ length: COMPONENTS }, (_, k) => 0.65 ** k);
  const means = weights.map((_, k) => {
    const stream = random.split(`mean ${k}`);
    return axes(() => 1.2 * stream.normal());
  });
  const deviations = weights.map((_, k) => {
    const stream = random.split(`deviation ${k}`);
    return axes(() => 0.06 * 25 ** stream.uniform());
  });
  const draw = random.split('rows');
  const data = new Float32Array(rows * dim);
  const components: string[] = [];
  for (let i = 0; i < rows; i++) {
    const k = pick(weights, draw.uniform());
    for (let j = 0; j < dim; j++) data[i * dim + j] = means[k]![j]! + deviations[k]![j]! * draw.normal();
    components.push(String(k + 1));
  }
  return { rows, dim, data, labels: [{ name: 'component', values: components }] };
}
