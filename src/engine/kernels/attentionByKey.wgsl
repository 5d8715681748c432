// The gradient of masked attention by its keys and values.
//
// One invocation: one key of one head of one group, with its value.
//
//     dk = factor sum over queries of dscore q;   dv = sum over queries of weight dout
//
// dout, q         [G Tq, H w]     float32
// weights, scores [G, H, Tq, Tk]  float32, scores their gradient
// dk, dv          [G Tk, H w]     float32
// Passes: 1. Workgroups: ceil(G * H * Tk / 64). No workgroup memory, no barrier.

struct Sizes { groups: u32, queries: u32, keys: u32, heads: u32, width: u32, factor: u32 }

@group(0) @binding(0) var<storage, read> dout: array<f32>;
@group(0) @binding(1) var<storage, read> q: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> scores: array<f32>;
@group(0) @binding(4) var<storage, read_write> dk: array<f32>;
@group(0) @binding(5) var<storage, read_write> dv: array<f32>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  if (index >= sizes.groups * sizes.heads * sizes.keys) { return; }
  let key = index % sizes.keys;
  let head = (index / sizes.keys) % sizes.heads;
  let owner = index / sizes.keys / sizes.heads;
  let stride = sizes.heads * sizes.width;
  let own = (owner * sizes.keys + key) * stride + head * sizes.width;
  let other = owner * sizes.queries * stride + head * sizes.width;
  let first = (owner * sizes.heads + head) * sizes.queries * sizes.keys + key;

  for (var c = 0u; c < sizes.width; c++) {
    var toKey = 0.0;
    var toValue = 0.0;
    for (var query = 0u; query < sizes.queries; query++) {
      let at = first + query * sizes.keys;
      toKey += scores[at] * q[other + query * stride + c];
      toValue += weights[at] * dout[other + query * stride + c];
    }
    dk[own + c] = bitcast<f32>(sizes.factor) * toKey;
    dv[own + c] = toValue;
  }
}
