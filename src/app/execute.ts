/** Headless entry: with `?execute` there is no page, only `window.residuaExecute`, which runs a notebook with the same session and writes files. */
import type { BackendName } from '../engine/records/engine';
import type { Repair } from '../engine/records/repair';
import type { Theme } from '../viz/colors';
import { clientFactory } from './createClient';
import { differencesOf, leaveCell, line } from './executeFiles';
import { fromJson } from './notebook/serialize';
import { NOTEBOOK_VERSION } from './notebook/spec';
import type { CellMode, Notebook } from './notebook/spec';
import { textFile } from './output/files';
import { toResults } from './output/results';
import type { Results } from './output/results';
import { applySettings } from './setCell';
import type { CellSetting } from './setCell';
import { withTestData, withoutSampleChoices } from './ownFiles';
import { fetchSample, fetchSamples } from './samples';
import { createSession } from './state/session';
import type { Session } from './state/session';
import { noStorage } from './state/storage';

/** Cells that there is something to run of. */
const RUN: readonly CellMode[] = ['quantizer', 'codes', 'predictor', 'sweep'];

export interface ExecuteRequest {
  /** The document, as text or parsed. */
  readonly notebook: unknown;
  /** Files by the name a dataset or table cell binds, fetched from an address of the page's own server; `file` names them. */
  readonly data: readonly { readonly name: string; readonly url: string; readonly file?: string }[];
  readonly set?: readonly CellSetting[];
  /** Replaces the seeds of every quantizer, predictor and sweep cell. */
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
    createClient: await clientFactory(), storage: noStorage(), firstNotebook: { version: NOTEBOOK_VERSION, cells: [] }, backend: request.backend ?? 'auto',
    nextFrame: (publish) => setTimeout(publish, 100),
    fetchSample: async (id) => fetchSample(await fetchSamples(document.baseURI), id, document.baseURI),
  });
  try {
    const text = typeof request.notebook === 'string' ? request.notebook : JSON.stringify(request.notebook);
    const names = request.data.map(({ name }) => name);
    const own = withTestData(withoutSampleChoices(fromJson(text, session.catalog), names), names);
    const notebook = applySettings(own, session.catalog, request.set ?? [], request.seeds);
    await session.open(notebook);
    await bindData(session, request.data);
    await session.loadAll();
    session.queue.run(notebook.cells.flatMap((cell) => (RUN.includes(cell.mode) ? [cell.id] : [])));
    await session.queue.idle();
    return await write(session, request);
  } finally {
    session.close();
  }
}

async function bindData(session: Session, data: ExecuteRequest['data']): Promise<void> {
  const names = dataNames(session.notebook.getState().notebook);
  for (const { name, url, file } of data) {
    if (!names.includes(name)) throw Object.assign(new Error(`No cell reads data named "${name}".`), { name: 'input', hint: `This notebook reads: ${names.join(', ') || 'no data'}.` });
    const response = await fetch(url);
    if (!response.ok) throw Object.assign(new Error(`${file ?? url} could not be read (HTTP ${response.status}).`), { name: 'input', hint: 'Check the path.' });
    const fileName = file ?? decodeURIComponent(new URL(url, location.href).pathname.split('/').at(-1) ?? name);
    // The result of a run does not depend on when its file was written.
    session.data.bind(name, { file: new File([await response.blob()], fileName, { lastModified: 0 }), print: `${fileName}|${url}`, sample: null });
  }
}

/** Names of the files that a notebook's cells read. */
function dataNames({ cells }: Notebook): string[] {
  return cells.flatMap((cell) => {
    if (cell.mode === 'log' || cell.mode === 'codes') return [cell.spec.data];
    if (cell.mode === 'sequences') return [cell.spec.data, ...(cell.spec.testData === undefined ? [] : [cell.spec.testData])];
    return cell.mode === 'dataset' || cell.mode === 'table' ? [cell.spec.data, ...(cell.spec.joinData === undefined ? [] : [cell.spec.joinData])] : [];
  });
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
      await leaveCell(cell, { session, notebook, state, theme: request.theme ?? 'light', put, tell: (problem) => problems.push(problem), repairs });
    } catch (thrown) {
      problems.push(line(cell.id, thrown));
      if (cell.mode === 'view') failedViews.add(cell.id);
    }
  }
  const results = toResults(session.engine.getState().info!, notebook, state, failedViews, repairs, await differencesOf(session, notebook, state));
  await put('results.json', textFile(`${JSON.stringify(results, null, 2)}\n`, 'application/json'));
  return { results, files, problems };
}
