// Matrix products C [m, n] = A [m, k] B [k, n] for layers of networks, with what stands around them: bias, ReLU, the gradient of a ReLU.
//
// A is packed once, four rows side by side; each block of columns packs its own columns of B, eight side by side, and walks over all rows. Every
// number of C is one sum over k in order. Either operand may be read transposed, by its strides.
import { arg, smaller } from './common';

/** Rows of a strip, columns of a panel, columns and strips of a block. */
const STRIP: usize = 4;
const PANEL: usize = 8;
const COLUMNS: usize = 16;
const STRIPS: usize = 16;

/**
 * Packs rows of A into strips: out[s][k][4], zeros past the last row. Arguments: A, m, k, step from row to row, step along k (floats, one of them 1),
 * out f32 [ceil(m / 4), k, 4]. A block is 16 strips.
 */
export function packRows(block: i32, args: usize, scratch: usize): void {
  const A = arg(args, 0);
  const m = arg(args, 1);
  const k = arg(args, 2);
  const alongRows = arg(args, 3);
  const alongK = arg(args, 4);
  const out = arg(args, 5);
  const strips = (m + STRIP - 1) / STRIP;
  const end = smaller((<usize>block + 1) * STRIPS, strips);
  for (let s = <usize>block * STRIPS; s < end; s++) {
    const first = s * STRIP;
    const from = A + ((first * alongRows) << 2);
    const to = out + ((s * k * STRIP) << 2);
    if (first + STRIP > m) packSome(from, m - first, k, alongRows, alongK, to);
    else if (alongRows == 1) for (let j: usize = 0; j < k; j++) v128.store(to + (j << 4), v128.load(from + ((j * alongK) << 2)));
    else packFour(from, k, alongRows << 2, to);
  }
}

/** Four rows whose numbers follow each other, by transposes of four by four. */
function packFour(from: usize, k: usize, step: usize, to: usize): void {
  const from1 = from + step;
  const from2 = from1 + step;
  const from3 = from2 + step;
  const even = (k & ~3) << 2;
  for (let j: usize = 0; j < even; j += 16) {
    const r0 = v128.load(from + j);
    const r1 = v128.load(from1 + j);
    const r2 = v128.load(from2 + j);
    const r3 = v128.load(from3 + j);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const at = to + (j << 2);
    v128.store(at, v128.shuffle<u64>(low01, low23, 0, 2));
    v128.store(at, v128.shuffle<u64>(low01, low23, 1, 3), 16);
    v128.store(at, v128.shuffle<u64>(high01, high23, 0, 2), 32);
    v128.store(at, v128.shuffle<u64>(high01, high23, 1, 3), 48);
  }
  for (let j = even; j < k << 2; j += 4) {
    const at = to + (j << 2);
    store<f32>(at, load<f32>(from + j));
    store<f32>(at, load<f32>(from1 + j), 4);
    store<f32>(at, load<f32>(from2 + j), 8);
    store<f32>(at, load<f32>(from3 + j), 12);
  }
}

function packSome(from: usize, rows: usize, k: usize, alongRows: usize, alongK: usize, to: usize): void {
  for (let j: usize = 0; j < k; j++) {
    for (let r: usize = 0; r < STRIP; r++) {
      store<f32>(to + ((j * STRIP + r) << 2), r < rows ? load<f32>(from + ((r * alongRows + j * alongK) << 2)) : 0);
    }
  }
}

/**
 * Arguments: packed A, m, k, B, step along k, step from column to column (floats, one of them 1), n, C out [m, n], bias [n] or 0, ReLU 1 or 0, gate [m, n] or 0: where it is not
 * above zero, C is zero. A block is 16 columns. Scratch: 16 k floats.
 */
export function product(block: i32, args: usize, scratch: usize): void {
  const k = arg(args, 2);
  const n = arg(args, 6);
  const m = arg(args, 1);
  const packed = arg(args, 0);
  const first = <usize>block * COLUMNS;
  const panels: usize = first + PANEL < n ? 2 : 1;
  for (let p: usize = 0; p < panels; p++) packColumns(args, first + p * PANEL, scratch + ((p * k * PANEL) << 2));
  for (let row: usize = 0; row < m; row += STRIP) {
    const strip = packed + ((row * k) << 2);
    for (let p: usize = 0; p < panels; p++) tile(args, strip, row, first + p * PANEL, scratch + ((p * k * PANEL) << 2));
  }
}

