// One AdamW update of one variable: moments and parameters in one pass.
//
//     m' = b1 m + (1 - b1) g;   v' = b2 v + (1 - b2) g^2;   p' = decay p - rate m' / (sqrt(v') + epsilon)
//
// The bias corrections are drawn into rate and epsilon by the caller. The old arrays stay as they were: a copy on the processor may exist.
//
// p, m, v, g, newP, newM, newV  [n]  float32
// factors: b1, 1 - b1, b2, 1 - b2, rate, epsilon, decay as the bits of float32
// Passes: 1. Workgroups: ceil(n / 256). No workgroup memory, no barrier.

struct Settings { length: u32, beta1: u32, rest1: u32, beta2: u32, rest2: u32, rate: u32, epsilon: u32, decay: u32 }

@group(0) @binding(0) var<storage, read> p: array<f32>;
@group(0) @binding(1) var<storage, read> m: array<f32>;
@group(0) @binding(2) var<storage, read> v: array<f32>;
@group(0) @binding(3) var<storage, read> g: array<f32>;
@group(0) @binding(4) var<storage, read_write> newP: array<f32>;
@group(0) @binding(5) var<storage, read_write> newM: array<f32>;
@group(0) @binding(6) var<storage, read_write> newV: array<f32>;
@group(0) @binding(7) var<uniform> settings: Settings;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = (group.x + group.y * groups.x) * 256u + local;
  if (i >= settings.length) { return; }
  let gradient = g[i];
  let first = bitcast<f32>(settings.beta1) * m[i] + bitcast<f32>(settings.rest1) * gradient;
  let second = bitcast<f32>(settings.beta2) * v[i] + bitcast<f32>(settings.rest2) * (gradient * gradient);
  newM[i] = first;
  newV[i] = second;
  newP[i] = bitcast<f32>(settings.decay) * p[i] - bitcast<f32>(settings.rate) * (first / (sqrt(second) + bitcast<f32>(settings.epsilon)));
}
