import { expect, it } from 'vitest';
import { solvePositive } from './cholesky';
import { Random } from './random';

it('solves a system whose first block is diagonal, as the product of its factor has it', async () => {
  const [n, width] = [37, 3];
  const random = new Random(1);
  const matrix = new Float64Array(n * n);
  const factor = Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? 1 + random.uniform() : j > i || i < 12 ? 0 : random.normal();
  });
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) matrix[i * n + j]! += factor[i * n + k]! * factor[j * n + k]!;
  const wanted = Float64Array.from({ length: n * width }, () => random.normal());
  const right = new Float64Array(n * width);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let d = 0; d < width; d++) right[i * width + d]! += matrix[i * n + j]! * wanted[j * width + d]!;
  let breaths = 0;
  await solvePositive(matrix, n, right, width, async () => void breaths++);
  right.forEach((value, at) => expect(value).toBeCloseTo(wanted[at]!, 6));
  expect(breaths).toBeGreaterThan(2);
});

it('refuses what is not positive definite', async () => {
  await expect(solvePositive(Float64Array.of(1, 0, 2, 4), 2, new Float64Array(2), 1)).rejects.toThrow('not positive definite');
});
