/** Moves labels apart along one direction, each as little as it can, within bounds. */

/**
 * New centres for spans of the given sizes, in the order given, so that none overlap and all lie in [low, high].
 * Where they cannot all fit they are packed from `low` with equal overlap.
 */
export function dodge(centres: readonly number[], sizes: readonly number[], low: number, high: number): number[] {
  const order = centres.map((_, i) => i).sort((a, b) => (centres[a] ?? 0) - (centres[b] ?? 0) || a - b);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shrink = total > high - low && total > 0 ? (high - low) / total : 1;
  const size = (i: number) => (sizes[i] ?? 0) * shrink;

  // Blocks of touching spans, each at the mean of what its members want: the least-squares placement.
  interface Block { members: number[]; length: number; start: number }
  const blocks: Block[] = [];
  for (const i of order) {
    blocks.push({ members: [i], length: size(i), start: clamp((centres[i] ?? 0) - size(i) / 2, low, high - size(i)) });
    for (;;) {
      const last = blocks[blocks.length - 1];
      const before = blocks[blocks.length - 2];
      if (!last || !before || before.start + before.length <= last.start + 1e-9) break;
      const members = [...before.members, ...last.members];
      let offset = 0;
      let wanted = 0;
      for (const member of members) {
        wanted += (centres[member] ?? 0) - (offset + size(member) / 2);
        offset += size(member);
      }
      blocks.splice(-2, 2, { members, length: offset, start: clamp(wanted / members.length, low, high - offset) });
    }
  }
  const placed = new Array<number>(centres.length).fill(0);
  for (const block of blocks) {
    let at = block.start;
    for (const member of block.members) {
      placed[member] = at + size(member) / 2;
      at += size(member);
    }
  }
  return placed;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
