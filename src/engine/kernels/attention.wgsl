// Masked attention of several heads, forward: the weights of a query over its keys, and the weighted sum of the values.
//
// One invocation: one query of one head of one group. It keeps its scores where its weights will stand, so no other invocation reads or writes them.
//
// q       [G Tq, H w]     float32
// k, v    [G Tk, H w]     float32
// mask    [G, Tq, Tk]     int32, 0 where a key is not seen
// weights [G, H, Tq, Tk]  float32; before: what is added to the scores, if `biased` is 1
// out     [G Tq, H w]     float32, zeros for a query that sees nothing
// Passes: 1. Workgroups: ceil(G * H * Tq / 64). No workgroup memory, no barrier.

struct Sizes { groups: u32, queries: u32, keys: u32, heads: u32, width: u32, biased: u32, factor: u32 }

@group(0) @binding(0) var<storage, read> q: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<storage, read> mask: array<i32>;
@group(0) @binding(4) var<storage, read_write> weights: array<f32>;
@group(0) @binding(5) var<storage, read_write> out: array<f32>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  if (index >= sizes.groups * sizes.heads * sizes.queries) { return; }
  let query = index % sizes.queries;
  let head = (index / sizes.queries) % sizes.heads;
  let owner = index / sizes.queries / sizes.heads;
  let stride = sizes.heads * sizes.width;
  let own = (owner * sizes.queries + query) * stride + head * sizes.width;
  let other = owner * sizes.keys * stride + head * sizes.width;
  let seen = (owner * sizes.queries + query) * sizes.keys;
  let row = index * sizes.keys;
  let factor = bitcast<f32>(sizes.factor);

  var most = -3.4e38;
  var any = false;
  for (var key = 0u; key < sizes.keys; key++) {
    if (mask[seen + key] == 0) { continue; }
    var score = 0.0;
    for (var c = 0u; c < sizes.width; c++) { score += q[own + c] * k[other + key * stride + c]; }
    score *= factor;
    if (sizes.biased == 1u) { score += weights[row + key]; }
    weights[row + key] = score;
    most = max(most, score);
    any = true;
  }
  var sum = 0.0;
  for (var key = 0u; key < sizes.keys; key++) {
    var weight = 0.0;
    if (mask[seen + key] != 0) { weight = exp(weights[row + key] - most); }
    weights[row + key] = weight;
    sum += weight;
  }
  let share = select(0.0, 1.0 / sum, any);
  for (var key = 0u; key < sizes.keys; key++) { weights[row + key] *= share; }
  for (var c = 0u; c < sizes.width; c++) {
    var total = 0.0;
    for (var key = 0u; key < sizes.keys; key++) {
      if (mask[seen + key] != 0) { total += weights[row + key] * v[other + key * stride + c]; }
    }
    out[own + c] = total;
  }
}
