// The gradient of masked attention by its scores and queries.
//
// One invocation: one query of one head of one group; it writes the gradient of its scores and its own row.
//
//     inner = dout . v;   dscore = weight (inner - sum over keys of weight inner);   dq = factor sum over keys of dscore k
//
// dout    [G Tq, H w]     float32
// k, v    [G Tk, H w]     float32
// weights [G, H, Tq, Tk]  float32, 0 where a key is not seen
// scores  [G, H, Tq, Tk]  float32
// dq      [G Tq, H w]     float32
// Passes: 1. Workgroups: ceil(G * H * Tq / 64). No workgroup memory, no barrier.

struct Sizes { groups: u32, queries: u32, keys: u32, heads: u32, width: u32, factor: u32 }

@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read_write> scores: array<f32>;
@group(0) @binding(5) var<storage, read_write> dq: array<f32>;
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
  let row = index * sizes.keys;

  var level = 0.0;
  for (var key = 0u; key < sizes.keys; key++) {
    let weight = weights[row + key];
    var inner = 0.0;
    if (weight != 0.0) {
      for (var c = 0u; c < sizes.width; c++) { inner += dout[own + c] * v[other + key * stride + c]; }
    }
    scores[row + key] = inner;
    level += weight * inner;
  }
  for (var key = 0u; key < sizes.keys; key++) { scores[row + key] = weights[row + key] * (scores[row + key] - level); }
  for (var c = 0u; c < sizes.width; c++) {
    var total = 0.0;
    for (var key = 0u; key < sizes.keys; key++) {
      if (weights[row + key] != 0.0) { total += scores[row + key] * k[other + key * stride + c]; }
    }
    dq[own + c] = bitcast<f32>(sizes.factor) * total;
  }
}
