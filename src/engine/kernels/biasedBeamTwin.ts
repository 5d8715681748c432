/** The choices of a beam over additive codebooks with biases in plain float64 loops: the fallback, and the oracle of the kernels. */

export interface BeamTables {
  /** Codes of each level, K_l. */
  readonly numCodes: readonly number[];
  /** |c_k|^2 + b_k, one level after the other: [K_0 + .. + K_(L-1)]. */
  readonly constants: Float64Array;
  /** 2 C[j] C[l]' for all j below l, one a level l: [K_0 + .. + K_(l-1), K_l]. */
  readonly tables: readonly Float64Array[];
}

export interface BestStates {
  /** int32 [n, kept, levels], best first. */
  readonly codes: Int32Array;
  /** [n, kept]: |x - xhat|^2 + biases, from cancelling terms: float64 sums of float32 products, on WebGPU float32 sums. */
  readonly costs: Float64Array;
}

/** Of n rows with `squares` [n] from products `dots` [n, all codes]; `sizes`: states before the first level (1) and after each. Ties go to the lower (state, code). */
export function biasedBeamTwin({ numCodes, constants, tables }: BeamTables, squares: Float64Array, dots: Float32Array, sizes: readonly number[]): BestStates {
  const rows = squares.length;
  const levels = numCodes.length;
  const starts = numCodes.map((_, level) => numCodes.slice(0, level).reduce((sum, own) => sum + own, 0));
  const all = constants.length;
  const kept = sizes.at(-1)!;
  const most = Math.max(...sizes);
  const found = { codes: new Int32Array(rows * kept * levels), costs: new Float64Array(rows * kept) };
  let states = { costs: new Float64Array(most), codes: new Int32Array(most * levels) };
  let next = { costs: new Float64Array(most), codes: new Int32Array(most * levels) };
  const scores = new Float64Array(Math.max(...numCodes));
  const base = new Float64Array(scores.length);
  const [parents, chosen] = [new Int32Array(most), new Int32Array(most)];
  for (let row = 0; row < rows; row++) {
    states.costs[0] = squares[row]!;
    for (let level = 0; level < levels; level++) {
      const own = numCodes[level]!;
      for (let k = 0, from = starts[level]!; k < own; k++, from++) base[k] = constants[from]! - 2 * dots[row * all + from]!;
      const room = sizes[level + 1]!;
      let filled = 0;
      let worst = Infinity;
      for (let state = 0; state < sizes[level]!; state++) {
        const cost = states.costs[state]!;
        for (let k = 0; k < own; k++) scores[k] = cost + base[k]!;
        for (let lower = 0; lower < level; lower++) {
          const table = tables[level]!;
          for (let k = 0, from = (starts[lower]! + states.codes[state * levels + lower]!) * own; k < own; k++) scores[k]! += table[from++]!;
        }
        for (let k = 0; k < own; k++) {
          const score = scores[k]!;
          if (filled === room && !(score < worst)) continue;
          let place = filled < room ? filled++ : room - 1;
          for (; place > 0 && score < next.costs[place - 1]!; place--) {
            next.costs[place] = next.costs[place - 1]!;
            parents[place] = parents[place - 1]!;
            chosen[place] = chosen[place - 1]!;
          }
          next.costs[place] = score;
          parents[place] = state;
          chosen[place] = k;
          if (filled === room) worst = next.costs[room - 1]!;
        }
      }
      for (let place = 0; place < room; place++) {
        for (let lower = 0; lower < level; lower++) next.codes[place * levels + lower] = states.codes[parents[place]! * levels + lower]!;
        next.codes[place * levels + level] = chosen[place]!;
      }
      [states, next] = [next, states];
    }
    found.costs.set(states.costs.subarray(0, kept), row * kept);
    found.codes.set(states.codes.subarray(0, kept * levels), row * kept * levels);
  }
  return found;
}
