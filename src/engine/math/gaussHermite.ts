/** Expected values of functions of a standard normal number, by Gauss-Hermite quadrature. */
import { symmetricEigen } from './symmetricEigen';

export interface QuadratureRule {
  /** [points], ascending. */
  readonly nodes: Float64Array;
  /** [points], adding up to 1. */
  readonly weights: Float64Array;
}

/**
 * E f(z) = sum_i weights[i] f(nodes[i]) for standard normal z, exact for polynomials of degree up to 2 points - 1. The nodes are the eigenvalues of the Jacobi matrix of the Hermite polynomials
 * He_n (0 on the diagonal, sqrt(n) beside it), the weights the squared first entries of its eigenvectors (Golub and Welsch, Calculation of Gauss Quadrature Rules, 1969).
 */
export function gaussHermite(points: number): QuadratureRule {
  const jacobi = new Float64Array(points * points);
  for (let n = 1; n < points; n++) jacobi[n * points + n - 1] = jacobi[(n - 1) * points + n] = Math.sqrt(n);
  const { values, vectors } = symmetricEigen(jacobi, points);
  return { nodes: values.toReversed(), weights: Float64Array.from(values, (_, i) => vectors[(points - 1 - i) * points]! ** 2) };
}
