/** Headless entry: with `?execute` there is no page, only `window.residuaExecute`, which runs a notebook with the same session and writes files. */
import type { BackendName } from '../engine/records';
import type { Repair } from '../engine/recordsRepair';
import type { Theme } from '../viz/colors';
import { VIEWS } from './cells/views';
import { drawingSvg } from './cells/exportView';
import { sweepDrawing } from './cells/sweepDrawing';
import { clientFactory } from './createClient';
import { effectiveCell } from './notebook/fair';
import { fromJson } from './notebook/serialize';
import { quantizerCell } from './notebook/spec';
import { curvesCsv } from './output/csv';
import { codebookNpy, codesNpy, identifiersNpy, reconstructionNpy, textFile } from './output/files';
import { furtherSeeds } from './output/seedRuns';
import { pointRuns, pointWords, sweepCsvOf } from './output/sweepRuns';
import { toResults } from './output/results';
import type { Results } from './output/results';
import { applySettings } from './setCell';
import type { CellSetting } from './setCell';
import { fetchSample, fetchSamples } from './samples';
import { toProblem } from './state/problem';
import { createSession } from './state/session';
import type { Session } from './state/session';
import { noStorage } from './state/storage';

export interface ExecuteRequest {
  /** The document, as text or parsed. */
  readonly notebook: unknown;
  /** Files by the name a dataset cell binds, fetched from an address of the page's own server; `file` names them. */
  readonly data: readonly { readonly name: string; readonly url: string; readonly file?: string }[];
  readonly set?: readonly CellSetting[];
  /** Replaces the seeds of every quantizer and sweep cell. */
  readonly seeds?: readonly number[];
  readonly backend?: BackendName;
  readonly theme?: Theme;
  /** Base address: each file is PUT to `${put}/NAME`. */
  readonly put: string;
}
export interface ExecuteAnswer {
  readonly results: Results | null;
  readonly files: readonly string[];
  /** One line each; empty: all went well. */
  readonly problems: readonly string[];
}

declare global {
  interface Window {
    residuaExecute?: (request: ExecuteRequest) => Promise<ExecuteAnswer>;
  }
}

export function installExecute(): void {
  window.residuaExecute = execute;
}

async function execute(request: ExecuteRequest): Promise<ExecuteAnswer> {
  try {
    return await run(request);
  } catch (thrown) {
    return { results: null, files: [], problems: [line('', thrown)] };
  }
}

async function run(request: ExecuteRequest): Promise<ExecuteAnswer> {
  const session = await createSession({
    createClient: await clientFactory(), storage: noStorage(), firstNotebook: { version: 1, cells: [] }, backend: request.backend ?? 'auto',
    nextFrame: (publish) => setTimeout(publish, 100),
    fetchSample: async (id) => fetchSample(await fetchSamples(document.baseURI), id, document.baseURI),
  });
  try {
    const text = typeof request.notebook === 'string' ? request.notebook : JSON.stringify(request.notebook);
    const notebook = applySettings(fromJson(text, session.catalog), session.catalog, request.set ?? [], request.seeds);
    await session.open(notebook);
    await bindData(session, request.data);
    await session.loadAll();
    session.queue.run(notebook.cells.flatMap((cell) => (cell.mode === 'quantizer' || cell.mode === 'sweep' ? [cell.id] : [])));
    await session.queue.idle();
    return await write(session, request);
  } finally {
    session.close();
  }
}

async function bindData(session: Session, data: ExecuteRequest['data']): Promise<void> {
  const names = session.notebook.getState().notebook.cells.flatMap((cell) => (cell.mode === 'dataset' ? [cell.spec.data] : []));
  for (const { name, url, file } of data) {
    if (!names.includes(name)) throw Object.assign(new Error(`No cell reads data named "${name}".`), { name: 'input', hint: `This notebook reads: ${names.join(', ') || 'no data'}.` });
    const response = await fetch(url);
    if (!response.ok) throw Object.assign(new Error(`${file ?? url} could not be read (HTTP ${response.status}).`), { name: 'input', hint: 'Check the path.' });
    const fileName = file ?? decodeURIComponent(new URL(url, location.href).pathname.split('/').at(-1) ?? name);
    // The result of a run does not depend on when its file was written.
    session.data.bind(name, { file: new File([await response.blob()], fileName, { lastModified: 0 }), print: `${fileName}|${url}`, sample: null });
  }
}

