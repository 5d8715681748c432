// Gradient through max(0, .): passes where the output is above zero, is zero elsewhere.
//
// dy, y, dx [n] float32
// Passes: 1. Workgroups: ceil(n / 64). No workgroup memory, no barrier.

struct Sizes { length: u32 }

@group(0) @binding(0) var<storage, read> dy: array<f32>;
@group(0) @binding(1) var<storage, read> y: array<f32>;
@group(0) @binding(2) var<storage, read_write> dx: array<f32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * 64u + local;
  if (i >= sizes.length) { return; }
  dx[i] = select(0.0, dy[i], y[i] > 0.0);
}
