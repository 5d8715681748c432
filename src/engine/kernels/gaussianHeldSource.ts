/**
 * The mixture's kernels for adapters that run on the processor and have subgroups, where a read of memory costs as much as twenty
 * multiplications: what many sums need is held in private memory at addresses the compiler knows, and what remains is read by four
 * invocations at once and passed round. Bindings and meaning are those of gaussianStatistics.wgsl; no workgroup memory, no barrier, no atomics.
 */

const DENSITY_THREADS = 16;
const DENSITY_ROWS = 8;
/** Rows of a workgroup of the densities. */
export const HELD_DENSITY_ROWS = DENSITY_THREADS * DENSITY_ROWS;
/** Dimensions written out at most; wider rows are left to the plain kernels. */
export const MAX_HELD_DIM = 128;
/** Rows held while the components pass by. */
const MOMENT_ROWS = 64;

const HEAD = `enable subgroups;
diagnostic(off, subgroup_uniformity);
struct Sizes { firstRow: u32, rows: u32, numCodes: u32, dim4: u32, slices: u32, sliceRows: u32 }
// A square beyond it would become an infinity, and the difference of two infinities no number at all.
const FAR = 1e30;
`;

/**
 * Eight rows an invocation under all components in ascending order, with a running log-sum-exp. `values` writes the n x K values of a chunk
 * and the log density of its rows; `codes` writes the most probable component (ties: the lowest index), the log density and the confidence.
 * `dim` is a multiple of 4. Workgroups: ceil(chunk rows / HELD_DENSITY_ROWS).
 */
export function heldDensitiesSource(dim: number, output: 'values' | 'codes'): string {
  const rows = range(DENSITY_ROWS);
  const terms = range(dim / 4).map(
    (quad) => `let m${quad} = means[at + ${4 * quad}u]; let w${quad} = inverse[at + ${4 * quad}u];
    ${range(4)
      .map(
        (j) => `{ let m = subgroupBroadcast(m${quad}, ${j}u); let w = subgroupBroadcast(w${quad}, ${j}u);
      ${rows.map((r) => `let t${r} = held[${r * dim + 4 * quad + j}] - m; s${r} += t${r} * t${r} * w;`).join(' ')} }`,
      )
      .join('\n    ')}`,
  );
  const values = output === 'values';
  return `${HEAD}
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> means: array<f32>;
@group(0) @binding(2) var<storage, read> inverse: array<f32>;
@group(0) @binding(3) var<storage, read> peak: array<f32>;
@group(0) @binding(4) var<storage, read_write> logDensity: array<f32>;
${
  values
    ? '@group(0) @binding(5) var<storage, read_write> values: array<f32>;'
    : `@group(0) @binding(5) var<storage, read_write> codes: array<i32>;
@group(0) @binding(6) var<storage, read_write> confidence: array<f32>;`
}
@group(0) @binding(${values ? 6 : 7}) var<uniform> sizes: Sizes;

@compute @workgroup_size(${DENSITY_THREADS})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let lane = invocation & 3u;
  let first = (group.x + group.y * groups.x) * ${HELD_DENSITY_ROWS}u + local;
  var held: array<f32, ${DENSITY_ROWS * dim}>;
  for (var r = 0u; r < ${DENSITY_ROWS}u; r++) {
    let row = sizes.firstRow + min(first + r * ${DENSITY_THREADS}u, sizes.rows - 1u);
    for (var d = 0u; d < ${dim / 4}u; d++) {
      let e = x[row * ${dim / 4}u + d];
      let at = r * ${dim}u + 4u * d;
      held[at] = e.x; held[at + 1u] = e.y; held[at + 2u] = e.z; held[at + 3u] = e.w;
    }
  }
  ${rows.map((r) => `var best${r} = -0x1.fffffep+127f; var sum${r} = 0.0; var code${r} = 0u;`).join('\n  ')}
  for (var k = 0u; k < sizes.numCodes; k++) {
    let at = k * ${dim}u + lane;
    ${rows.map((r) => `var s${r} = 0.0;`).join(' ')}
    ${terms.join('\n    ')}
    let top = peak[k];
    ${rows
      .map(
        (r) => `{ let value = top - 0.5 * min(s${r}, FAR);
      ${values ? `let row = first + ${r * DENSITY_THREADS}u; if (row < sizes.rows) { values[k * sizes.rows + row] = value; }` : ''}
      let share = exp(-abs(value - best${r}));
      if (value > best${r}) { sum${r} = sum${r} * share + 1.0; best${r} = value; code${r} = k; } else { sum${r} += share; } }`,
      )
      .join('\n    ')}
  }
  ${['best', 'sum', 'code'].map((name) => `var ${name}Of = array(${rows.map((r) => `${name}${r}`).join(', ')});`).join('\n  ')}
  for (var r = 0u; r < ${DENSITY_ROWS}u; r++) {
    let row = first + r * ${DENSITY_THREADS}u;
    if (row < sizes.rows) {
      let at = sizes.firstRow + row;
      logDensity[at] = bestOf[r] + log(sumOf[r]);
      ${values ? '' : 'codes[at] = i32(codeOf[r]); confidence[at] = 1.0 / sumOf[r];'}
    }
  }
}
`;
}