async function write(session: Session, request: ExecuteRequest): Promise<ExecuteAnswer> {
  const files: string[] = [];
  const problems: string[] = [];
  const failedViews = new Set<string>();
  const repairs = new Map<string, Repair>();
  const put = async (name: string, body: Blob) => {
    const response = await fetch(`${request.put.replace(/\/$/, '')}/${encodeURIComponent(name)}`, { method: 'PUT', body });
    if (!response.ok) throw new Error(`${name} could not be written (HTTP ${response.status}).`);
    files.push(name);
  };
  const { notebook } = session.notebook.getState();
  const state = session.runs.getState();
  for (const cell of notebook.cells) {
    try {
      if (cell.mode === 'dataset' && state.data[cell.id]?.problem) problems.push(line(cell.id, state.data[cell.id]?.problem));
      if (cell.mode === 'quantizer') {
        const { result, points, problem } = state.runs[cell.id] ?? {};
        // Data that cannot be read is told once, by the cell that reads it.
        const readable = !state.data[cell.inputs[0] ?? '']?.problem;
        if (problem && readable) problems.push(line(cell.id, problem));
        // A reason that all seeds share is told once.
        const others = furtherSeeds(notebook, state.runs, cell.id).flatMap(({ seed, run }) => (run?.problem && run.problem.message !== problem?.message ? [line(`${cell.id}, seed ${seed}`, run.problem)] : []));
        if (readable) problems.push(...others);
        if (!result) continue;
        await put(`${cell.id}.codes.npy`, codesNpy(result));
        for (const level of result.codebooks.keys()) await put(`${cell.id}.codebook.${level}.npy`, codebookNpy(result, level));
        await put(`${cell.id}.curves.csv`, textFile(curvesCsv(points ?? [])));
        await put(`${cell.id}.reconstruction.npy`, reconstructionNpy(result));
        const repair = await session.identifiers.applied(cell.id);
        if (repair) {
          repairs.set(cell.id, repair);
          await put(`${cell.id}.ids.npy`, identifiersNpy(repair));
        }
      }
      if (cell.mode === 'sweep') {
        const points = pointRuns(notebook, state, cell);
        const told = points.flatMap(({ point, runs }) => runs.flatMap(({ seed, run }) => (run?.problem ? [line(`${cell.id}, ${pointWords(point)}, seed ${seed}`, run.problem)] : [])));
        const data = quantizerCell(notebook, cell.inputs[0] ?? '')?.inputs[0] ?? '';
        if (!state.data[data]?.problem) problems.push(...told);
        await put(`${cell.id}.sweep.csv`, textFile(sweepCsvOf(cell, session.catalog.metrics, points)));
        await put(`${cell.id}.svg`, textFile(drawingSvg(sweepDrawing(notebook, cell, session.catalog, points), cell, request.theme ?? 'light'), 'image/svg+xml'));
      }
      if (cell.mode === 'view') {
        const runs = cell.inputs.flatMap((id) => notebook.cells.flatMap((source) => (source.id === id && source.mode === 'quantizer' ? [{ cell: effectiveCell(notebook, source), run: state.runs[id] }] : [])));
        const drawing = VIEWS[cell.spec.view].drawing(runs, cell.spec.options);
        await put(`${cell.id}.svg`, textFile(drawingSvg(drawing, cell, request.theme ?? 'light'), 'image/svg+xml'));
      }
    } catch (thrown) {
      problems.push(line(cell.id, thrown));
      if (cell.mode === 'view') failedViews.add(cell.id);
    }
  }
  const results = toResults(session.engine.getState().info!, notebook, state, failedViews, repairs);
  await put('results.json', textFile(`${JSON.stringify(results, null, 2)}\n`, 'application/json'));
  return { results, files, problems };
}

/** "kmeans: 40 rows for 256 codes. Take fewer codes per level." */
function line(cell: string, thrown: unknown): string {
  const { message, hint } = toProblem(thrown);
  return `${cell ? `${cell}: ` : ''}${message} ${hint}`.replace(/\s+/g, ' ').trim();
}
