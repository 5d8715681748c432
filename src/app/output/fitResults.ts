/** What results.json says of tables and predictors. */
import type { ClickDifference } from '../../engine/records/click';
import type { Alignment, Decoding, Scores } from '../../engine/records/predict';
import type { Finding } from '../../engine/records/basics';
import type { LoadedTable, SplitName, TableChoices } from '../../engine/records/table';
import type { FitResult } from '../runs/cellRun';
import { scoreSpreads } from './fitRuns';
import type { FitSeedRun } from './fitRuns';

/** One finished fit; `metrics` are scores on the test part. */
export interface FitSeedResult {
  readonly seed: number;
  readonly seconds: number;
  readonly steps: number;
  /** How far a fit came that was stopped, 0..1; absent: to its end. */
  readonly stoppedAt?: number;
  readonly epochs: number;
  /** From 1: the epoch whose weights are kept; 0 where there are no epochs. */
  readonly bestEpoch: number;
  readonly metrics: Scores;
  readonly validation: Scores;
}

export interface FitOutcome extends Omit<FitSeedResult, 'seed'> {
  readonly parameters: number;
  /** Of predictors of labels: bits read of each item or past event, test events, and those whose item is in no training event. */
  readonly bits?: number;
  readonly testRows?: number;
  readonly coldRows?: number;
  /** Of predictors of labels: what the first seed has over that of its control. */
  readonly difference?: ControlDifference;
  readonly notes: readonly string[];
  readonly findings?: readonly Finding[];
  readonly seeds: readonly FitSeedResult[];
  /** Over two or more seeds, in the keys of `metrics` and `validation`. */
  readonly mean?: Scores;
  readonly sd?: Scores;
  readonly meanValidation?: Scores;
  readonly sdValidation?: Scores;
  /** Of RQ-Reg, first seed, test part: errors after each level by every way of decoding, and what the error head is worth. */
  readonly byLevel?: Decoding['byLevel'];
  readonly errorHead?: Decoding['errorHead'];
  /** Of RQ-Reg, first seed, test part: whether near values have near embeddings, and near codes; in `tables` by level. */
  readonly alignment?: AlignmentNumbers & { readonly tables: readonly (AlignmentNumbers & Pick<Alignment['tables'][number], 'neighbourShare'>)[] };
}

type AlignmentNumbers = Pick<Alignment, 'distanceCorrelation' | 'axisCorrelation'>;


/** First minus control, on all test rows, with the middle 95 % of paired draws of users. */
export interface ControlDifference extends ClickDifference {
  /** Id of the control. */
  readonly control: string;
}

export interface TableOutcome {
  /** Rows in use, and those of each part. */
  readonly rows?: number;
  readonly splits?: Readonly<Record<SplitName, number>>;
  readonly target?: string;
  readonly unit?: string;
  readonly features?: readonly string[];
  /** All choices, completed by guesses. */
  readonly choices: TableChoices;
  readonly warnings: readonly string[];
  /** Scores of columns with predictions made elsewhere, on the test part. */
  readonly references: LoadedTable['references'];
}

/** `given`: runs of all seeds, the first seed's first; `ceilings`: beside their scores, where the law of the data is known. */
export function fitOutcome(given: readonly FitSeedRun[], ceilings: Scores = {}): FitOutcome | null {
  const runs = given.map(({ seed, result }) => ({ seed, result: { ...result, scores: { ...result.scores, ...ceilings } } }));
  const [first] = runs;
  if (!first) return null;
  const several = runs.length > 1;
  const [tested, validated] = [scoreSpreads(runs.map((run) => run.result.scores)), scoreSpreads(runs.map((run) => run.result.validation))];
  const { parameters, notes, findings } = first.result;
  return {
    ...numbers(first.result), parameters, notes, ...(findings?.length && { findings }), seeds: runs.map(({ seed, result }) => ({ seed, ...numbers(result) })),
    ...codedNumbers(first.result),
    ...(first.result.family === 'click' && { bits: first.result.bits, testRows: first.result.testRows, coldRows: first.result.coldRows }),
    ...(several && { mean: tested.mean, sd: tested.sd, meanValidation: validated.mean, sdValidation: validated.sd }),
  };
}

export function tableOutcome({ inspection, references }: LoadedTable): TableOutcome {
  const { target, splits, choices, warnings } = inspection;
  return {
    ...(splits && { splits, rows: splits.train + splits.validation + splits.test }), ...(target && { target: target.name }),
    ...(choices.unit !== undefined && { unit: choices.unit }), ...(choices.features && { features: choices.features }),
    choices, warnings, references,
  };
}

function codedNumbers({ snapshot }: FitResult): Pick<FitOutcome, 'byLevel' | 'errorHead' | 'alignment'> {
  const { decoding, alignment } = snapshot.family === 'value' ? snapshot : {};
  if (!decoding || !alignment) return {};
  const { distanceCorrelation, axisCorrelation } = alignment;
  const tables = alignment.tables.map((table) => ({ distanceCorrelation: table.distanceCorrelation, axisCorrelation: table.axisCorrelation, neighbourShare: table.neighbourShare }));
  return { byLevel: decoding.byLevel, errorHead: decoding.errorHead, alignment: { distanceCorrelation, axisCorrelation, tables } };
}

function numbers({ seconds, steps, plannedSteps, stopped, epochs, bestEpoch, scores, validation }: FitResult): Omit<FitSeedResult, 'seed'> {
  return { seconds, steps, ...(stopped && plannedSteps && { stoppedAt: steps / plannedSteps }), epochs, bestEpoch, metrics: scores, validation };
}
