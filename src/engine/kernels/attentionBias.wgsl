// What a small table adds to the scores of attention, by the bucket of each pair of query and key.
//
// One invocation: one pair of one head of one group.
//
// table   [buckets, H]   float32
// buckets [G, pairs]     int32
// scores  [G, H, pairs]  float32, added to if `adds` is 1
// Passes: 1. Workgroups: ceil(G * H * pairs / 64). No workgroup memory, no barrier.

struct Sizes { groups: u32, pairs: u32, heads: u32, adds: u32 }

@group(0) @binding(0) var<storage, read> table: array<f32>;
@group(0) @binding(1) var<storage, read> buckets: array<i32>;
@group(0) @binding(2) var<storage, read_write> scores: array<f32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let index = (group.x + group.y * groups.x) * 64u + local;
  if (index >= sizes.groups * sizes.heads * sizes.pairs) { return; }
  let head = (index / sizes.pairs) % sizes.heads;
  let pair = (index / sizes.pairs / sizes.heads) * sizes.pairs + index % sizes.pairs;
  let bias = table[u32(buckets[pair]) * sizes.heads + head];
  var before = 0.0;
  if (sizes.adds == 1u) { before = scores[index]; }
  scores[index] = before + bias;
}
