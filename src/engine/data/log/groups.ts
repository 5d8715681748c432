/** Rows grouped by a code, as compressed sparse rows. */

/** uint32 [groups + 1]: where each group begins once its rows stand together, and where the last one ends. */
export function groupOffsets(codes: Int32Array, groups: number): Uint32Array {
  const offsets = new Uint32Array(groups + 1);
  for (const code of codes) offsets[code + 1]!++;
  for (let group = 0; group < groups; group++) offsets[group + 1]! += offsets[group]!;
  return offsets;
}
