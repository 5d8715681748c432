/**
 * Shaders of the search for the nearest code vectors, written out for a width and a kind of adapter.
 *
 * All sum (x - c)^2 directly, never expanded, so that nothing cancels where rows and codes lie far from the origin; all give ties to the
 * lowest index; none adds floats atomically. Bindings, whatever the variant:
 *
 *     x          [n, dim]         float32
 *     codebook   [K, stride]      float32, padded with zeros from dim to stride
 *     codes      [n] or [n, 2]    int32
 *     distances  [n] or [n, 2]    float32
 *     residual   [n, dim]         float32: x - codebook[code]; only with `residual`
 *     counts     [K]              int32, zeroed before the pass: rows of each code, by integer atomics; only with `residual`
 *     bias       [K]              float32, added to the squared distances before they are compared; only with `biased`. `distances` leave it out
 *
 * One pass. Held: ceil(n / HELD_ROWS_PER_GROUP) workgroups; tiled: ceil(n / TILE) workgroups.
 */

export interface SearchShape {
  readonly dim: number;
  /** The second nearest too. */
  readonly two: boolean;
  /** What is left of each row, and the rows of each code. */
  readonly residual: boolean;
  /** A number on each code, added to its squared distances. */
  readonly biased: boolean;
}

const HELD_THREADS = 16;
const HELD_ROWS = 8;
/** Rows of a workgroup of the held variants. */
export const HELD_ROWS_PER_GROUP = HELD_THREADS * HELD_ROWS;
/** Dimensions written out at most; compiling takes about a second for as many. Wider rows are taken in chunks. */
const MAX_HELD = 128;
const CHUNK = 64;
/** Codes for which a chunk of the rows is kept. */
const CHUNK_CODES = 32;

/** Rows, and codes, of a tile of the tiled variant. */
export const TILE = 64;

/** Numbers from one code vector to the next as the held variants want them. */
export function heldStride(dim: number): number {
  const width = heldWidth(dim);
  return Math.ceil(dim / width) * width;
}

/**
 * For adapters that run on the processor, where a read of memory costs as much as twenty multiplications and barriers are dear: every
 * invocation holds eight rows in private memory at addresses the compiler knows, and each number of a code vector is read once for all of
 * them. With subgroups four invocations read four numbers of a code vector in one go and pass them round.
 */
export function heldSource({ dim, two, residual, biased }: SearchShape, subgroups: boolean): string {
  const width = heldWidth(dim);
  const chunked = dim > width;
  const [near, secondNear] = biased ? ['near', 'secondNear'] : ['best', 'second'];
  const rows = range(HELD_ROWS);
  const term = (d: number, number: string) =>
    `{ let c = ${number}; ${rows.map((r) => `let t${r} = held[${r * width + d}] - c; s${r} += t${r} * t${r};`).join(' ')} }`;
  const terms = range(width / 4).map((quad) => {
    const read = subgroups ? `let q${quad} = codebook[at + ${4 * quad}u];` : `let q${quad} = codebook[at + ${quad}u];`;
    return read + range(4).map((j) => term(4 * quad + j, subgroups ? `subgroupBroadcast(q${quad}, ${j}u)` : `q${quad}[${j}]`)).join('\n');
  });
  const start = (chunk: string) => (subgroups ? `k * sizes.stride + ${chunk} + lane` : `(k * sizes.stride + ${chunk}) / 4u`);
  // Loops and not eight copies of them: what is not written out need not be compiled.
  const fill = (chunk: string) => `for (var r = 0u; r < ${HELD_ROWS}u; r++) {
    let row = min(firstRow + r * ${HELD_THREADS}u, sizes.rows - 1u);
    for (var d = 0u; d < ${width}u; d++) {
      let at = ${chunk} + d;
      if (at < sizes.dim) { held[r * ${width}u + d] = x[row * sizes.dim + at]; } else { held[r * ${width}u + d] = 0.0; }
    }
  }`;
  const compare = [...(biased ? ['let bias = biases[k];'] : []), ...rows.map((r) => compareInto(`${r}`, { two, biased }, `s${r}`, 'k'))].join('\n      ');
  const whole = `
  ${fill('0u')}
  for (var k = 0u; k < sizes.numCodes; k++) {
    let at = ${start('0u')};
    ${rows.map((r) => `var s${r} = 0.0;`).join(' ')}
    ${terms.join('\n')}
    ${compare}
  }`;
  const inChunks = `
  var sums: array<f32, ${HELD_ROWS * CHUNK_CODES}>;
  for (var firstCode = 0u; firstCode < sizes.numCodes; firstCode += ${CHUNK_CODES}u) {
    let endCode = min(firstCode + ${CHUNK_CODES}u, sizes.numCodes);
    for (var chunk = 0u; chunk < sizes.stride; chunk += ${width}u) {
      ${fill('chunk')}
      for (var k = firstCode; k < endCode; k++) {
        let at = ${start('chunk')};
        let sum = (k - firstCode) * ${HELD_ROWS}u;
        ${rows.map((r) => `var s${r} = 0.0; if (chunk > 0u) { s${r} = sums[sum + ${r}u]; }`).join(' ')}
        ${terms.join('\n')}
        if (chunk + ${width}u < sizes.stride) { ${rows.map((r) => `sums[sum + ${r}u] = s${r};`).join(' ')} } else {
        ${compare} }
      }
    }
  }`;
  return `${subgroups ? 'enable subgroups;' : ''}
${bindings({ two, residual, biased }, subgroups ? 'f32' : 'vec4f')}
@compute @workgroup_size(${HELD_THREADS})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
  ${subgroups ? '@builtin(subgroup_invocation_id) invocation: u32,' : ''}
) {
  ${subgroups ? 'let lane = invocation & 3u;' : ''}
  let firstRow = (group.x + group.y * groups.x) * ${HELD_ROWS_PER_GROUP}u + local;
  var held: array<f32, ${HELD_ROWS * width}>;
  // Rows past the end repeat the last one, so that all invocations stay together; they are not written.
  ${rows.map((r) => bestOf(`${r}`, { two, biased })).join('\n  ')}
  ${chunked ? inChunks : whole}
  ${[near, 'code', ...(two ? [secondNear, 'secondCode'] : [])].map((name) => `var ${name}Of = array(${rows.map((r) => `${name}${r}`).join(', ')});`).join('\n  ')}
  for (var r = 0u; r < ${HELD_ROWS}u; r++) {
    let row = firstRow + r * ${HELD_THREADS}u;
    if (row < sizes.rows) {
      let code = codeOf[r];
      ${two
    ? `codes[row * 2u] = i32(code); codes[row * 2u + 1u] = i32(secondCodeOf[r]);
      distances[row * 2u] = ${near}Of[r]; distances[row * 2u + 1u] = ${secondNear}Of[r];`
    : `codes[row] = i32(code); distances[row] = ${near}Of[r];`}
      ${residual
    ? `atomicAdd(&counts[code], 1);
      for (var d = 0u; d < sizes.dim; d++) { residual[row * sizes.dim + d] = x[row * sizes.dim + d] - codeNumber(code * sizes.stride + d); }`
    : ''}
    }
  }
}
${residual ? `fn codeNumber(at: u32) -> f32 { return ${subgroups ? 'codebook[at]' : 'codebook[at / 4u][at % 4u]'}; }` : ''}
`;
}

