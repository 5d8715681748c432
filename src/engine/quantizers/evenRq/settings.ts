/** The settings of Even RQ as numbers. */
import type { Params } from '../../records/params';

export interface Settings {
  readonly gamma: number;
  readonly softPasses: number;
  readonly softStart: number;
  readonly softEnd: number;
  readonly innerSteps: number;
  readonly evenPasses: number;
  readonly batches: number;
  readonly rounds: number;
  readonly beam: number;
  readonly ridge: number;
  readonly encodeBeam: number;
  readonly candidates: number;
  readonly repairRounds: number;
}

const NAMES = ['gamma', 'softPasses', 'softStart', 'softEnd', 'innerSteps', 'evenPasses', 'batches', 'rounds', 'beam', 'ridge', 'encodeBeam', 'candidates', 'repairRounds'] as const satisfies readonly (keyof Settings)[];

/** Of checked parameters. */
export function settingsOf(params: Params): Settings {
  return Object.fromEntries(NAMES.map((name) => [name, params[name]])) as unknown as Settings;
}

/** Rows of a batch. */
export function batchSizeOf(rows: number, { batches }: Settings): number {
  return Math.ceil(rows / batches);
}

/** Temperature of soft pass s as a share of the mean error: from softStart to softEnd in equal ratios. */
export function temperatureOf(pass: number, { softPasses, softStart, softEnd }: Settings): number {
  return softPasses === 1 ? softStart : softStart * (softEnd / softStart) ** (pass / (softPasses - 1));
}
