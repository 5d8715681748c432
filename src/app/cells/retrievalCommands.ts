/** What can be done with a recommender beside running it: seeds, copies, downloads. */
import type { Command } from '../components/Menu';
import type { App } from '../components/context';
import { inputOf } from '../notebook/inputs';
import type { PredictorCell } from '../notebook/spec';
import { catalogueOfCell } from '../output/catalogue';
import { download, textFile } from '../output/files';
import { topItemsCsv, topItemsNpy } from '../output/retrievalFiles';
import type { CellRun } from '../runs/cellRun';
import { aroundRuns, curveCommands } from './clickCommands';
import type { ResumeOffer } from './resume';

export function recommenderCommands({ session }: Pick<App, 'session'>, cell: PredictorCell, run: CellRun | undefined, busy: boolean, offers: readonly ResumeOffer[] = []): Command[][] {
  const result = run?.result?.family === 'retrieval' ? run.result : null;
  const state = session.runs.getState();
  const catalogue = catalogueOfCell(session.notebook.getState().notebook, state, cell);
  const userNames = state.sequences[inputOf(cell, 'sequences')]?.loaded?.userNames ?? null;
  return aroundRuns(session, cell, busy, offers, [
    ...(result && catalogue
      ? [
          { title: 'Best items as CSV', note: 'of each test case, by name', run: () => download(textFile(topItemsCsv(result, catalogue, userNames)), `${cell.id}.topk.csv`) },
          { title: 'Best items as .npy', note: 'int32 rows of items', run: () => download(topItemsNpy(result, catalogue), `${cell.id}.topk.npy`) },
        ]
      : []),
    ...curveCommands(cell, run),
  ]);
}
