/** A curved sheet in space: two numbers would do to place a point on it, but no plane holds it. */
import { Random } from '../../math/random';
import type { Generated } from './generated';

const PARTS = 6;

/**
 * The Swiss roll (Marsland, Machine Learning, 2009), [rows, 3]: (t cos t, h, t sin t) / 10 with t uniform in 1.5 pi to 4.5 pi, h uniform in 0 to 2,
 * plus Gaussian noise of 0.02. The label names the sixth of the range of t, from the innermost (1) to the outermost (6).
 */
export function spiralSheet(seed = 2, rows = 1500): Generated {
  const random = new Random(seed);
  const data = new Float32Array(rows * 3);
  const parts: string[] = [];
  for (let i = 0; i < rows; i++) {
    const along = random.uniform();
    const t = 1.5 * Math.PI * (1 + 2 * along);
    const point = [(t * Math.cos(t)) / 10, 2 * random.uniform(), (t * Math.sin(t)) / 10];
    for (let j = 0; j < 3; j++) data[i * 3 + j] = point[j]! + 0.02 * random.normal();
    parts.push(`part ${1 + Math.floor(along * PARTS)}`);
  }
  return { rows, dim: 3, data, labels: [{ name: 'part', values: parts }] };
}
