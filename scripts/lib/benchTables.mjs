// Measured rows as Markdown tables, and their place in a document between two comments.

/** A table; cells are text already. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three significant digits, without an exponent from 0.001 to a million; "-" for what is no number. */
export function short(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '-';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 0.001 || size >= 1e6) return value.toExponential(1);
  return size >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

/** 65536 as "65,536". */
export const grouped = (value) => value.toLocaleString('en-US');

/**
 * `text` with what stands between `<!-- bench NAME -->` and `<!-- /bench NAME -->` replaced. Throws where the document has no such place:
 * a table that is written nowhere would not be missed.
 */
export function replaceSection(text, name, body) {
  const [start, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`There is no ${start} ... ${end} in the document.`);
  return `${text.slice(0, from + start.length)}\n${body}\n${text.slice(to)}`;
}

const ADAPTERS = { webgpu: 'WebGPU', wasm: 'wasm' };

/** Rows of kernelRow or stepRow. */
export function kernelTable(rows) {
  return table(
    ['kernel', 'sizes', 'on', 'ms', 'GFLOP/s', 'GB/s', 'TensorFlow.js ms', 'ratio', 'target', 'error', 'its error', 'first run ms', 'its first ms'],
    rows.map((row) => [
      row.name, row.sizes, ADAPTERS[row.backend], short(row.time), short(row.gflops), short(row.gigabytes), short(row.plainTime),
      `**${short(row.ratio)}**`, targetWords(row), errorWords(row), short(row.plainError), short(row.first), short(row.plainFirst),
    ]),
  );
}

/** "15: met", "15: missed" or nothing. */
export function targetWords({ target, met }) {
  return target === undefined ? '' : `${target}: ${met ? 'met' : 'missed'}`;
}

function errorWords({ error, bound, correct }) {
  return correct ? short(error) : `${short(error)}, wrong: ${short(bound)} is the most`;
}

/** Rows { backend, kind, rows, dim, first, time, phase, steps, seconds, relativeError }. */
export function quantizerTable(rows) {
  return table(
    ['method', 'data', 'on', 'one step is', 'ms a step', 'first step ms', 'steps', 'seconds to the end', 'relative error'],
    rows.map((row) => [
      row.kind, `${grouped(row.rows)} x ${row.dim}`, ADAPTERS[row.backend], `one ${row.phase}`, short(row.time), short(row.first),
      row.seconds === null ? `${row.steps}, stopped` : String(row.steps), short(row.seconds), row.seconds === null ? '-' : short(row.relativeError),
    ]),
  );
}

/** Rows { name, calls, time }: calls of one step, a mean over steps. */
export function callsTable(rows) {
  return table(
    ['one step of', 'submits', 'compute passes', 'dispatches', 'bind groups', 'buffer writes', 'buffers made', 'read-backs', 'ms'],
    rows.map(({ name, calls: { submits, passes, dispatches, bindGroups, writes, buffers, readBacks }, time }) => [
      name, ...[submits, passes, dispatches, bindGroups, writes, buffers, readBacks].map((count) => String(Math.round(10 * count) / 10)), short(time),
    ]),
  );
}

/** Rows { format, rows, dim, bytes, time }. */
export function readerTable(rows) {
  return table(
    ['format', 'vectors', 'file MB', 'ms', 'MB/s'],
    rows.map((row) => [row.format, `${grouped(row.rows)} x ${row.dim}`, short(row.bytes / 1e6), short(row.time), short(row.bytes / 1e3 / row.time)]),
  );
}

/** Entries { kind, backend, numCodes, points, linear, flat } of growthSummary. */
export function growthTable(entries) {
  const rows = entries.flatMap(({ kind, backend, numCodes, points }) =>
    points.map((point) => [
      kind, ADAPTERS[backend], `${grouped(point.rows)} x ${point.dim}, ${numCodes} codes`, short(point.time), point.factor === null ? '' : short(point.factor),
      short((4 * point.rows * point.dim) / 1e6), ...memoryCells(point),
    ]),
  );
  return `${table(['method', 'on', 'rows', 'ms a pass', 'factor', 'data MB', 'page before MB', 'data loaded MB', 'peak MB', 'pass works in MB'], rows)}\n\n${entries.map(growthVerdict).join(' ')}`;
}

/** "rq-kmeans on wasm: time linear, memory flat." */
export function growthVerdict({ kind, backend, linear, flat }) {
  return `${kind} on ${ADAPTERS[backend]}: time ${linear ? 'linear' : 'not linear'}, memory ${flat === null ? 'not measured' : flat ? 'flat' : 'not flat'}.`;
}

function memoryCells({ idle, held, peak }) {
  return peak === null ? ['-', '-', '-', '-'] : [idle, held, peak, peak - held].map((bytes) => short(bytes / 1e6));
}

/** Rows { what, seconds }. */
export function pageTable(rows) {
  return table(['what', 'seconds'], rows.map(({ what, seconds }) => [what, short(seconds)]));
}
