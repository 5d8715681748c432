/** Made-up sweeps over one, two and three parameters, and what a figure of them must survive. */
import type { Fixture } from './testing/fixture';
import type { MultiplesAxis, MultiplesData, MultiplesPoint } from './smallMultiples';

const axis = (title: string, values: readonly (number | string)[]): MultiplesAxis => ({
  title, values: values.map((value) => ({ label: String(value), number: typeof value === 'number' ? value : null })),
});
const METRIC = { title: 'Relative error', format: 'number', direction: 'down' } as const;
const CODES = axis('Codes per level', [16, 32, 64, 128, 256]);
const LEVELS = axis('Levels', [2, 3, 4]);
const GRADIENT = axis('Gradient through the codes', ['straight-through', 'rotation trick']);

/** An error that falls with codes and levels; `seeds` values around it, the same on every machine. */
function points(x: number, lines: number, panels: number, seeds: number, change: (point: MultiplesPoint) => MultiplesPoint = (point) => point): MultiplesPoint[] {
  return Array.from({ length: x * lines * panels }, (_, i) => {
    const at = { x: i % x, line: Math.floor(i / x) % lines, panel: Math.floor(i / (x * lines)) };
    const value = 0.78 * 0.86 ** at.x * 0.84 ** at.line * 0.96 ** at.panel;
    return change({ ...at, state: 'done', values: Array.from({ length: seeds }, (_, seed) => value * (1 + 0.02 * Math.sin(i * 3.1 + seed * 2.3))) });
  });
}
const failing = (point: MultiplesPoint): MultiplesPoint =>
  point.x === 4 && point.line > 0 ? { ...point, values: [], state: 'failed', words: '256 codes for 200 rows at level 1.' } : point.x === 3 && point.line === 2 ? { ...point, values: [], state: 'waiting' } : point;

const base = { name: 'RQ-VAE', hue: 'rq-vae', metric: METRIC } as const;

export const smallMultiplesFixtures: readonly Fixture<MultiplesData>[] = [
  { name: 'three parameters, three seeds, some failed', data: { ...base, x: CODES, line: LEVELS, panel: GRADIENT, points: points(5, 3, 2, 3, failing) } },
  { name: 'one parameter, one seed', data: { ...base, hue: 'rq-kmeans', name: 'RQ-KMeans', x: CODES, line: null, panel: null, points: points(5, 1, 1, 1) } },
  { name: 'words on the axis, shares', data: { ...base, hue: 'r3-vae', metric: { title: 'Codes in use', format: 'share', direction: 'up' }, x: GRADIENT, line: LEVELS, panel: null, points: points(2, 3, 1, 2) } },
  { name: 'values over decades, many panels', data: { ...base, hue: 'rq-gmm', metric: { title: 'Most items on one ID', format: 'count', direction: 'down' }, x: axis('Learning rate', [0.00001, 0.0001, 0.001, 0.01]), line: axis('Batch', [64, 1024]), panel: axis('Steps', [100, 1000, 10_000, 100_000, 1_000_000]), points: points(4, 2, 5, 1, (point) => ({ ...point, values: [10 ** (point.x + 0.3 * point.line)] })) } },
  { name: 'one point', data: { ...base, x: axis('Steps', [600]), line: null, panel: null, points: points(1, 1, 1, 1) } },
  { name: 'all failed', data: { ...base, x: CODES, line: LEVELS, panel: null, points: points(5, 3, 1, 0, (point) => ({ ...point, state: 'failed', words: 'too few rows' })) } },
  { name: 'nothing yet', data: { ...base, x: CODES, line: LEVELS, panel: GRADIENT, points: points(5, 3, 2, 0, (point) => ({ ...point, state: 'waiting' })) } },
  { name: 'undefined and zero', data: { ...base, x: CODES, line: null, panel: null, points: points(5, 1, 1, 1, (point) => ({ ...point, values: [point.x === 1 ? NaN : 0] })) } },
];
