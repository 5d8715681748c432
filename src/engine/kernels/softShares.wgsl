// Rows shared among codes, P = softmax_k(-(|x - c_k|^2 + b_k) / eps), as column sums of P and of P (x - c): the soft pass of Even RQ.
// The shares of one chunk of rows are held as [K, chunk rows], so that neighbouring invocations (rows) read and write neighbouring numbers.
// No n x K matrix is held: the launcher makes the chunks small enough.
//
// x       [n, 4 * dim4]           float32, rows padded with zeros to a multiple of 4
// centres [K, 4 * dim4]           float32, padded with zeros
// bias    [K]                     float32
// shares  [K, chunk rows]         float32
// mass    [slices, K]             float32
// sums    [slices, K, 4 * dim4]   float32, sums of share (x - c)

struct Sizes { firstRow: u32, rows: u32, numCodes: u32, dim4: u32, slices: u32, sliceRows: u32, inverseEpsilon: u32 }

const TILE_CODES = 16u;
const THREADS = 64u;
// Shares up to it are left out of the sums; most are, so most work is.
const NEGLIGIBLE = 1e-12;

// ---------------------------------------------------------------- shares
// One invocation: one row. Costs of 16 codes at a time in registers, formed from differences, then their softmax in place, the least cost
// subtracted before the exponential. Workgroups: ceil(chunk rows / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> centres: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<storage, read_write> shares: array<f32>;
@group(0) @binding(4) var<uniform> shareSizes: Sizes;

fn square(e: vec4f, entry: u32) -> f32 {
  let difference = e - centres[entry];
  return dot(difference, difference);
}

fn squares(e: vec4f, entries: vec4u) -> vec4f {
  return vec4f(square(e, entries.x), square(e, entries.y), square(e, entries.z), square(e, entries.w));
}

@compute @workgroup_size(64)
fn share(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = shareSizes;
  let row = (group.x + group.y * groups.x) * THREADS + local;
  if (row >= sizes.rows) { return; }
  let source = (sizes.firstRow + row) * sizes.dim4;
  // Codes past the end repeat the last one; their costs are not written.
  let last = vec4u(sizes.numCodes - 1u);
  var least = 3.4e38;
  for (var firstCode = 0u; firstCode < sizes.numCodes; firstCode += TILE_CODES) {
    let codes0 = vec4u(firstCode) + vec4u(0u, 1u, 2u, 3u);
    let entries0 = min(codes0, last) * sizes.dim4;
    let entries1 = min(codes0 + 4u, last) * sizes.dim4;
    let entries2 = min(codes0 + 8u, last) * sizes.dim4;
    let entries3 = min(codes0 + 12u, last) * sizes.dim4;
    var sum0 = vec4f(0.0);
    var sum1 = vec4f(0.0);
    var sum2 = vec4f(0.0);
    var sum3 = vec4f(0.0);
    for (var dim = 0u; dim < sizes.dim4; dim++) {
      let e = x[source + dim];
      sum0 += squares(e, entries0 + dim);
      sum1 += squares(e, entries1 + dim);
      sum2 += squares(e, entries2 + dim);
      sum3 += squares(e, entries3 + dim);
    }
    var sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
    let count = min(TILE_CODES, sizes.numCodes - firstCode);
    for (var i = 0u; i < count; i++) {
      let cost = sums[i / 4u][i % 4u] + bias[firstCode + i];
      least = min(least, cost);
      shares[(firstCode + i) * sizes.rows + row] = cost;
    }
  }
  let inverse = bitcast<f32>(sizes.inverseEpsilon);
  let end = sizes.numCodes * sizes.rows;
  var total = 0.0;
  for (var at = row; at < end; at += sizes.rows) {
    let own = exp((least - shares[at]) * inverse);
    total += own;
    shares[at] = own;
  }
  for (var at = row; at < end; at += sizes.rows) { shares[at] = shares[at] / total; }
}

// ---------------------------------------------------------------- masses
// One invocation: one code over one slice of the chunk's rows, in order. The slices are added up in float64 on the processor.
// Workgroups: ceil(slices * K / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> massShares: array<f32>;
@group(0) @binding(1) var<storage, read_write> mass: array<f32>;
@group(0) @binding(2) var<uniform> massSizes: Sizes;

@compute @workgroup_size(64)
fn masses(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = massSizes;
  let index = (group.x + group.y * groups.x) * THREADS + local;
  if (index >= sizes.slices * sizes.numCodes) { return; }
  let first = (index % sizes.numCodes) * sizes.rows;
  let slice = index / sizes.numCodes;
  let end = min((slice + 1u) * sizes.sliceRows, sizes.rows);
  var total = 0.0;
  for (var row = slice * sizes.sliceRows; row < end; row++) { total += massShares[first + row]; }
  mass[index] = total;
}

// ---------------------------------------------------------------- moments
// One invocation: four dimensions of one code over one slice of the chunk's rows, in order: no two write the same number.
// Workgroups: ceil(slices * K * dim4 / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read> about: array<vec4f>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;
@group(0) @binding(4) var<uniform> momentSizes: Sizes;

@compute @workgroup_size(64)
fn moments(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = momentSizes;
  let index = (group.x + group.y * groups.x) * THREADS + local;
  if (index >= sizes.slices * sizes.numCodes * sizes.dim4) { return; }
  let dim = index % sizes.dim4;
  let code = (index / sizes.dim4) % sizes.numCodes;
  let slice = index / (sizes.dim4 * sizes.numCodes);
  let centre = about[code * sizes.dim4 + dim];
  let end = min((slice + 1u) * sizes.sliceRows, sizes.rows);
  var sum = vec4f(0.0);
  for (var row = slice * sizes.sliceRows; row < end; row++) {
    let weight = weights[code * sizes.rows + row];
    if (weight > NEGLIGIBLE) { sum += weight * (rows[(sizes.firstRow + row) * sizes.dim4 + dim] - centre); }
  }
  sums[index] = sum;
}
