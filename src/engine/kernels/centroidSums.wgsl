// Sum of the rows of each code and their number, without float atomics: the same bits every time.
//
// One invocation: one dimension of one block of rows. It walks the block's rows in order and adds each row's value to its code's entry of
// the block's own partial sums, so no two invocations write the same number. The blocks are added up in float64 on the processor.
//
// x      [n, dim]             float32
// codes  [n]                  int32, each in 0 .. K - 1 (others are passed over)
// sums   [blocks, K, dim]     float32, zeroed before the pass
// counts [blocks, K]          int32, zeroed before the pass
// Passes: 1. Workgroups: blocks * ceil(dim / 64). No workgroup memory, no barrier.

const DIMS = 64u;

struct Sizes { rows: u32, numCodes: u32, dim: u32, blockRows: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> codes: array<i32>;
@group(0) @binding(2) var<storage, read_write> sums: array<f32>;
@group(0) @binding(3) var<storage, read_write> counts: array<i32>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = group.x + group.y * groups.x;
  let perBlock = (sizes.dim + DIMS - 1u) / DIMS;
  let block = index / perBlock;
  let dim = (index % perBlock) * DIMS + local;
  let firstRow = block * sizes.blockRows;
  if (dim >= sizes.dim || firstRow >= sizes.rows) { return; }
  let lastRow = min(firstRow + sizes.blockRows, sizes.rows);
  for (var row = firstRow; row < lastRow; row++) {
    let code = codes[row];
    if (code < 0 || u32(code) >= sizes.numCodes) { continue; }
    let entry = block * sizes.numCodes + u32(code);
    sums[entry * sizes.dim + dim] += x[row * sizes.dim + dim];
    if (dim == 0u) { counts[entry] += 1; }
  }
}
