// Rank-N-Contrast (2210.01189): for each anchor, the loss over its others and the gradient of the mean loss in the similarities.
//
//     loss_i  = 1 / (n - 1) sum_p [ Z_b(p) - S_p ],   Z_b = log of the sum of exp(S_q) over q from the first of p's block on
//     dS_p    = 1 / (n (n - 1)) [ exp(S_p) sum over j up to the end of p's block of exp(-Z_b(j))  - 1 ]
//
// p runs over the others of anchor i by rising label distance; a block is a run of equal distances, and first[p] its first place.
// One invocation: one anchor. From the last place to the first it adds up Z, which it leaves where the gradient will stand; from the first
// to the last it adds up the other sum. Both are kept relative to their largest term, so no exponential overflows or vanishes.
//
// similarity [n, n]      float32
// order      [n, n - 1]  int32, the other at each place
// first      [n, n - 1]  int32
// losses     [n]         float32
// slopes     [n, n]      float32, dS; the diagonal is 0
// Passes: 1. Workgroups: ceil(n / 64). No workgroup memory, no barrier.

struct Sizes { rows: u32 }

@group(0) @binding(0) var<storage, read> similarity: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<i32>;
@group(0) @binding(2) var<storage, read> first: array<i32>;
@group(0) @binding(3) var<storage, read_write> losses: array<f32>;
@group(0) @binding(4) var<storage, read_write> slopes: array<f32>;
@group(0) @binding(5) var<uniform> sizes: Sizes;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let anchor = (group.x + group.y * groups.x) * 64u + local;
  let n = sizes.rows;
  if (anchor >= n) { return; }
  let row = anchor * n;
  let places = anchor * (n - 1u);
  let others = f32(n - 1u);
  slopes[row + anchor] = 0.0;

  var largest = similarity[row + u32(order[places + n - 2u])];
  var total = 0.0;
  var loss = 0.0;
  var end = n - 1u;
  for (var p = n - 1u; p > 0u; p--) {
    let place = p - 1u;
    let at = row + u32(order[places + place]);
    let s = similarity[at];
    if (s > largest) {
      total *= exp(largest - s);
      largest = s;
    }
    total += exp(s - largest);
    loss -= s;
    if (u32(first[places + place]) == place) {
      let z = largest + log(total);
      slopes[at] = z;
      loss += f32(end - place) * z;
      end = place;
    }
  }
  losses[anchor] = loss / others;

  // Z falls from block to block, so the last term of the sum of exp(-Z) is the largest.
  var z = slopes[row + u32(order[places])];
  var sum = 0.0;
  for (var start = 0u; start < n - 1u; start = end) {
    let next = slopes[row + u32(order[places + start])];
    end = start + 1u;
    while (end < n - 1u && u32(first[places + end]) == start) { end++; }
    sum = sum * exp(next - z) + f32(end - start);
    z = next;
    for (var place = start; place < end; place++) {
      let at = row + u32(order[places + place]);
      slopes[at] = (exp(similarity[at] - z) * sum - 1.0) / (others * f32(n));
    }
  }
}
