// The map of the items: what is measured in the bench page, and the tables it comes to.
import { projectRoot } from '../setup.mjs';
import { selectionTimes } from './benchSelection.mjs';
import { median } from './benchStatistics.mjs';
import { short } from './benchTables.mjs';

/** Points of the live map; rows and dimensions of the engine's answers and of UMAP. */
const SIZES = {
  full: { frames: [10_000, 100_000, 1_000_000], answers: [[100_000, 64], [1_000_000, 64]], umap: [[2_400, 24], [12_000, 64]] },
  quick: { frames: [10_000, 100_000], answers: [[20_000, 64]], umap: [[1_000, 24]] },
  smoke: { frames: [1_000], answers: [[200, 8]], umap: [[60, 8]] },
};

/** Each size in a page of its own, on the processor. */
export async function mapFigures({ session, scale, attempt, log }) {
  const { frames, answers, umap } = SIZES[scale];
  const inPage = async (name, work) => {
    const { page, close } = await session.openPage('wasm');
    const seen = await attempt(name, () => work(page));
    await close();
    log(`${name}: ${JSON.stringify(seen)}`);
    return seen;
  };
  const rows = [];
  for (const points of frames) rows.push(await inPage(`${points} points`, (page) => page.evaluate((given) => window.residuaBench.mapFrames(given), points)));
  const answered = [];
  for (const size of answers) answered.push(await inPage(`answers for ${size.join(' x ')}`, (page) => page.evaluate((given) => window.residuaBench.mapAnswers(...given), size)));
  const placed = [];
  for (const size of umap) placed.push({ size, seconds: await inPage(`UMAP of ${size.join(' x ')}`, (page) => page.evaluate((given) => window.residuaBench.umap(...given), size)) });
  const selected = await attempt('selection', () => selectionTimes({ root: projectRoot, scale, log }));
  return { rows: rows.filter(Boolean), selected, answered: answered.filter(Boolean), placed: placed.filter(({ seconds }) => seconds !== undefined) };
}

const count = (value) => value.toLocaleString('en-US');

export function mapText({ rows, answered, placed, selected }) {
  const frames = rows.map((row) => `| ${count(row.points)} | ${short(row.move)} (${short(row.moveLongest)}) | ${short(row.slide)} | ${row.slideFrames} | ${short(row.colors)} | ${short(row.grid)} | ${short(row.lasso)} | ${short(row.answered / 1e6)} + ${short(row.added / 1e6)} |`);
  const seconds = [
    ...answered.flatMap(({ rows: n, dim, places, stages }) => [`| places of ${count(n)} x ${dim}, vectors alone | ${short(places)} |`, `| places of ${count(n)} x ${dim} at every stop, 3 levels of 256 | ${short(stages)} |`]),
    ...placed.map(({ size, seconds: s }) => `| UMAP of ${count(size[0])} x ${size[1]} | ${short(s)} |`),
  ];
  return [
    '| points | ms a frame, moved (longest) | ms a frame, sliding | frames in 300 ms | ms colours and crosses | ms first hover | ms lasso | MB answered + added |', '|---|---|---|---|---|---|---|---|', ...frames, '',
    '| what | seconds |', '|---|---|', ...seconds, ...(selected ? ['', ...selectionLines(selected)] : []),
  ].join('\n');
}

function selectionLines({ rows, actions, moves }) {
  const of = (samples, key) => samples.map((sample) => sample[key]);
  const cell = (values) => `${short(median(values))} (${short(Math.max(...values))})`;
  return [
    `| selected among ${count(rows)} items | ms to the next picture (longest) | ms to the last change in sight (longest) |`, '|---|---|---|',
    ...actions.map(({ what, samples }) => `| ${what} | ${cell(of(samples, 'paint'))} | ${cell(of(samples, 'last'))} |`), '',
    `On that page a key that moves the map has its picture after ${cell(moves.idle)} ms, and while Even RQ trains after ${cell(moves.training)} ms${moves.trained ? ' (training ended before the last of them)' : ''}; median and longest of ${moves.idle.length}.`,
  ];
}
