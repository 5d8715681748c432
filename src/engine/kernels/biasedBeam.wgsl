// One level of a beam over additive codebooks with biases: the best states of each row, from products and tables.
//
//     score(state, k) = cost(state) + constants_k - 2 x.c_k + sum_j tables[begin_j + code_j, k]      constants: |c_k|^2 + b_k; tables: 2 C[j] C[l]'
//
// One invocation: one row. It walks states and codes in order and keeps the best `after` sorted, in its own entries of the outputs; of equal
// scores the lower (state, code) comes first. Everything is laid out with the rows last, so that neighbouring invocations read and write
// neighbouring numbers, tables apart.
//
// products  [all codes, n]           float32, C x'; those of this level begin at `column`
// constants [K]                      float32
// tables    [codes of lower levels, K] float32; one number where there is no lower level
// costs     [before, n]              float32, less the rows' squared norms: those of the first level are zero
// codes     [before, level, n]       int32; one number where there is no lower level
// nextCosts [after, n]               float32
// nextCodes [after, level + 1, n]    int32
// Passes: 1. Workgroups: ceil(n / 64). No workgroup memory, no barrier.

// `begins`: for each lower level, the row of the tables at which its codes begin; four to a vector.
struct Sizes { rows: u32, numCodes: u32, column: u32, level: u32, before: u32, after: u32, unused0: u32, unused1: u32, begins: array<vec4u, 4> }

@group(0) @binding(0) var<storage, read> products: array<f32>;
@group(0) @binding(1) var<storage, read> constants: array<f32>;
@group(0) @binding(2) var<storage, read> tables: array<f32>;
@group(0) @binding(3) var<storage, read> costs: array<f32>;
@group(0) @binding(4) var<storage, read> codes: array<i32>;
@group(0) @binding(5) var<storage, read_write> nextCosts: array<f32>;
@group(0) @binding(6) var<storage, read_write> nextCodes: array<i32>;
@group(0) @binding(7) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = (group.x + group.y * groups.x) * 64u + local;
  let n = sizes.rows;
  if (row >= n) { return; }
  // Where a state's tables begin, for each lower level; at most 15 of them.
  var lines: array<u32, 16>;
  let width = sizes.level + 1u;
  var filled = 0u;
  var worst = 0.0;
  for (var state = 0u; state < sizes.before; state++) {
    let cost = costs[state * n + row];
    for (var lower = 0u; lower < sizes.level; lower++) {
      let code = u32(codes[(state * sizes.level + lower) * n + row]);
      lines[lower] = (sizes.begins[lower / 4u][lower % 4u] + code) * sizes.numCodes;
    }
    for (var k = 0u; k < sizes.numCodes; k++) {
      var score = cost + (constants[k] - 2.0 * products[(sizes.column + k) * n + row]);
      for (var lower = 0u; lower < sizes.level; lower++) { score += tables[lines[lower] + k]; }
      if (filled == sizes.after && !(score < worst)) { continue; }
      var place = filled;
      if (filled < sizes.after) { filled++; } else { place = sizes.after - 1u; }
      // While a row is searched, the entry of its last code holds state * K + code; the states' own codes follow at the end.
      for (; place > 0u; place--) {
        let above = nextCosts[(place - 1u) * n + row];
        if (!(score < above)) { break; }
        nextCosts[place * n + row] = above;
        nextCodes[(place * width + sizes.level) * n + row] = nextCodes[((place - 1u) * width + sizes.level) * n + row];
      }
      nextCosts[place * n + row] = score;
      nextCodes[(place * width + sizes.level) * n + row] = i32(state * sizes.numCodes + k);
      if (filled == sizes.after) { worst = nextCosts[(sizes.after - 1u) * n + row]; }
    }
  }
  for (var place = 0u; place < sizes.after; place++) {
    let picked = u32(nextCodes[(place * width + sizes.level) * n + row]);
    let state = picked / sizes.numCodes;
    for (var lower = 0u; lower < sizes.level; lower++) {
      nextCodes[(place * width + lower) * n + row] = codes[(state * sizes.level + lower) * n + row];
    }
    nextCodes[(place * width + sizes.level) * n + row] = i32(picked % sizes.numCodes);
  }
}
