/** Points of two axes in a frame of pixels, one length the same on both axes. */

/** The pixel place of point i of `points` [n, 2]: x to the right, y upwards, in the middle of the frame, `inset` from its edges. */
export function equalPlaces(points: ArrayLike<number>, xs: readonly [number, number], ys: readonly [number, number], inset: number): (i: number) => readonly [number, number] {
  const low: [number, number] = [Infinity, Infinity];
  const high: [number, number] = [-Infinity, -Infinity];
  for (let i = 0; i < points.length; i++) {
    const [value, axis] = [points[i]!, (i % 2) as 0 | 1];
    if (!Number.isFinite(value)) continue;
    low[axis] = Math.min(low[axis], value);
    high[axis] = Math.max(high[axis], value);
  }
  const room = [xs[1] - xs[0] - 2 * inset, ys[1] - ys[0] - 2 * inset] as const;
  const unit = Math.min(...([0, 1] as const).map((axis) => (high[axis] > low[axis] ? room[axis] / (high[axis] - low[axis]) : Infinity)));
  const scale = Number.isFinite(unit) ? unit : 0;
  return (i) => [
    (xs[0] + xs[1]) / 2 + (points[2 * i]! - (low[0] + high[0]) / 2) * scale,
    (ys[0] + ys[1]) / 2 - (points[2 * i + 1]! - (low[1] + high[1]) / 2) * scale,
  ];
}
