/** Writes the matrix product's compute shader: loads, tile and ending are unrolled, so that the tile stays in registers. */

/** Which operand lies transposed in memory: `nn` a [m, k], b [k, n]; `tn` a [k, m]; `nt` b [n, k]. */
export type Layout = 'nn' | 'tn' | 'nt';

/** What is done to a tile besides the product. `bias`, `biasRelu`: ends with + bias, and max(0, .); `columnSums`: also the sums of b's columns. */
export type Ending = 'none' | 'bias' | 'biasRelu' | 'columnSums';

export interface MatMulShape {
  readonly layout: Layout;
  readonly ending: Ending;
  /** All rows of a, b and c are multiples of four numbers long: they are read and written four at a time. */
  readonly aligned: boolean;
  /** Rows and columns of c per invocation, multiples of 4; 4 and 4 where not aligned. */
  readonly tileRows: number;
  readonly tileColumns: number;
}

/** Invocations per workgroup: few, so that small products still spread over processors. */
export const INVOCATIONS = 16;

/**
 * WGSL for c [m, n] = a b. One invocation: one tile of c in registers, no workgroup memory and no barrier. Each number is one sum over k in
 * ascending order, so the same input gives the same bits. At the edge an invocation reads the last row or column again and does not write it.
 *
 * Bindings: a, b, the bias [n] of an ending with one, c, the column sums [n] of `columnSums`, and m, k, n.
 */
export function matMulSource(shape: MatMulShape): string {
  const { ending, aligned } = shape;
  const element = aligned ? 'vec4f' : 'f32';
  const bindings = ['a', 'b', ...(hasBias(ending) ? ['bias'] : []), 'c', ...(ending === 'columnSums' ? ['sums'] : [])];
  const declared = bindings.map((name, at) => {
    const access = name === 'c' || name === 'sums' ? 'read_write' : 'read';
    return `@group(0) @binding(${at}) var<storage, ${access}> ${name}: array<${element}>;`;
  });
  return `
struct Sizes { m: u32, k: u32, n: u32 }
${declared.join('\n')}
@group(0) @binding(${bindings.length}) var<uniform> sizes: Sizes;
${aligned ? '' : ['a', 'b'].map(guardedLoad).join('\n')}

@compute @workgroup_size(${INVOCATIONS})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let m = sizes.m;
  let k = sizes.k;
  let n = sizes.n;
  let across = (n + ${shape.tileColumns - 1}u) / ${shape.tileColumns}u;
  let tile = (group.x + group.y * groups.x) * ${INVOCATIONS}u + local;
  let row = (tile / across) * ${shape.tileRows}u;
  let column = (tile % across) * ${shape.tileColumns}u;
  if (row >= m) { return; }
${(aligned ? alignedBody : guardedBody)(shape)}
}`;
}

function hasBias(ending: Ending): boolean {
  return ending === 'bias' || ending === 'biasRelu';
}

/** Adds the outer product of one row of b and one number per row of c. */
function accumulate(shape: MatMulShape, factor: (i: number) => string, row: (j: number) => string): string {
  return each(shape.tileRows, (i) => each(shape.tileColumns / 4, (j) => `c${i}_${j} += ${factor(i)} * ${row(j)};`));
}

/** Adds the inner products of rows of a and rows of b, four numbers of each. */
function accumulateDots({ tileRows, tileColumns }: MatMulShape): string {
  return each(tileRows, (i) =>
    each(tileColumns / 4, (j) => {
      const dots = [0, 1, 2, 3].map((q) => `dot(a${i}, b${4 * j + q})`);
      return `c${i}_${j} += vec4f(${dots.join(', ')});`;
    }),
  );
}

