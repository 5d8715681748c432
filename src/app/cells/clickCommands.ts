/** What can be done with a predictor of labels, or a model of instances, beside running it: seeds, copies, downloads. */
import type { Command } from '../components/Menu';
import type { App } from '../components/context';
import { removalWords } from '../notebook/graph';
import { nextSeeds, seedsOf, withSeeds } from '../notebook/spec';
import type { PredictorCell } from '../notebook/spec';
import { instancesNpy, probabilitiesCsv } from '../output/clickCsv';
import { curvesCsv } from '../output/csv';
import { download, textFile } from '../output/files';
import { withSeed } from '../output/seedRuns';
import type { CellRun } from '../runs/cellRun';
import { shortcut } from '../shortcuts';
import { addCell, editCell, removeCell } from '../state/notebookStore';
import { takeOffer } from './resume';
import type { ResumeOffer } from './resume';
import { seedWords } from './summary';

export function clickCommands({ session }: Pick<App, 'session'>, cell: PredictorCell, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[] = []): Command[][] {
  const result = run?.result?.family === 'click' ? run.result : null;
  return aroundRuns(session, cell, busy, offers, [
    ...(result ? [{ title: 'Probabilities as CSV', note: 'all events with a label', run: () => download(textFile(probabilitiesCsv(withSeed(cell, result))), `${cell.id}.predictions.csv`) }] : []),
    ...curveCommands(cell, run),
  ]);
}

export function sourceCommands({ session }: Pick<App, 'session'>, cell: PredictorCell, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[] = []): Command[][] {
  const result = run?.result?.family === 'source' ? run.result : null;
  return aroundRuns(session, cell, busy, offers, [
    ...(result && result.vectors.length > 0 ? [{ title: 'Vectors as .npy', note: `${result.dim} numbers an event`, run: () => download(instancesNpy(result), `${cell.id}.vectors.npy`) }] : []),
    ...curveCommands(cell, run),
  ]);
}

export function curveCommands(cell: PredictorCell, run: CellRun | undefined): Command[] {
  return run?.result ? [{ title: 'Training curves as CSV', run: () => download(textFile(curvesCsv(run.points, 'validation_')), `${cell.id}.curves.csv`) }] : [];
}

/** Runs and seeds before, copies and removal behind. */
export function aroundRuns(session: App['session'], cell: PredictorCell, busy: boolean, offers: readonly ResumeOffer[], downloads: readonly Command[]): Command[][] {
  const [now, next] = [seedsOf(cell), nextSeeds(cell)];
  const word = now.length > 1 ? 'seeds' : 'seed';
  const newSeed = () => {
    editCell(session.notebook, cell.id, 'predictor', (current) => withSeeds(current, nextSeeds(current)));
    session.queue.run([cell.id]);
  };
  return [
    offers.map((offer) => ({ title: offer.title, note: offer.note, disabled: busy, run: () => takeOffer(session, cell, offer) })),
    [
      { title: `Run again, same ${word}`, note: seedWords(now), disabled: busy, run: () => session.queue.run([cell.id], true) },
      { title: `Run again, new ${word}`, note: seedWords(next), disabled: busy, run: newSeed },
    ],
    [...downloads],
    [
      { title: 'Duplicate', note: 'with the next seed', run: () => void addCell(session.notebook, withSeeds({ ...cell, name: `${cell.name} 2` }, next)) },
      { title: 'Remove', about: removalWords(session.notebook.getState().notebook, cell.id), note: `${shortcut('Mod-Z')} brings it back`, disabled: busy, run: () => removeCell(session.notebook, cell.id) },
    ],
  ];
}
