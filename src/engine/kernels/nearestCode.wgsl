// Nearest code vector of each row, by squared Euclidean distance.
//
// One invocation: one row against all codes, 16 running distances at a time in registers. All invocations read the same code vectors at
// the same time, which a GPU's caches serve as one read; a tile in workgroup memory gave the same bits but its barriers made the software
// adapter compile for 2 s instead of 0.1 s and run no faster.
// The distance is summed directly, (x - c)^2, never expanded: it does not cancel where rows and codes are far from the origin.
// Ties go to the lowest index: codes are compared in ascending order and only a smaller distance wins.
//
// x         [n, 4 * dim4]   float32, rows padded with zeros to a multiple of 4
// codebook  [K, 4 * dim4]   float32, the same
// codes     [n]             int32
// distances [n]             float32
// Passes: 1. Workgroups: ceil(n / 64). No workgroup memory, no barrier.

const TILE_CODES = 16u;
const ROWS = 64u;

struct Sizes { rows: u32, numCodes: u32, dim4: u32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> codebook: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> codes: array<i32>;
@group(0) @binding(3) var<storage, read_write> distances: array<f32>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

fn square(e: vec4f, entry: u32) -> f32 {
  let difference = e - codebook[entry];
  return dot(difference, difference);
}

fn squares(e: vec4f, entries: vec4u) -> vec4f {
  return vec4f(square(e, entries.x), square(e, entries.y), square(e, entries.z), square(e, entries.w));
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = (group.x + group.y * groups.x) * ROWS + local;
  if (row >= sizes.rows) { return; }
  let source = row * sizes.dim4;
  let last = vec4u(sizes.numCodes - 1u);
  var best = 0x1.fffffep+127f;
  var bestCode = 0u;

  for (var firstCode = 0u; firstCode < sizes.numCodes; firstCode += TILE_CODES) {
    var near0 = vec4f(0.0);
    var near1 = vec4f(0.0);
    var near2 = vec4f(0.0);
    var near3 = vec4f(0.0);
    // Codes past the end repeat the last one; they are not compared below.
    let codes0 = vec4u(firstCode) + vec4u(0u, 1u, 2u, 3u);
    let entries0 = min(codes0, last) * sizes.dim4;
    let entries1 = min(codes0 + 4u, last) * sizes.dim4;
    let entries2 = min(codes0 + 8u, last) * sizes.dim4;
    let entries3 = min(codes0 + 12u, last) * sizes.dim4;
    for (var dim = 0u; dim < sizes.dim4; dim++) {
      let e = x[source + dim];
      near0 += squares(e, entries0 + dim);
      near1 += squares(e, entries1 + dim);
      near2 += squares(e, entries2 + dim);
      near3 += squares(e, entries3 + dim);
    }
    var near = array<vec4f, 4>(near0, near1, near2, near3);
    let count = min(TILE_CODES, sizes.numCodes - firstCode);
    for (var i = 0u; i < count; i++) {
      let distance = near[i / 4u][i % 4u];
      if (distance < best) {
        best = distance;
        bestCode = firstCode + i;
      }
    }
  }

  codes[row] = i32(bestCode);
  distances[row] = best;
}
