import { describe, expect, it } from 'vitest';
import { minimize, type Objective } from './lbfgs';
import { Random } from './random';

/** x A x / 2 - b x with eigenvalues of A from 1 to 10^4. */
function quadratic(size: number): { readonly objective: Objective; readonly minimum: Float64Array; readonly eigenvalues: Float64Array } {
  const random = new Random(1);
  const minimum = Float64Array.from({ length: size }, () => random.normal());
  const eigenvalues = Float64Array.from({ length: size }, (_, i) => 10 ** ((4 * i) / (size - 1)));
  const objective: Objective = (x, gradient) => {
    let value = 0;
    for (let i = 0; i < size; i++) {
      gradient[i] = eigenvalues[i]! * (x[i]! - minimum[i]!);
      value += (gradient[i]! * (x[i]! - minimum[i]!)) / 2;
    }
    return value;
  };
  return { objective, minimum, eigenvalues };
}

describe('L-BFGS', () => {
  it('finds the minimum of a badly scaled bowl in about as many steps as SciPy, and at once where the curvature is known', async () => {
    const { objective, minimum, eigenvalues } = quadratic(60);
    const found = await minimize(objective, new Float64Array(60), { tolerance: 1e-8 });
    // scipy.optimize.minimize, method L-BFGS-B, maxcor 10, gtol 1e-8, ftol 0: 999 steps.
    expect([found.converged, found.gradient <= 1e-8, found.iterations < 1100]).toEqual([true, true, true]);
    found.point.forEach((value, i) => expect(Math.abs(value - minimum[i]!)).toBeLessThan(1e-8));
    const known = await minimize(objective, new Float64Array(60), { tolerance: 1e-8, inverseCurvature: eigenvalues.map((value) => 1 / value) });
    expect([known.converged, known.iterations]).toEqual([true, 1]);
    const nearly = await minimize(objective, new Float64Array(60), { tolerance: 1e-8, inverseCurvature: eigenvalues.map((value, i) => (1 + (i % 3)) / value) });
    expect([nearly.converged, nearly.iterations < 20]).toEqual([true, true]);
  });

  it("follows Rosenbrock's valley", async () => {
    const objective: Objective = ([x, y], gradient) => {
      gradient[0] = -2 * (1 - x!) - 400 * x! * (y! - x! * x!);
      gradient[1] = 200 * (y! - x! * x!);
      return (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;
    };
    const { point, converged, iterations } = await minimize(objective, Float64Array.of(-1.2, 1), { tolerance: 1e-9 });
    expect([point[0], point[1]]).toEqual([expect.closeTo(1, 8), expect.closeTo(1, 8)]);
    expect([converged, iterations < 60]).toEqual([true, true]);
  });

  it('gives the same bits again, leaves the start alone, stops where it stands and when told', async () => {
    const { objective, minimum } = quadratic(20);
    const start = new Float64Array(20);
    const once = await minimize(objective, start);
    expect(await minimize(async (x, gradient) => objective(x, gradient), start)).toEqual(once);
    expect(start).toEqual(new Float64Array(20));
    expect(await minimize(objective, minimum)).toMatchObject({ iterations: 0, converged: true, value: 0 });
    expect(await minimize(objective, start, { iterations: 3 })).toMatchObject({ iterations: 3, converged: false });
    // Nothing to gain: a slope that lies.
    expect(await minimize((x, gradient) => (gradient.fill(1), x[0]! * x[0]!), Float64Array.of(0))).toMatchObject({ iterations: 0, converged: false });
  });
});
