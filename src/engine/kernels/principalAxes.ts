/** Principal axes, and coordinates on them: by the processor's kernels on the wasm backend, elsewhere by plain loops, with the same bits. */
import { centredOnRoad, coordinates } from '../cpu/doubleProducts';
import { cpuRoad, type CpuRoad } from '../cpu/road';
import { axesOf, principalAxes, type PrincipalAxes } from '../math/pca';

/** Rows that are projected at a time. */
const STRIP = 2048;

/** The first `count` principal axes of `data`, float32 [rows, dim] row-major, all finite: see math/pca.ts. */
export function axesOfRows(data: Float32Array, rows: number, dim: number, count: number): PrincipalAxes {
  const road = cpuRoad();
  return road ? inKept(road, data.subarray(0, rows * dim), (x) => axesOf(centredOnRoad(road, x, rows, dim), count)) : principalAxes(data, rows, dim, count);
}

/** Coordinates of the picked rows of `data` [.., dim], less `mean`, on axes float64 [count, dim]: float32 [picked, count]. */
export function projected(data: Float32Array, dim: number, picked: Uint32Array, { mean, components }: Pick<PrincipalAxes, 'mean' | 'components'>, count: number): Float32Array {
  const result = new Float32Array(picked.length * count);
  const road = cpuRoad();
  if (!road) {
    const row = new Float64Array(dim);
    picked.forEach((from, i) => {
      for (let d = 0; d < dim; d++) row[d] = data[from * dim + d]! - mean[d]!;
      for (let a = 0; a < count; a++) {
        let sum = 0;
        for (let d = 0, at = a * dim; d < dim; d++, at++) sum += row[d]! * components[at]!;
        result[i * count + a] = sum;
      }
    });
    return result;
  }
  const x = road.scratch('axes.picked', STRIP * dim * 4);
  for (let start = 0; start < picked.length; start += STRIP) {
    const strip = picked.subarray(start, start + STRIP);
    const rows = road.memory.floats(x, strip.length * dim);
    strip.forEach((from, i) => rows.set(data.subarray(from * dim, (from + 1) * dim), i * dim));
    const places = coordinates(road, x, strip.length, dim, mean, components, count);
    result.set(road.memory.doubles(places, strip.length * count), start * count);
  }
  return result;
}

/** Works with the address of the numbers: where they are kept, or a copy for the time of the work. */
function inKept<T>(road: CpuRoad, values: Float32Array, work: (address: number) => T): T {
  const kept = road.memory.addressOf(values);
  if (kept !== null) return work(kept);
  const address = road.memory.allocate(values.length * 4);
  try {
    road.memory.floats(address, values.length).set(values);
    return work(address);
  } finally {
    road.memory.free(address);
  }
}
