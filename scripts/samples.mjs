// Writes the bundled sample data to public/samples: `npm run samples`. The same seeds give the same bytes; samples.test.mjs compares.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parquetWriteBuffer } from 'hyparquet-writer';

const root = resolve(import.meta.dirname, '..');
export const target = resolve(root, 'public/samples');

/** Path below public/samples to bytes: every sample, and samples.json, which lists them for the page. The modules are the engine's. */
export function sampleFiles({ samples, npyBytes, csvText, indexJson }) {
  const files = new Map();
  const list = samples.map(({ make, ...entry }) => {
    const made = make();
    files.set(entry.file, encode(entry.file, made, { npyBytes, csvText, indexJson }));
    return { ...entry, rows: made.rows, ...(made.codes ? { levels: made.levels } : made.columns ? { columns: made.columns.length } : { dim: made.dim }) };
  });
  files.set('samples.json', new TextEncoder().encode(`${JSON.stringify(list, null, 2)}\n`));
  return files;
}

function encode(file, made, { npyBytes, csvText, indexJson }) {
  if (made.codes) return new TextEncoder().encode(indexJson(made));
  if (made.columns && file.endsWith('.parquet')) return new Uint8Array(parquetWriteBuffer({ columnData: made.columns.map(parquetColumn), rowGroupSize: made.rows, createdBy: 'residua' }));
  if (made.columns) {
    const rows = Array.from({ length: made.rows }, (_, i) => made.columns.map(({ values }) => values[i]));
    return new TextEncoder().encode(csvText(made.columns.map(({ name }) => name), rows));
  }
  if (file.endsWith('.npy')) return npyBytes(made.data, [made.rows, made.dim]);
  const vectors = Array.from({ length: made.rows }, (_, i) => made.data.subarray(i * made.dim, (i + 1) * made.dim));
  const ids = made.ids ?? vectors.map((_, i) => `item-${String(i).padStart(4, '0')}`);
  if (file.endsWith('.csv')) {
    const header = ['id', ...['x', 'y', 'z'].slice(0, made.dim), ...made.labels.map((label) => label.name)];
    // Four decimals: less than the noise, and small.
    return new TextEncoder().encode(
      csvText(
        header,
        vectors.map((vector, i) => [
          ids[i],
          ...Array.from(vector, (value) => Number(value.toFixed(4))),
          ...made.labels.map((label) => label.values[i]),
        ]),
      ),
    );
  }
  const text = (name) => ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' });
  const names = ['id', ...made.labels.map((label) => label.name)];
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'id', data: ids },
        ...made.labels.map(({ name, values }) => ({ name, data: [...values] })),
        { name: 'vector', data: vectors.map((vector) => Array.from(vector)) },
      ],
      schema: [
        { name: 'root', num_children: names.length + 1 },
        ...names.map(text),
        { name: 'vector', repetition_type: 'REQUIRED', num_children: 1, converted_type: 'LIST' },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'FLOAT', repetition_type: 'REQUIRED' },
      ],
      rowGroupSize: made.rows,
      createdBy: 'residua',
    }),
  );
}

/** Text, fractions and few whole numbers as a dictionary; many whole numbers, such as times, as differences from row to row. */
function parquetColumn({ name, values }) {
  const whole = typeof values[0] === 'number' && values.every((value) => Number.isInteger(value));
  const type = typeof values[0] === 'string' ? 'STRING' : whole ? 'INT32' : 'DOUBLE';
  return { name, data: [...values], type, nullable: false, ...(whole && new Set(values).size > 4096 && { encoding: 'DELTA_BINARY_PACKED' }) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { runnerImport } = await import('vite');
  const load = async (path) => (await runnerImport(resolve(root, path), { root, configFile: false })).module;
  const files = sampleFiles({
    ...(await load('src/engine/data/generators/samples.ts')),
    ...(await load('src/engine/export/npy.ts')),
    ...(await load('src/engine/export/csv.ts')),
    ...(await load('src/engine/export/identifiers.ts')),
  });
  for (const [path, bytes] of files) {
    await mkdir(dirname(resolve(target, path)), { recursive: true });
    await writeFile(resolve(target, path), bytes);
    console.log(`public/samples/${path}: ${bytes.length.toLocaleString('en-US')} bytes`);
  }
}
