// Work of the page beside the same work in PyTorch on the same machine: page and script take turns, so that other programs weigh on both.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../setup.mjs';
import { median } from './benchStatistics.mjs';
import { table } from './benchTables.mjs';
import { PYTHON } from './benchRun.mjs';

/** A step of ours on one thread takes at most so many times PyTorch's on one. */
export const STEP_AIM = 4;

const ROUNDS = { full: 3, quick: 1, smoke: 1 };

/** [{ name, threads, plain, alone, pool, torch }], milliseconds: medians over the rounds; `torch` null where Python lacks it. `measure(name)` gives the page's timings of one piece. */
export async function inTurns({ script, names, measure, scale, log }) {
  const rounds = [];
  for (let round = 0; round < ROUNDS[scale]; round++) {
    const ours = {};
    for (const name of names) ours[name] = await measure(name);
    rounds.push({ ours, torch: torchTimes(script, scale, log) });
  }
  return names.filter((name) => rounds.every(({ ours }) => ours[name])).map((name) => {
    const of = (form) => median(rounds.map(({ ours }) => median(ours[name].timings[form].samples)));
    const peers = rounds.flatMap(({ torch }) => torch?.times[name] ?? []);
    const row = { name, threads: rounds[0].ours[name].threads, plain: of('plain'), alone: of('alone'), pool: of('pool'), torch: peers.length > 0 ? median(peers) : null, version: rounds[0].torch?.torch };
    log(`${name.padEnd(24)} plain ${row.plain.toFixed(2)} ms  one thread ${row.alone.toFixed(2)}  ${row.threads} threads ${row.pool.toFixed(2)}  torch ${row.torch?.toFixed(2) ?? '-'}`);
    return row;
  });
}

function torchTimes(script, scale, log) {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [join(projectRoot, script), scale === 'full' ? '15' : '3'], { encoding: 'utf8', timeout: 300_000 });
  if (status === 0) return JSON.parse(stdout);
  log(`torch: not run (${error?.message ?? stderr.trim().split('\n').at(-1)})`);
  return null;
}

/** The table of such rows. */
export function turnsTable(rows) {
  return table(['step', 'plain form', 'one thread', `${rows[0]?.threads ?? 1} threads`, 'PyTorch, one thread', 'one thread over PyTorch'], rows.map((row) => [row.name, digits(row.plain), digits(row.alone), digits(row.pool), digits(row.torch), row.torch === null ? '' : `${over(row).toFixed(2)}x`]));
}

export function stepsText(rows) {
  const found = rows.filter(({ torch }) => torch !== null).map(over);
  const verdict = found.length === 0 ? 'PyTorch was not installed.' : `The aim is at most ${STEP_AIM} times PyTorch ${rows[0].version} on one thread: ${Math.max(...found) <= STEP_AIM ? 'met' : 'missed'}, at most ${Math.max(...found).toFixed(2)} times.`;
  return [
    '### A training step',
    'Milliseconds of a step of 512 rows on wasm, in the sizes of the sample *Planted clicks* (8 numbers a field, layers of 64 and 32), beside the same step in PyTorch on one thread (`scripts/labelSteps.py`). Medians of three rounds in which page and script take turns; other programs used the machine too.',
    turnsTable(rows), verdict,
  ].join('\n\n');
}

function over({ alone, torch }) {
  return alone / torch;
}

function digits(milliseconds) {
  return milliseconds === null ? '-' : milliseconds.toFixed(2);
}
