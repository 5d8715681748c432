/** What can be done with a quantizer beside running it: seeds, copies, downloads. */
import type { LoadedDataset } from '../../engine/records/data';
import type { Command } from '../components/Menu';
import { goTo } from '../components/goTo';
import { removalWords } from '../notebook/graph';
import { runKey } from '../notebook/hash';
import { inputOf } from '../notebook/inputs';
import { newSweep } from '../notebook/newCells';
import { nextSeeds, seedsOf, withSeeds } from '../notebook/spec';
import type { QuantizerCell } from '../notebook/spec';
import { codesCsv, curvesCsv } from '../output/csv';
import { codebookNpy, codesNpy, download, reconstructionNpy, textFile } from '../output/files';
import { shortcut } from '../shortcuts';
import { addCell, editCell, removeCell } from '../state/notebookStore';
import { prints } from '../runs/runState';
import { quantized } from '../runs/cellRun';
import { hasStoredIds, storedResultOf } from '../runs/storedSide';
import type { CellRun } from '../runs/cellRun';
import type { Session } from '../state/session';
import { takeOffer } from './resume';
import { retrievalCommands } from './retrievalJudges';
import type { ResumeOffer } from './resume';
import { seedWords } from './summary';

export function quantizerCommands(session: Session, cell: QuantizerCell, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[] = []): Command[][] {
  const result = quantized(run);
  const stored = result && storedResultOf(result);
  const codes = stored ? 'Codes by rule' : 'Codes';
  const data = dataOf(session, cell, run);
  const source = { rows: data ?? { ids: null, rowIndex: new Uint32Array(0) }, note: data ? (data.ids ? 'with ids' : 'by row') : 'by row: data or settings changed' };
  const newSeed = () => {
    editCell(session.notebook, cell.id, 'quantizer', (now) => withSeeds(now, nextSeeds(now)));
    session.queue.run([cell.id]);
  };
  const [now, next] = [seedsOf(cell), nextSeeds(cell)];
  return [
    offers.map((offer) => ({ title: offer.title, note: offer.note, disabled: busy, run: () => takeOffer(session, cell, offer) })),
    [
      { title: `Run again, same ${seedWord(now)}`, note: seedWords(now), disabled: busy, run: () => session.queue.run([cell.id], true) },
      { title: `Run again, new ${seedWord(now)}`, note: seedWords(next), disabled: busy, run: newSeed },
    ],
    result
      ? [
          { title: 'Semantic IDs …', note: 'repair, append, save as index.json …', run: () => void session.identifiers.open(cell.id) },
          ...(stored ? [{ title: 'Stored codes as .npy', note: `int32 [${stored.rows}, ${result.levels}]`, run: () => download(codesNpy(stored), `${cell.id}.stored.npy`) }] : []),
          ...(stored && hasStoredIds(result) ? [{ title: 'Stored codes as CSV', note: source.note, run: () => download(textFile(codesCsv(stored, source.rows)), `${cell.id}.stored.csv`) }] : []),
          { title: `${codes} as .npy`, note: `int32 [${result.rows}, ${result.levels}]`, run: () => download(codesNpy(result), `${cell.id}.codes.npy`) },
          { title: `${codes} as CSV`, note: source.note, run: () => download(textFile(codesCsv(result, source.rows)), `${cell.id}.codes.csv`) },
          ...result.codebooks.map((book, level) => ({
            title: `Codebook ${level + 1} as .npy`, note: `float32 [${book.numCodes}, ${book.dim}]`, run: () => download(codebookNpy(result, level), `${cell.id}.codebook.${level}.npy`),
          })),
          { title: 'Reconstruction as .npy', note: `float32 [${result.rows}, ${result.dim}]`, run: () => download(reconstructionNpy(result), `${cell.id}.reconstruction.npy`) },
          { title: 'Training curves as CSV', run: () => download(textFile(curvesCsv(run?.points ?? [])), `${cell.id}.curves.csv`) },
        ]
      : [],
    [
      { title: 'Duplicate', note: 'with the next seed', run: () => void addCell(session.notebook, withSeeds({ ...cell, name: `${cell.name} 2` }, nextSeeds(cell))) },
      ...retrievalCommands(session, cell),
      { title: 'Sweep its parameters', note: 'every combination of values', run: () => goTo(addCell(session.notebook, newSweep(cell))) },
      { title: 'Remove', about: removalWords(session.notebook.getState().notebook, cell.id), note: `${shortcut('Mod-Z')} brings it back`, disabled: busy, run: () => removeCell(session.notebook, cell.id) },
    ],
  ];
}

/** The loaded data, where the codes were made from it: ids of other rows must not stand beside them, however many there are. */
function dataOf(session: Session, cell: QuantizerCell, run: CellRun | undefined): LoadedDataset | null {
  const state = session.runs.getState();
  const loaded = state.data[inputOf(cell, 'rows')]?.loaded ?? null;
  const own = run?.key != null && run.key === runKey(session.notebook.getState().notebook, cell.id, prints(state));
  return own && loaded?.summary.rows === quantized(run)?.rows ? loaded : null;
}

function seedWord(seeds: readonly number[]): string {
  return seeds.length > 1 ? 'seeds' : 'seed';
}
