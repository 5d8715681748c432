// Rows of a .npy file, by bytes.

/** The same file without rows whose bytes are all zero. Two-dimensional, C order. Throws for anything else. */
export function withoutZeroRows(bytes) {
  const wide = bytes[6] > 1;
  const start = (wide ? 12 : 10) + (wide ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.subarray(0, start).toString('latin1');
  const shape = /\((\d+), (\d+)\)/.exec(header);
  if (!bytes.subarray(1, 6).equals(Buffer.from('NUMPY')) || !shape || /'fortran_order': True/.test(header)) throw new Error('A two-dimensional .npy file in C order is wanted.');
  const rows = Number(shape[1]);
  const rowBytes = (bytes.length - start) / rows;
  const kept = Array.from({ length: rows }, (_, row) => bytes.subarray(start + row * rowBytes, start + (row + 1) * rowBytes)).filter((row) => row.some((byte) => byte !== 0));
  // The header keeps its length: a space before the shape stands for every digit that falls away.
  const text = `(${kept.length}, ${shape[2]})`.padStart(shape[0].length);
  return Buffer.concat([Buffer.from(header.replace(shape[0], text), 'latin1'), ...kept]);
}
