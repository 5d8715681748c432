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
const TILE_DIM4 = 32u;
const THREADS = 64u;
// A square beyond it would become an infinity, and the difference of two infinities no number at all.
const FAR = 1e30;
// Responsibilities up to it are left out of the sums; most are, so most work is.
const NEGLIGIBLE = 1e-12;

// ---------------------------------------------------------------- densities
// One invocation: one row under all components, 16 at a time, whose parameters the 64 invocations share in workgroup memory (16 KiB, tiles
// of 16 components x 128 dimensions). (e - mu)^2 is formed directly: the expanded form cancels where |mu| >> s.
// Workgroups: ceil(chunk rows / 64).

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> means: array<vec4f>;
@group(0) @binding(2) var<storage, read> inverse: array<vec4f>;
@group(0) @binding(3) var<storage, read> peak: array<f32>;
@group(0) @binding(4) var<storage, read_write> values: array<f32>;
@group(0) @binding(5) var<uniform> densitySizes: Sizes;

var<workgroup> tileMeans: array<vec4f, 512>;
var<workgroup> tileInverse: array<vec4f, 512>;

fn term(e: vec4f, t: u32) -> f32 {
  let difference = e - tileMeans[t];
  return dot(difference * difference, tileInverse[t]);
}

fn terms(e: vec4f, t: u32) -> vec4f {
  return vec4f(term(e, t), term(e, t + 1u), term(e, t + 2u), term(e, t + 3u));
}

@compute @workgroup_size(64)
fn densities(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let sizes = densitySizes;
  let row = (group.x + group.y * groups.x) * THREADS + local;
  // Rows past the end compute the last row once more, so that all invocations reach the barriers; only their write is left out.
  let source = (sizes.firstRow + min(row, sizes.rows - 1u)) * sizes.dim4;
  for (var firstCode = 0u; firstCode < densitySizes.numCodes; firstCode += TILE_CODES) {
    var sum0 = vec4f(0.0);
    var sum1 = vec4f(0.0);
    var sum2 = vec4f(0.0);
    var sum3 = vec4f(0.0);
    for (var firstDim = 0u; firstDim < densitySizes.dim4; firstDim += TILE_DIM4) {
      let width = min(TILE_DIM4, sizes.dim4 - firstDim);
      workgroupBarrier();
      for (var i = local; i < TILE_CODES * width; i += THREADS) {
        let code = i / width;
        let dim = i % width;
        let entry = min(firstCode + code, sizes.numCodes - 1u) * sizes.dim4 + firstDim + dim;
        tileMeans[dim * TILE_CODES + code] = means[entry];
        tileInverse[dim * TILE_CODES + code] = inverse[entry];
      }
      workgroupBarrier();
      for (var dim = 0u; dim < width; dim++) {
        let e = x[source + firstDim + dim];
        let t = dim * TILE_CODES;
        sum0 += terms(e, t);
        sum1 += terms(e, t + 4u);
        sum2 += terms(e, t + 8u);
        sum3 += terms(e, t + 12u);
      }
    }
    if (row < sizes.rows) {
      var sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
      let count = min(TILE_CODES, sizes.numCodes - firstCode);
      for (var i = 0u; i < count; i++) {
        let code = firstCode + i;
        values[code * sizes.rows + row] = peak[code] - 0.5 * min(sums[i / 4u][i % 4u], FAR);
      }
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
