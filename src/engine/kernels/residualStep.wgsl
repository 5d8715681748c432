// What a level leaves, e' = e - codebook[code], and the sum of it over the levels so far: pull' = pull + e'.
//
// e, pull, next, newPull  [n, dim]  float32 (pull is not read at the first level)
// codebook                [K, dim]  float32
// codes                   [n]       int32, each in 0 .. K - 1
// Passes: 1. Workgroups: ceil(n * dim / 64). No workgroup memory, no barrier.

struct Sizes { length: u32, dim: u32, first: u32 }

@group(0) @binding(0) var<storage, read> e: array<f32>;
@group(0) @binding(1) var<storage, read> codebook: array<f32>;
@group(0) @binding(2) var<storage, read> codes: array<i32>;
@group(0) @binding(3) var<storage, read> pull: array<f32>;
@group(0) @binding(4) var<storage, read_write> next: array<f32>;
@group(0) @binding(5) var<storage, read_write> newPull: array<f32>;
@group(0) @binding(6) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * 64u + local;
  if (i >= sizes.length) { return; }
  let code = u32(codes[i / sizes.dim]);
  let left = e[i] - codebook[code * sizes.dim + i % sizes.dim];
  next[i] = left;
  newPull[i] = select(pull[i], 0.0, sizes.first == 1u) + left;
}
