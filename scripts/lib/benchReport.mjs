// A measured section as text of docs/benchmarks.md, and what about it must fail the bench.
import { growthLimit, memoryLimit } from './benchStatistics.mjs';
import { mapText } from './benchMap.mjs';
import { processorTable } from './benchProcessor.mjs';
import { callsTable, growthTable, kernelTable, pageTable, quantizerTable, readerTable, short } from './benchTables.mjs';

const texts = {
  kernels: ({ rows }) => `${kernelTable(rows)}\n\nCounted as: ${formulas(rows)}.`,
  step: ({ rows }) => kernelTable(rows),
  calls: ({ rows }) => callsTable(rows),
  growth: ({ entries }) =>
    `${growthTable(entries)}\n\nLimits: each doubling at most ${growthLimit} times the time; what a pass works in grows by at most ${short(100 * memoryLimit.share)} % of the data added and ${short(memoryLimit.garbage / 1e6)} MB that the collector has not come to yet.`,
  processor: (measured) => processorTable(measured),
  readers: ({ rows }) => readerTable(rows),
  map: (measured) => mapText(measured),
  quantizers: ({ rows }) => quantizerTable(rows),
  page: ({ times }) => pageTable(times),
  proof: ({ text }) => text,
  values: ({ text }) => text,
  labels: ({ text }) => text,
  retrieval: ({ text }) => text,
};

/** The section's Markdown, surroundings first. */
export function sectionText(section, measured) {
  const { machine, load, browser, adapters, measured: date } = measured;
  const where = [`Measured ${date.slice(0, 10)} on ${machine}`, browser, adapters?.join('; '), `load average at the end ${load}`].filter(Boolean).join(', ');
  return `\n${where}.\n\n${texts[section](measured)}\n`;
}

/** Wrong numbers and comparisons lost, one line each; a missed target of speed is no fault. */
export function faults(section, measured) {
  if (section === 'kernels' || section === 'step') {
    return measured.rows.filter((row) => !row.correct).map((row) => `${row.name} on ${row.backend}: error ${row.error}, at most ${row.bound}`);
  }
  if (section === 'proof') {
    return measured.rows.filter((row) => row.check && !row.check.within).map((row) => `${row.name}, ${row.file}, 3 x ${row.codes}: not within 1 %: ${row.check.words}`);
  }
  return [];
}

/** "nearestCode 2 n K d; ..." once a kernel. */
function formulas(rows) {
  const known = new Map(rows.map((row) => [row.name, row.formula]));
  return [...known].map(([name, formula]) => `${name} ${formula}`).join('. ');
}