/**
 * For GPUs: 256 invocations share tiles of 64 rows and 64 codes in workgroup memory, `depth` dimensions at a time, and each keeps the
 * distances of four rows to four codes in registers.
 */
export function tiledSource({ two, residual, biased }: Omit<SearchShape, 'dim'>, depth: number): string {
  const four = range(4);
  // One number more than the depth: neighbours then read from different banks.
  const pitch = depth + 1;
  const pick = (rank: number) => `
  ${four.map((i) => `candidates[(y * 4u + ${i}u) * 16u + lx] = best${i}; candidateCodes[(y * 4u + ${i}u) * 16u + lx] = code${i};`).join('\n  ')}
  workgroupBarrier();
  if (local < ${TILE}u) {
    var best = candidates[local * 16u];
    var code = candidateCodes[local * 16u];
    for (var i = 1u; i < 16u; i++) {
      let distance = candidates[local * 16u + i];
      let other = candidateCodes[local * 16u + i];
      if (distance < best || (distance == best && other < code)) { best = distance; code = other; }
    }
    picked[local] = code;
    let row = firstRow + local;
    if (row < sizes.rows) {
      codes[row${two ? ` * 2u + ${rank}u` : ''}] = i32(code);
      ${biased ? '' : `distances[row${two ? ` * 2u + ${rank}u` : ''}] = best;`}
      ${residual ? 'atomicAdd(&counts[code], 1);' : ''}
    }
  }
  workgroupBarrier();
  ${biased ? four.map((i) => `{ let row = firstRow + y * 4u + ${i}u; if (row < sizes.rows && lx == picked[y * 4u + ${i}u] % 16u) { distances[row${two ? ` * 2u + ${rank}u` : ''}] = near${i}; } }`).join('\n  ') : ''}`;
  return `${bindings({ two, residual, biased }, 'f32')}
var<workgroup> rowTile: array<f32, ${TILE * pitch}>;
var<workgroup> codeTile: array<f32, ${TILE * pitch}>;
var<workgroup> candidates: array<f32, ${TILE * 16}>;
var<workgroup> candidateCodes: array<u32, ${TILE * 16}>;
var<workgroup> picked: array<u32, ${TILE}>;

@compute @workgroup_size(256)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let firstRow = (group.x + group.y * groups.x) * ${TILE}u;
  let lx = local % 16u;
  let y = local / 16u;
  ${four.map((i) => bestOf(`${i}`, { two, biased })).join('\n  ')}
  for (var firstCode = 0u; firstCode < sizes.numCodes; firstCode += ${TILE}u) {
    ${four.map((i) => four.map((j) => `var s${i}${j} = 0.0;`).join(' ')).join('\n    ')}
    for (var depth = 0u; depth < sizes.dim; depth += ${depth}u) {
      for (var i = local; i < ${TILE * depth}u; i += 256u) {
        let line = i / ${depth}u;
        let d = depth + i % ${depth}u;
        let row = min(firstRow + line, sizes.rows - 1u);
        let code = min(firstCode + line, sizes.numCodes - 1u);
        rowTile[line * ${pitch}u + i % ${depth}u] = select(0.0, x[row * sizes.dim + min(d, sizes.dim - 1u)], d < sizes.dim);
        codeTile[line * ${pitch}u + i % ${depth}u] = select(0.0, codebook[code * sizes.stride + min(d, sizes.dim - 1u)], d < sizes.dim);
      }
      workgroupBarrier();
      for (var d = 0u; d < ${depth}u; d++) {
        ${four.map((i) => `let x${i} = rowTile[(y * 4u + ${i}u) * ${pitch}u + d];`).join(' ')}
        ${four.map((j) => `let c${j} = codeTile[(lx + ${16 * j}u) * ${pitch}u + d];`).join(' ')}
        ${four.map((i) => four.map((j) => `{ let t = x${i} - c${j}; s${i}${j} += t * t; }`).join(' ')).join('\n        ')}
      }
      workgroupBarrier();
    }
    ${four.map((j) => `{ let k = firstCode + lx + ${16 * j}u; if (k < sizes.numCodes) { ${biased ? 'let bias = biases[k];' : ''}
      ${four.map((i) => compareInto(`${i}`, { two, biased }, `s${i}${j}`, 'k')).join('\n      ')} } }`).join('\n    ')}
  }
  ${pick(0)}
  ${two ? `${four.map((i) => `if (code${i} == picked[y * 4u + ${i}u]) { best${i} = second${i}; code${i} = secondCode${i};${biased ? ` near${i} = secondNear${i};` : ''} }`).join('\n  ')}
  workgroupBarrier();
  ${pick(1)}` : ''}
  ${residual ? `for (var i = local; i < ${TILE}u * sizes.dim; i += 256u) {
    let line = i / sizes.dim;
    let d = i % sizes.dim;
    let row = firstRow + line;
    if (row < sizes.rows) { residual[row * sizes.dim + d] = x[row * sizes.dim + d] - codebook[picked[line] * sizes.stride + d]; }
  }` : ''}
}
`;
}