function alignedBody(shape: MatMulShape): string {
  const { layout, ending, tileRows, tileColumns } = shape;
  const vectors = tileColumns / 4;
  const accumulators = each(tileRows, (i) => each(vectors, (j) => `var c${i}_${j} = vec4f();`));
  const columns = `let n4 = n / 4u;\n${each(vectors, (j) => `let column${j} = min(column / 4u + ${j}u, n4 - 1u);`)}`;
  const rows = each(tileRows, (i) => `let row${i} = min(row + ${i}u, m - 1u);`);
  const loops: Readonly<Record<Layout, string>> = {
    nn: `
  let k4 = k / 4u;
${each(tileRows, (i) => `let from${i} = row${i} * k4;`)}
  for (var p = 0u; p < k4; p++) {
${each(tileRows, (i) => `let a${i} = a[from${i} + p];`)}
${each(4, (q) => `${each(vectors, (j) => `let b${q}_${j} = b[(p * 4u + ${q}u) * n4 + column${j}];`)}\n${accumulate(shape, (i) => `a${i}.${'xyzw'[q]}`, (j) => `b${q}_${j}`)}`)}
  }`,
    tn: `
  let m4 = m / 4u;
${each(tileRows / 4, (g) => `let from${g} = min(row / 4u + ${g}u, m4 - 1u);`)}
${ending === 'columnSums' ? each(vectors, (j) => `var sum${j} = vec4f();`) : ''}
  for (var p = 0u; p < k; p++) {
${each(tileRows / 4, (g) => `let a${g} = a[p * m4 + from${g}];`)}
${each(vectors, (j) => `let b${j} = b[p * n4 + column${j}];`)}
${accumulate(shape, (i) => `a${i >> 2}.${'xyzw'[i & 3]}`, (j) => `b${j}`)}
${ending === 'columnSums' ? each(vectors, (j) => `sum${j} += b${j};`) : ''}
  }`,
    nt: `
  let k4 = k / 4u;
${each(tileRows, (i) => `let fromA${i} = row${i} * k4;`)}
${each(tileColumns, (j) => `let fromB${j} = min(column + ${j}u, n - 1u) * k4;`)}
  for (var p = 0u; p < k4; p++) {
${each(tileRows, (i) => `let a${i} = a[fromA${i} + p];`)}
${each(tileColumns, (j) => `let b${j} = b[fromB${j} + p];`)}
${accumulateDots(shape)}
  }`,
  };
  const ends = each(vectors, (j) => {
    const bias = hasBias(ending) ? `let bias${j} = bias[column${j}];` : '';
    const writes = each(tileRows, (i) => `if (row + ${i}u < m) { c[row${i} * n4 + column${j}] = ${ended(ending, `c${i}_${j}`, `bias${j}`, 'vec4f()')}; }`);
    const sums = ending === 'columnSums' ? `if (row == 0u) { sums[column${j}] = sum${j}; }` : '';
    return `if (column / 4u + ${j}u < n4) {\n${bias}\n${writes}\n${sums}\n}`;
  });
  return [columns, rows, accumulators, loops[layout], ends].join('\n');
}

/** For rows of any length: four numbers at a time are put together one by one, with zeros past the end. The tile is 4 x 4. */
function guardedBody(shape: MatMulShape): string {
  const { layout, ending } = shape;
  const accumulators = each(4, (i) => `var c${i}_0 = vec4f();`);
  const rows = each(4, (i) => `let row${i} = min(row + ${i}u, m - 1u);`);
  const loops: Readonly<Record<Layout, string>> = {
    nn: `
  for (var p = 0u; p < k; p += 4u) {
${each(4, (i) => `let a${i} = loadA(row${i} * k + p, k - p);`)}
${each(4, (q) => `let b${q} = loadB(min(p + ${q}u, k - 1u) * n + column, n - column);\n${accumulate(shape, (i) => `a${i}.${'xyzw'[q]}`, () => `b${q}`)}`)}
  }`,
    tn: `
  var sum0 = vec4f();
  for (var p = 0u; p < k; p++) {
    let a0 = loadA(p * m + row, m - row);
    let b0 = loadB(p * n + column, n - column);
${accumulate(shape, (i) => `a0.${'xyzw'[i]}`, () => 'b0')}
    sum0 += b0;
  }`,
    nt: `
${each(4, (j) => `let column${j} = min(column + ${j}u, n - 1u);`)}
  for (var p = 0u; p < k; p += 4u) {
${each(4, (i) => `let a${i} = loadA(row${i} * k + p, k - p);`)}
${each(4, (j) => `let b${j} = loadB(column${j} * k + p, k - p);`)}
${accumulateDots(shape)}
  }`,
  };
  const ends = each(4, (q) => {
    const lane = 'xyzw'[q]!;
    const bias = hasBias(ending) ? `let bias${q} = bias[column + ${q}u];` : '';
    const writes = each(4, (i) => `if (row + ${i}u < m) { c[row${i} * n + column + ${q}u] = ${ended(ending, `c${i}_0.${lane}`, `bias${q}`, '0.0')}; }`);
    const sums = ending === 'columnSums' ? `if (row == 0u) { sums[column + ${q}u] = sum0.${lane}; }` : '';
    return `if (column + ${q}u < n) {\n${bias}\n${writes}\n${sums}\n}`;
  });
  return [rows, accumulators, loops[layout], ends].join('\n');
}

/** Not max(0, .): that may turn a NaN into 0 and hide a run that diverged. */
function ended(ending: Ending, value: string, bias: string, zero: string): string {
  const sum = hasBias(ending) ? `${value} + ${bias}` : value;
  return ending === 'biasRelu' ? `select(${sum}, ${zero}, ${sum} < ${zero})` : sum;
}

function guardedLoad(name: string): string {
  const parts = [0, 1, 2, 3].map((q) => `select(0.0, ${name}[i + ${q}u], left > ${q}u)`);
  return `fn load${name.toUpperCase()}(i: u32, left: u32) -> vec4f { return vec4f(${parts.join(', ')}); }`;
}

function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}