/** Values of a chunk into responsibilities, in place. Workgroups: ceil(K * chunk rows / 64). */
export const HELD_SHARES = `${HEAD.replace('enable subgroups;\ndiagnostic(off, subgroup_uniformity);\n', '')}
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@group(0) @binding(1) var<storage, read> logDensity: array<f32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  if (index >= sizes.numCodes * sizes.rows) { return; }
  values[index] = exp(values[index] - logDensity[sizes.firstRow + index % sizes.rows]);
}
`;

/** Invocations of a workgroup of the moments, each with four dimensions of all components over one slice of rows. */
export function momentThreads(dim4: number): number {
  return dim4 >= 16 ? 16 : 4;
}

/**
 * The sums of the M step: 64 rows of a slice are held while all components pass by, whose sums over them stay in registers and are added
 * to the slice's own, so no two invocations write the same number. Workgroups: slices * ceil(dim4 / threads). Sums zeroed before the pass.
 */
export function heldMomentsSource(threads: number): string {
  return `${HEAD}
// Responsibilities up to it are left out of the sums.
const NEGLIGIBLE = 1e-12;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> means: array<vec4f>;
@group(0) @binding(2) var<storage, read> shares: array<f32>;
@group(0) @binding(3) var<storage, read_write> mass: array<f32>;
@group(0) @binding(4) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> second: array<vec4f>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(${threads})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_invocation_id) invocation: u32,
) {
  let lane = invocation & 3u;
  let index = group.x + group.y * groups.x;
  let blocks = (sizes.dim4 + ${threads - 1}u) / ${threads}u;
  let slice = index / blocks;
  let wanted = (index % blocks) * ${threads}u + local;
  let inside = wanted < sizes.dim4 && slice < sizes.slices;
  let dim = min(wanted, sizes.dim4 - 1u);
  let end = min((slice + 1u) * sizes.sliceRows, sizes.rows);
  var held: array<vec4f, ${MOMENT_ROWS}>;
  for (var start = slice * sizes.sliceRows; start < end; start += ${MOMENT_ROWS}u) {
    for (var i = 0u; i < ${MOMENT_ROWS}u; i++) {
      held[i] = x[(sizes.firstRow + min(start + i, end - 1u)) * sizes.dim4 + dim];
    }
    for (var k = 0u; k < sizes.numCodes; k++) {
      let centre = means[k * sizes.dim4 + dim];
      var total = 0.0;
      var sum = vec4f(0.0);
      var squares = vec4f(0.0);
      ${range(MOMENT_ROWS / 4)
        .map(
          (quad) => `{
        let row = start + ${4 * quad}u + lane;
        var share = shares[k * sizes.rows + min(row, end - 1u)];
        if (row >= end) { share = 0.0; }
        total += share;
        if (subgroupAny(share > NEGLIGIBLE)) {
          ${range(4)
            .map((j) => `{ let t = held[${4 * quad + j}] - centre; let weighted = subgroupBroadcast(share, ${j}u) * t; sum += weighted; squares += weighted * t; }`)
            .join('\n          ')}
        }
      }`,
        )
        .join('\n      ')}
      let mine = subgroupBroadcast(total, 0u) + subgroupBroadcast(total, 1u) + subgroupBroadcast(total, 2u) + subgroupBroadcast(total, 3u);
      if (inside) {
        let entry = (slice * sizes.numCodes + k) * sizes.dim4 + dim;
        first[entry] += sum;
        second[entry] += squares;
        if (dim == 0u) { mass[slice * sizes.numCodes + k] += mine; }
      }
    }
  }
}
`;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