type Asked = Omit<SearchShape, 'dim'>;

function bindings({ two, residual, biased }: Asked, codebook: 'f32' | 'vec4f'): string {
  if (two && residual) throw new Error('codeSearchSource: the second nearest code has no residual');
  const extra = [
    ...(residual ? ['var<storage, read_write> residual: array<f32>', 'var<storage, read_write> counts: array<atomic<i32>>'] : []),
    ...(biased ? ['var<storage, read> biases: array<f32>'] : []),
    'var<uniform> sizes: Sizes',
  ];
  return `struct Sizes { rows: u32, numCodes: u32, dim: u32, stride: u32 }
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> codebook: array<${codebook}>;
@group(0) @binding(2) var<storage, read_write> codes: array<i32>;
@group(0) @binding(3) var<storage, read_write> distances: array<f32>;
${extra.map((declaration, i) => `@group(0) @binding(${4 + i}) ${declaration};`).join('\n')}
`;
}

const FARTHEST = '0x1.fffffep+127f';

/** The running nearest, and second nearest, of one row: with a bias `best` is the biased distance and `near` the distance itself. */
function bestOf(row: string, { two, biased }: Pick<Asked, 'two' | 'biased'>): string {
  const first = `var best${row} = ${FARTHEST}; var code${row} = 0u;` + (biased ? ` var near${row} = ${FARTHEST};` : '');
  return first + (two ? ` var second${row} = ${FARTHEST}; var secondCode${row} = 1u;` + (biased ? ` var secondNear${row} = ${FARTHEST};` : '') : '');
}

/** Codes come in ascending order, so that only a smaller distance wins. */
function compareInto(row: string, { two, biased }: Pick<Asked, 'two' | 'biased'>, sum: string, code: string): string {
  const value = biased ? 'value' : sum;
  const near = (name: string, from: string) => (biased ? ` ${name}${row} = ${from};` : '');
  const second = two ? `second${row} = best${row}; secondCode${row} = code${row};${near('secondNear', `near${row}`)} ` : '';
  const otherwise = two ? ` else if (${value} < second${row}) { second${row} = ${value}; secondCode${row} = ${code};${near('secondNear', sum)} }` : '';
  const choice = `if (${value} < best${row}) { ${second}best${row} = ${value}; code${row} = ${code};${near('near', sum)} }${otherwise}`;
  return biased ? `{ let value = ${sum} + bias; ${choice} }` : choice;
}

function heldWidth(dim: number): number {
  return dim > MAX_HELD ? CHUNK : 4 * Math.ceil(dim / 4);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
