// A Gaussian mixture with diagonal covariances: densities of rows, responsibilities, the sums of one EM step, the most probable component.
// Four passes over a chunk of rows; the values of a chunk are kept as [K, chunk rows], so that neighbouring invocations (rows) read and
// write neighbouring numbers. No n x K matrix is held: the launcher makes the chunks small enough.
//
// x             [n, 4 * dim4]              float32, rows padded with zeros to a multiple of 4
// means         [K, 4 * dim4]              float32, padded with zeros
// inverse       [K, 4 * dim4]              float32, 1 / variance, padded with zeros: padding adds nothing
// peak          [K]                        float32, log pi_k - 1/2 sum log(2 PI s2_k)
// values        [K, chunk rows]            float32, log pi_k + log N, then responsibilities
// logDensity, confidence [n] float32; codes [n] int32
// mass          [slices, K]                float32
// first, second [slices, K, 4 * dim4]      float32, sums of gamma (e - mu) and gamma (e - mu)^2

struct Sizes { firstRow: u32, rows: u32, numCodes: u32, dim4: u32, slices: u32, sliceRows: u32 }

const TILE_CODES = 16u;
const THREADS = 64u;
// A square beyond it would become an infinity, and the difference of two infinities no number at all.
const FAR = 1e30;
// Responsibilities up to it are left out of the sums; most are, so most work is.
const NEGLIGIBLE = 1e-12;

// ---------------------------------------------------------------- densities
// One invocation: one row under all components, 16 at a time in registers. All invocations read the same parameters at the same time, which
// a GPU's caches serve as one read. (e - mu)^2 is formed directly: the expanded form cancels where |mu| >> s.
// Workgroups: ceil(chunk rows / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> means: array<vec4f>;
@group(0) @binding(2) var<storage, read> inverse: array<vec4f>;
@group(0) @binding(3) var<storage, read> peak: array<f32>;
@group(0) @binding(4) var<storage, read_write> values: array<f32>;
@group(0) @binding(5) var<uniform> densitySizes: Sizes;

fn term(e: vec4f, entry: u32) -> f32 {
  let difference = e - means[entry];
  return dot(difference * difference, inverse[entry]);
}

fn terms(e: vec4f, entries: vec4u) -> vec4f {
  return vec4f(term(e, entries.x), term(e, entries.y), term(e, entries.z), term(e, entries.w));
}

@compute @workgroup_size(64)
fn densities(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = densitySizes;
  let row = (group.x + group.y * groups.x) * THREADS + local;
  if (row >= sizes.rows) { return; }
  let source = (sizes.firstRow + row) * sizes.dim4;
  // Components past the end repeat the last one; their values are not written.
  let last = vec4u(sizes.numCodes - 1u);
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
      sum0 += terms(e, entries0 + dim);
      sum1 += terms(e, entries1 + dim);
      sum2 += terms(e, entries2 + dim);
      sum3 += terms(e, entries3 + dim);
    }
    var sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
    let count = min(TILE_CODES, sizes.numCodes - firstCode);
    for (var i = 0u; i < count; i++) {
      let code = firstCode + i;
      values[code * sizes.rows + row] = peak[code] - 0.5 * min(sums[i / 4u][i % 4u], FAR);
    }
  }
}

// ---------------------------------------------------------------- responsibilities
// One invocation: one row. Turns its K values into responsibilities in place, the largest subtracted before the exponential.
// Workgroups: ceil(chunk rows / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read_write> shares: array<f32>;
@group(0) @binding(1) var<storage, read_write> rowLogDensity: array<f32>;
@group(0) @binding(2) var<uniform> shareSizes: Sizes;

@compute @workgroup_size(64)
fn responsibilities(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = shareSizes;
  let row = (group.x + group.y * groups.x) * THREADS + local;
  if (row >= sizes.rows) { return; }
  let end = sizes.numCodes * sizes.rows;
  var best = shares[row];
  for (var i = row; i < end; i += sizes.rows) { best = max(best, shares[i]); }
  var sum = 0.0;
  for (var i = row; i < end; i += sizes.rows) { sum += exp(shares[i] - best); }
  let logZ = log(sum);
  for (var i = row; i < end; i += sizes.rows) { shares[i] = exp(shares[i] - best - logZ); }
  rowLogDensity[sizes.firstRow + row] = best + logZ;
}

// ---------------------------------------------------------------- moments
// One invocation: four dimensions of one component over one slice of the chunk's rows, in order. No two invocations write the same number,
// so there are no atomics; the slices are added up in float64 on the processor.
// Workgroups: ceil(slices * K * dim4 / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read> centres: array<vec4f>;
@group(0) @binding(2) var<storage, read> gammas: array<f32>;
@group(0) @binding(3) var<storage, read_write> mass: array<f32>;
@group(0) @binding(4) var<storage, read_write> first: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> second: array<vec4f>;
@group(0) @binding(6) var<uniform> momentSizes: Sizes;

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
  let entry = index / sizes.dim4;
  let code = entry % sizes.numCodes;
  let slice = entry / sizes.numCodes;
  let centre = centres[code * sizes.dim4 + dim];
  let end = min((slice + 1u) * sizes.sliceRows, sizes.rows);
  var total = 0.0;
  var sum = vec4f(0.0);
  var squares = vec4f(0.0);
  for (var row = slice * sizes.sliceRows; row < end; row++) {
    let gamma = gammas[code * sizes.rows + row];
    if (gamma > NEGLIGIBLE) {
      let difference = rows[(sizes.firstRow + row) * sizes.dim4 + dim] - centre;
      let weighted = gamma * difference;
      total += gamma;
      sum += weighted;
      squares += weighted * difference;
    }
  }
  first[index] = sum;
  second[index] = squares;
  if (dim == 0u) { mass[entry] = total; }
}

// ---------------------------------------------------------------- pick
// One invocation: one row. The most probable component (ties: the lowest index), its responsibility, and the row's log density.
// Workgroups: ceil(chunk rows / 64). No workgroup memory, no barrier.

@group(0) @binding(0) var<storage, read> chunkValues: array<f32>;
@group(0) @binding(1) var<storage, read_write> codes: array<i32>;
@group(0) @binding(2) var<storage, read_write> logDensity: array<f32>;
@group(0) @binding(3) var<storage, read_write> confidence: array<f32>;
@group(0) @binding(4) var<uniform> pickSizes: Sizes;

@compute @workgroup_size(64)
fn pick(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = pickSizes;
  let row = (group.x + group.y * groups.x) * THREADS + local;
  if (row >= sizes.rows) { return; }
  var best = chunkValues[row];
  var bestCode = 0u;
  for (var code = 1u; code < sizes.numCodes; code++) {
    let value = chunkValues[code * sizes.rows + row];
    if (value > best) {
      best = value;
      bestCode = code;
    }
  }
  var sum = 0.0;
  for (var code = 0u; code < sizes.numCodes; code++) { sum += exp(chunkValues[code * sizes.rows + row] - best); }
  codes[sizes.firstRow + row] = i32(bestCode);
  logDensity[sizes.firstRow + row] = best + log(sum);
  confidence[sizes.firstRow + row] = 1.0 / sum;
}
