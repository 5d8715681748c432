/** Recommenders as tables and views read them: results over all seeds, their control, what they read, and the items that they may return. */
import type { RetrievalDifference, RetrievalResult } from '../../engine/records/retrieval';
import type { QuantizerResult } from '../../engine/records/quantize';
import { inputOf } from '../notebook/inputs';
import type { Cell, Notebook, PredictorCell } from '../notebook/spec';
import { catalogueOfCell } from '../output/catalogue';
import type { FitSeedRun } from '../output/fitRuns';
import { fitSeedRunsOf } from '../output/fitRuns';
import { seedRunsOf } from '../output/seedRuns';
import type { RetrievalRun } from '../runs/cellRun';
import { repairInUse } from '../runs/idsInUse';
import type { RunState } from '../runs/runState';
import { storedResultOf } from '../runs/storedSide';
import type { Answers } from '../state/answers';
import type { Differences } from '../state/differences';
import type { MethodRun, RunOfRetrieval } from './drawing';

export interface RetrievalRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly removesSeen: boolean;
  /** The first seed's first. */
  readonly runs: readonly { readonly seed: number; readonly result: RetrievalResult }[];
  /** What it is held against, and by how much it differs there, of the first seeds; null: it has none. */
  readonly control: { readonly id: string; readonly name: string; readonly difference: RetrievalDifference | null } | null;
}

/** Of semantic IDs: the same IDs shuffled, else random ones, else what knows no IDs. Null: it has none among these. */
export function retrievalControl(cell: PredictorCell, cells: readonly PredictorCell[]): PredictorCell | null {
  if (cell.spec.params.ids !== 'joined') return null;
  const kin = cells.filter((other) => other !== cell && inputOf(other, 'sequences') === inputOf(cell, 'sequences'));
  const own = kin.filter((other) => other.spec.kind === cell.spec.kind);
  const alike = own.find((other) => other.spec.params.ids === 'shuffled' && inputOf(other, 'codes') === inputOf(cell, 'codes'));
  return alike ?? own.find((other) => other.spec.params.ids === 'shuffled') ?? own.find((other) => other.spec.params.ids === 'random') ?? kin.find((other) => other.spec.kind === 'popularity') ?? null;
}

export function retrievalRows(cells: readonly PredictorCell[], finished: ReadonlyMap<string, readonly FitSeedRun[]>, differences: Differences): RetrievalRow[] {
  const runsOf = ({ id }: PredictorCell) => (finished.get(id) ?? []).flatMap(({ seed, result }) => (result.family === 'retrieval' ? [{ seed, result }] : []));
  return cells.map((cell): RetrievalRow => {
    const control = retrievalControl(cell, cells);
    const runs = runsOf(cell);
    const [own, other] = [runs[0]?.result, control ? runsOf(control)[0]?.result : undefined];
    return {
      id: cell.id, name: cell.name, kind: cell.spec.kind, removesSeen: cell.spec.params.removeSeen === true, runs,
      control: control && { id: control.id, name: control.name, difference: own && other ? differences.ofRankings(own, other) : null },
    };
  });
}

/** A quantizer's own codes as they are judged: those it stored, where they are its IDs; a suffix is no code of a quantizer. */
export function judgedCodes(read: Cell | undefined, result: QuantizerResult): QuantizerResult {
  const stored = read?.mode === 'quantizer' && repairInUse(read.spec, result)?.method === 'stored';
  return (stored && storedResultOf(result)) || result;
}

/** `answers`: where what a model answers is shown. */
export function retrievalRuns(runs: readonly MethodRun[], notebook: Notebook, state: Pick<RunState, 'runs' | 'sequences' | 'data' | 'codes'>, answers: Answers): RunOfRetrieval[] {
  return runs.map((item): RunOfRetrieval => {
    const cell = item.cell as PredictorCell;
    const read = notebook.cells.find(({ id }) => id === inputOf(cell, 'codes'));
    const of = read && (read.mode === 'quantizer' || read.mode === 'codes') ? { id: read.id, name: read.name, kind: read.spec.kind } : null;
    const codes = of ? seedRunsOf(notebook, state.runs, of.id).map(({ result }) => judgedCodes(read, result)) : [];
    return {
      cell, run: item.run as RetrievalRun | undefined, of, codes, seeds: fitSeedRunsOf(notebook, state.runs, cell.id).flatMap(({ result }) => (result.family === 'retrieval' ? [result] : [])),
      catalogue: catalogueOfCell(notebook, state, cell), userNames: state.sequences[inputOf(cell, 'sequences')]?.loaded?.userNames ?? null,
      ask: (question) => {
        const result = item.run?.result;
        return result?.family === 'retrieval' ? answers.of(cell.id, result, question) : { found: null, problem: null };
      },
    };
  });
}
