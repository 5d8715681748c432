/** What can be done with a predictor beside running it: seeds, copies, new rows, downloads. */
import { predictionsCsv } from '../../engine/client';
import type { ValueResult } from '../../engine/records/predict';
import type { Command } from '../components/Menu';
import type { App } from '../components/context';
import { removalWords } from '../notebook/graph';
import { nextSeeds, seedsOf, withSeeds } from '../notebook/spec';
import type { PredictorCell } from '../notebook/spec';
import { curvesCsv } from '../output/csv';
import { download, textFile } from '../output/files';
import { withSeed } from '../output/seedRuns';
import { shortcut } from '../shortcuts';
import { addCell, editCell, removeCell } from '../state/notebookStore';
import { predicted } from '../runs/cellRun';
import { toProblem } from '../state/problem';
import type { CellRun } from '../runs/cellRun';
import { takeOffer } from './resume';
import type { ResumeOffer } from './resume';
import { seedWords } from './summary';

/** The ablation that the views show side by side. */
export const WITHOUT_ALIGNMENT = { title: 'RQ-Reg without alignment', about: 'The same settings with the representation loss at 0, to see side by side what alignment adds.' };

export function withoutAlignment(cell: PredictorCell): PredictorCell {
  return { ...cell, id: `${cell.id}plain`, name: WITHOUT_ALIGNMENT.title, spec: { ...cell.spec, params: { ...cell.spec.params, lambdaRepresentation: 0 } } };
}

export function predictorCommands({ session, newRows, ui }: Pick<App, 'session' | 'newRows' | 'ui'>, cell: PredictorCell, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[] = []): Command[][] {
  const result = predicted(run);
  const newSeed = () => {
    editCell(session.notebook, cell.id, 'predictor', (now) => withSeeds(now, nextSeeds(now)));
    session.queue.run([cell.id]);
  };
  const [now, next] = [seedsOf(cell), nextSeeds(cell)];
  const word = now.length > 1 ? 'seeds' : 'seed';
  const save = (bytes: Uint8Array<ArrayBuffer>, ending: string) => download(new Blob([bytes]), `${cell.id}.predictions.${ending}`);
  const saveParquet = (written: ValueResult) => {
    session.client().predictionsParquet(withSeed(cell, written)).then((bytes) => save(bytes, 'parquet'), (thrown: unknown) => ui.setState({ notice: toProblem(thrown).message }));
  };
  const parts = result && result.stages.length > 0 ? 'with partial sums' : 'all rows';
  return [
    offers.map((offer) => ({ title: offer.title, note: offer.note, disabled: busy, run: () => takeOffer(session, cell, offer) })),
    [
      { title: `Run again, same ${word}`, note: seedWords(now), disabled: busy, run: () => session.queue.run([cell.id], true) },
      { title: `Run again, new ${word}`, note: seedWords(next), disabled: busy, run: newSeed },
    ],
    result
      ? [
          { title: 'Predict new rows …', note: 'of another file', run: () => newRows.open(cell.id) },
          { title: 'Predictions as CSV', note: parts, run: () => save(predictionsCsv(withSeed(cell, result)), 'csv') },
          { title: 'Predictions as Parquet', note: parts, run: () => saveParquet(result) },
          { title: 'Training curves as CSV', run: () => download(textFile(curvesCsv(run?.points ?? [], 'validation_')), `${cell.id}.curves.csv`) },
        ]
      : [],
    [
      ...(Number(cell.spec.params.lambdaRepresentation ?? 0) !== 0
        ? [{ title: 'Add it without alignment', note: 'to compare with', run: () => void addCell(session.notebook, withoutAlignment(cell)) }]
        : []),
      { title: 'Duplicate', note: 'with the next seed', run: () => void addCell(session.notebook, withSeeds({ ...cell, name: `${cell.name} 2` }, next)) },
      { title: 'Remove', about: removalWords(session.notebook.getState().notebook, cell.id), note: `${shortcut('Mod-Z')} brings it back`, disabled: busy, run: () => removeCell(session.notebook, cell.id) },
    ],
  ];
}
