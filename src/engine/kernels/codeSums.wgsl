// Sum of the rows of each code within a training step: the gradient of a look-up. No float atomics: the same bits every time.
//
// One invocation: one dimension of CODES neighbouring codes. It walks all rows in order and adds those of its codes, so no two invocations
// write the same number.
//
// x     [n, dim]  float32
// codes [n]       int32 (rows of a code outside 0 .. K - 1 are passed over)
// sums  [K, dim]  float32
// Passes: 1. Workgroups: ceil(ceil(K / 32) * dim / 64). No workgroup memory, no barrier.

const CODES = 32u;

struct Sizes { rows: u32, numCodes: u32, dim: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> codes: array<i32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  let dim = index % sizes.dim;
  let firstCode = (index / sizes.dim) * CODES;
  if (firstCode >= sizes.numCodes) { return; }
  let lastCode = min(firstCode + CODES, sizes.numCodes);
  for (var code = firstCode; code < lastCode; code++) { sums[code * sizes.dim + dim] = 0.0; }
  for (var row = 0u; row < sizes.rows; row++) {
    // A negative code becomes a large number.
    let code = u32(codes[row]);
    if (code >= firstCode && code < lastCode) { sums[code * sizes.dim + dim] += x[row * sizes.dim + dim]; }
  }
}
