/** The menus of a row: what each command changes, runs and writes. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { predictorCell, quantizerCell, seedsOf, sweepCell, withSeeds } from '../notebook/spec';
import type { PredictorCell, QuantizerCell } from '../notebook/spec';
import { toNotebook } from '../notebook/toNotebook';
import { editCell, editParams } from '../state/notebookStore';
import { createUi } from '../state/uiStore';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { testSession } from '../testing/session';
import { predictorCommands, withoutAlignment } from './predictorCommands';
import { quantizerCommands } from './quantizerCommands';
import { predicted, quantized } from '../runs/cellRun';

const written = { files: [] as { name: string; blob: Blob }[] };
/** What a download needs of a browser: an address for the file, and a link that is clicked. */
beforeEach(() => {
  written.files = [];
  const blobs: Blob[] = [];
  vi.stubGlobal('URL', Object.assign(class extends URL {}, { createObjectURL: (blob: Blob) => `blob:${blobs.push(blob) - 1}`, revokeObjectURL: () => {} }));
  vi.stubGlobal('document', { createElement: () => ({ href: '', download: '', click() { written.files.push({ name: this.download, blob: blobs[Number(this.href.slice('blob:'.length))]! }); } }) });
  vi.stubGlobal('requestAnimationFrame', () => 0);
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const CELLS = [
  { id: 'data', mode: 'dataset', spec: { data: 'items', sample: 'x' } }, { id: 'k', mode: 'quantizer', spec: { kind: 'rq-kmeans', seed: 3, params: { numLevels: 2, numCodes: [5] } } },
  { id: 'table', mode: 'table', spec: { sample: 'watch-time' } }, { id: 'reg', mode: 'predictor', spec: { kind: 'rq-reg', seeds: [4, 6] } },
];

async function ran() {
  const { session } = await testSession({}, undefined, { fetchSample: (id) => Promise.resolve(new File(['x'], `${id}.csv`)) });
  await session.open(toNotebook({ version: 2, cells: CELLS }, FAKE_CATALOG));
  await session.loadAll();
  session.queue.run(['k', 'reg']);
  await session.queue.idle();
  const notebook = () => session.notebook.getState().notebook;
  const runs = () => session.runs.getState().runs;
  const k = () => quantizerCell(notebook(), 'k')!;
  const reg = () => predictorCell(notebook(), 'reg')!;
  return {
    session, notebook, runs, k, reg, newRows: { open: vi.fn() } as never,
    ofK: (cell: QuantizerCell = k(), busy = false) => quantizerCommands(session, cell, runs().k, busy).flat(),
    ofReg: (cell: PredictorCell = reg(), busy = false) => predictorCommands({ session, newRows: { open: vi.fn() } as never, ui: createUi() }, cell, runs().reg, busy).flat(),
  };
}
type Commands = ReturnType<Awaited<ReturnType<typeof ran>>['ofK']>;
const take = (commands: Commands, title: string) => {
  const found = commands.find((command) => command.title.startsWith(title));
  if (!found) throw new Error(`There is no command "${title}"; known: ${commands.map((command) => command.title).join(', ')}.`);
  found.run();
  return found;
};
/** The text of the only file written since the last look. */
const text = async () => {
  const [file, ...more] = written.files.splice(0);
  expect(more).toEqual([]);
  return { name: file!.name, lines: (await file!.blob.text()).trimEnd().split(/\r?\n/) };
};
/** Shape and numbers of a .npy file of little-endian 4-byte elements. */
const npy = async () => {
  const [file] = written.files.splice(0);
  const bytes = await file!.blob.arrayBuffer();
  const length = 10 + new DataView(bytes).getUint16(8, true);
  const head = new TextDecoder().decode(bytes.slice(10, length));
  const shape = /\((\d+), (\d+)\)/.exec(head)!.slice(1).map(Number);
  return { name: file!.name, shape, data: [...(head.includes('<i4') ? new Int32Array(bytes.slice(length)) : new Float32Array(bytes.slice(length)))] };
};

describe('of a quantizer', () => {
  it('write the codes, codebooks and reconstruction of its run, by the name of the cell', async () => {
    const { session, ofK, runs } = await ran();
    const { codes, codebooks, reconstruction, rows, dim } = quantized(runs().k)!;
    take(ofK(), 'Codes as .npy');
    expect(await npy()).toEqual({ name: 'k.codes.npy', shape: [rows, 2], data: [...codes] });
    for (const level of [0, 1]) {
      take(ofK(), `Codebook ${level + 1} as .npy`);
      expect(await npy()).toEqual({ name: `k.codebook.${level}.npy`, shape: [5, dim], data: [...codebooks[level]!.data] });
    }
    take(ofK(), 'Reconstruction');
    expect(await npy()).toEqual({ name: 'k.reconstruction.npy', shape: [rows, dim], data: [...reconstruction] });
    take(ofK(), 'Training curves');
    const { name, lines } = await text();
    expect([name, lines.length]).toEqual(['k.curves.csv', 1 + runs().k!.points.length]);
    session.close();
  });

  it('put ids beside codes only where the codes were made from the data that is loaded', async () => {
    const { session, ofK, runs } = await ran();
    const ids = Array.from({ length: 200 }, (_, row) => `item ${row}`);
    session.runs.setState((state) => ({ data: { ...state.data, data: { ...state.data.data!, loaded: { ...state.data.data!.loaded!, ids } } } }));
    const { codes } = quantized(runs().k)!;
    const own = take(ofK(), 'Codes as CSV');
    expect([own.note, (await text()).lines.slice(0, 3)]).toEqual(['with ids', ['id,code_1,code_2', `item 0,${codes[0]},${codes[1]}`, `item 1,${codes[2]},${codes[3]}`]]);
    // Another file of as many rows.
    session.runs.setState((state) => ({ files: { ...state.files, items: { ...state.files.items!, print: 'another' } } }));
    take(ofK(), 'Codes as CSV');
    expect((await text()).lines.slice(0, 3)).toEqual(['row,code_1,code_2', `0,${codes[0]},${codes[1]}`, `1,${codes[2]},${codes[3]}`]);
    session.close();
  });

  it('run again with the same seeds, or with the next, one for each', async () => {
    const { session, ofK, k, runs } = await ran();
    const first = runs().k!.runId;
    expect(ofK().map(({ title, note }) => `${title}: ${note}`)).toEqual(expect.arrayContaining(['Run again, same seed: seed 3', 'Run again, new seed: seed 4']));
    take(ofK(), 'Run again, same');
    await session.queue.idle();
    expect([runs().k!.seed, runs().k!.runId === first]).toEqual([3, false]);
    take(ofK(), 'Run again, new');
    await session.queue.idle();
    expect([seedsOf(k()), runs().k!.seed]).toEqual([[4], 4]);
    editCell(session.notebook, 'k', 'quantizer', (cell) => withSeeds(cell, [2, 9]));
    expect(ofK().find(({ title }) => title === 'Run again, new seeds')!.note).toBe('seeds 10, 11');
    session.close();
  });

  it('duplicate with settings and the next seed, sweep, remove', async () => {
    const { session, ofK, k, notebook } = await ran();
    editParams(session.notebook, 'k', { numLevels: 1 });
    take(ofK(), 'Duplicate');
    const copy = quantizerCell(notebook(), 'k-2')!;
    expect([copy.spec, copy.inputs, copy.name]).toEqual([{ ...k().spec, seed: 4 }, { rows: 'data' }, `${k().name} 2`]);
    take(ofK(), 'Sweep');
    expect(sweepCell(notebook(), 'k-sweep')).toMatchObject({ inputs: { method: 'k' }, spec: { parameters: [], seeds: [] } });
    expect(ofK().find(({ title }) => title === 'Remove')!.about).toBe(`"Sweep of ${k().name}" goes too`);
    take(ofK(), 'Remove');
    expect(notebook().cells.map(({ id }) => id)).toEqual(['data', 'k-2', 'table', 'reg']);
    session.close();
  });

  it('that would disturb a run are off while it is under way; of no run there is nothing to write', async () => {
    const { session, k, ofK } = await ran();
    expect(ofK(k(), true).filter(({ disabled }) => disabled).map(({ title }) => title)).toEqual(['Run again, same seed', 'Run again, new seed', 'Remove']);
    expect(quantizerCommands(session, k(), undefined, false).flat().map(({ title }) => title)).toEqual(['Run again, same seed', 'Run again, new seed', 'Duplicate', 'Sweep its parameters', 'Remove']);
    session.close();
  });
});

describe('of a predictor', () => {
  it('write the predictions of its first seed, named where there are several, and curves with validation scores', async () => {
    const { session, ofReg, runs } = await ran();
    const { predictions, targets, rowIndex } = predicted(runs().reg)!;
    take(ofReg(), 'Predictions as CSV');
    const { name, lines } = await text();
    const [header, ...rows] = lines.map((line) => line.split(','));
    const column = (title: string) => rows.map((row) => Number(row[header!.indexOf(title)]));
    expect(name).toBe('reg.predictions.csv');
    expect([column('row'), column('prediction').map(Math.fround), column('target').map(Math.fround)]).toEqual([[...rowIndex], [...predictions], [...targets]]);
    expect(new Set(column('seed'))).toEqual(new Set([4]));
    take(ofReg(), 'Training curves');
    expect((await text()).lines[0]).toContain('validation_mae');
    take(ofReg(), 'Predictions as Parquet');
    await vi.waitFor(async () => expect(await text()).toEqual({ name: 'reg.predictions.parquet', lines: [`PAR1 ${predictions.length} rows PAR1`] }));
    session.close();
  });

  it('say in a notice why Parquet could not be written', async () => {
    const { session, reg, runs } = await ran();
    const ui = createUi();
    const broken = { ...session, client: () => ({ ...session.client(), predictionsParquet: () => Promise.reject({ name: 'engine', message: 'The engine stopped.', hint: '' }) }) };
    take(predictorCommands({ session: broken, newRows: { open: vi.fn() } as never, ui }, reg(), runs().reg, false).flat(), 'Predictions as Parquet');
    await vi.waitFor(() => expect(ui.getState().notice).toContain('The engine stopped'));
    session.close();
  });

  it('add the ablation without alignment beside it, and only where there is alignment', async () => {
    const { session, ofReg, reg, notebook } = await ran();
    take(ofReg(), 'Add it without alignment');
    const plain = predictorCell(notebook(), 'regplain')!;
    expect(plain.spec).toEqual({ ...reg().spec, params: { ...reg().spec.params, lambdaRepresentation: 0 } });
    expect(ofReg(withoutAlignment(reg())).map(({ title }) => title)).not.toContain('Add it without alignment');
    session.close();
  });

  it('run again with as many new seeds as there were, and duplicate with those', async () => {
    const { session, ofReg, reg, notebook } = await ran();
    take(ofReg(), 'Duplicate');
    expect(seedsOf(predictorCell(notebook(), 'reg-2')!)).toEqual([7, 8]);
    take(ofReg(), 'Run again, new seeds');
    await session.queue.idle();
    expect(seedsOf(reg())).toEqual([7, 8]);
    session.close();
  });
});
