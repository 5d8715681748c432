// Nearest code vector of each row, by squared Euclidean distance.
//
// One invocation: one row against all codes. It keeps 16 running distances in registers while the workgroup's 64 invocations share a
// tile of 16 codes x 256 dimensions in workgroup memory, so a barrier pair serves 64 x 16 x 256 differences.
// The distance is summed directly, (x - c)^2, never expanded: it does not cancel where rows and codes are far from the origin.
// Ties go to the lowest index: codes are compared in ascending order and only a smaller distance wins.
//
// x         [n, 4 * dim4]   float32, rows padded with zeros to a multiple of 4
// codebook  [K, 4 * dim4]   float32, the same
// codes     [n]             int32
// distances [n]             float32
// Passes: 1. Workgroups: ceil(n / 64). Workgroup memory: 16 KiB. No other memory.

const TILE_CODES = 16u;
const TILE_DIM4 = 64u;
const ROWS = 64u;

struct Sizes { rows: u32, numCodes: u32, dim4: u32 }

@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read> codebook: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> codes: array<i32>;
@group(0) @binding(3) var<storage, read_write> distances: array<f32>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

var<workgroup> tile: array<vec4f, 1024>;

fn square(a: vec4f) -> f32 { return dot(a, a); }

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = (group.x + group.y * groups.x) * ROWS + local;
  // Rows past the end compute the last row once more, so that all invocations reach the barriers; only their write is left out.
  let source = min(row, sizes.rows - 1u) * sizes.dim4;
  var best = 0x1.fffffep+127f;
  var bestCode = 0u;

  for (var firstCode = 0u; firstCode < sizes.numCodes; firstCode += TILE_CODES) {
    var near0 = vec4f(0.0);
    var near1 = vec4f(0.0);
    var near2 = vec4f(0.0);
    var near3 = vec4f(0.0);
    for (var firstDim = 0u; firstDim < sizes.dim4; firstDim += TILE_DIM4) {
      let width = min(TILE_DIM4, sizes.dim4 - firstDim);
      workgroupBarrier();
      for (var i = local; i < TILE_CODES * width; i += ROWS) {
        let code = i / width;
        let dim = i % width;
        // Codes past the end repeat the last one; they are not compared below.
        tile[dim * TILE_CODES + code] = codebook[min(firstCode + code, sizes.numCodes - 1u) * sizes.dim4 + firstDim + dim];
      }
      workgroupBarrier();
      for (var dim = 0u; dim < width; dim++) {
        let e = x[source + firstDim + dim];
        let t = dim * TILE_CODES;
        near0 += vec4f(square(e - tile[t]), square(e - tile[t + 1u]), square(e - tile[t + 2u]), square(e - tile[t + 3u]));
        near1 += vec4f(square(e - tile[t + 4u]), square(e - tile[t + 5u]), square(e - tile[t + 6u]), square(e - tile[t + 7u]));
        near2 += vec4f(square(e - tile[t + 8u]), square(e - tile[t + 9u]), square(e - tile[t + 10u]), square(e - tile[t + 11u]));
        near3 += vec4f(square(e - tile[t + 12u]), square(e - tile[t + 13u]), square(e - tile[t + 14u]), square(e - tile[t + 15u]));
      }
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

  if (row < sizes.rows) {
    codes[row] = i32(bestCode);
    distances[row] = best;
  }
}
