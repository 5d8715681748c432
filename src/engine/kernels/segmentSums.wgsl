// Sums of weighted rows by segment: the gradient of a look-up in a large table, and what a bag of ids is. No float atomics: the same bits every time.
//
// One invocation: one number of one segment. It adds its rows in order and writes one number that no other writes.
//
// x       [m, dim]        float32
// rows    [entries]       int32, rows of x, segment after segment
// weights [entries]       float32
// starts  [segments + 1]  int32
// targets [segments]      int32, rows of the sums
// sums    [K, dim]        float32, zeros before where no segment has its target
// Passes: 1. Workgroups: ceil(segments * dim / 64). No workgroup memory, no barrier.

struct Sizes { segments: u32, dim: u32 }

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> rows: array<i32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>;
@group(0) @binding(3) var<storage, read> starts: array<i32>;
@group(0) @binding(4) var<storage, read> targets: array<i32>;
@group(0) @binding(5) var<storage, read_write> sums: array<f32>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  let dim = index % sizes.dim;
  let segment = index / sizes.dim;
  if (segment >= sizes.segments) { return; }
  var sum = 0.0;
  for (var entry = u32(starts[segment]); entry < u32(starts[segment + 1u]); entry++) {
    sum += weights[entry] * x[u32(rows[entry]) * sizes.dim + dim];
  }
  sums[u32(targets[segment]) * sizes.dim + dim] = sum;
}