function packColumns(args: usize, column: usize, to: usize): void {
  const k = arg(args, 2);
  const alongK = arg(args, 4);
  const alongColumns = arg(args, 5);
  const n = arg(args, 6);
  const from = arg(args, 3) + ((column * alongColumns) << 2);
  const columns = smaller(PANEL, n - column);
  if (columns == PANEL && alongColumns == 1) {
    for (let j: usize = 0; j < k; j++) {
      const source = from + ((j * alongK) << 2);
      v128.store(to + (j << 5), v128.load(source));
      v128.store(to + (j << 5), v128.load(source, 16), 16);
    }
    return;
  }
  for (let c: usize = 0; c < PANEL; c++) {
    const source = from + ((c * alongColumns) << 2);
    for (let j: usize = 0; j < k; j++) store<f32>(to + ((j * PANEL + c) << 2), c < columns ? load<f32>(source + ((j * alongK) << 2)) : 0);
  }
}

/** Four rows by eight columns. */
function tile(args: usize, strip: usize, row: usize, column: usize, panel: usize): void {
  let rows = strip;
  const stop = strip + ((arg(args, 2) * STRIP) << 2);
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  while (rows < stop) {
    const left = v128.load(panel);
    const right = v128.load(panel, 16);
    let value = v128.load32_splat(rows);
    a0 = f32x4.add(a0, f32x4.mul(value, left));
    a1 = f32x4.add(a1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 4);
    b0 = f32x4.add(b0, f32x4.mul(value, left));
    b1 = f32x4.add(b1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 8);
    c0 = f32x4.add(c0, f32x4.mul(value, left));
    c1 = f32x4.add(c1, f32x4.mul(value, right));
    value = v128.load32_splat(rows, 12);
    d0 = f32x4.add(d0, f32x4.mul(value, left));
    d1 = f32x4.add(d1, f32x4.mul(value, right));
    panel += 32;
    rows += 16;
  }
  const m = arg(args, 1);
  finish(args, row, column, a0, a1);
  if (row + 1 < m) finish(args, row + 1, column, b0, b1);
  if (row + 2 < m) finish(args, row + 2, column, c0, c1);
  if (row + 3 < m) finish(args, row + 3, column, d0, d1);
}

/** Bias, ReLU or gate, and the store of eight columns of one row. */
function finish(args: usize, row: usize, column: usize, low: v128, high: v128): void {
  const n = arg(args, 6);
  const to = arg(args, 7) + ((row * n + column) << 2);
  const bias = arg(args, 8);
  const relu = arg(args, 9) == 1;
  const gate = arg(args, 10);
  if (column + PANEL <= n) {
    if (bias != 0) {
      low = f32x4.add(low, v128.load(bias + (column << 2)));
      high = f32x4.add(high, v128.load(bias + (column << 2), 16));
    }
    const zero = f32x4.splat(0);
    if (relu) {
      low = f32x4.max(low, zero);
      high = f32x4.max(high, zero);
    }
    if (gate != 0) {
      const at = gate + ((row * n + column) << 2);
      low = v128.and(low, f32x4.gt(v128.load(at), zero));
      high = v128.and(high, f32x4.gt(v128.load(at, 16), zero));
    }
    v128.store(to, low);
    v128.store(to, high, 16);
    return;
  }
  for (let c: usize = 0; c < n - column; c++) {
    let value = c == 0 ? f32x4.extract_lane(low, 0) : c == 1 ? f32x4.extract_lane(low, 1) : c == 2 ? f32x4.extract_lane(low, 2) : c == 3 ? f32x4.extract_lane(low, 3) : c == 4 ? f32x4.extract_lane(high, 0) : c == 5 ? f32x4.extract_lane(high, 1) : f32x4.extract_lane(high, 2);
    if (bias != 0) value += load<f32>(bias + ((column + c) << 2));
    if (relu && !(value > 0)) value = value == value ? 0 : value;
    if (gate != 0 && !(load<f32>(gate + ((row * n + column + c) << 2)) > 0)) value = 0;
    store<f32>(to + (c << 2), value);
  }
}
