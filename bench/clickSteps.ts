/** Training steps of the networks that predict labels, in the sizes of the notebook on planted clicks; scripts/labelSteps.py has the same. */
import { clickKind } from '../src/engine/catalog';
import { drawClicks, CLICK_USERS } from '../src/engine/data/generators/plantedClicks';
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import type { LogInputs } from '../src/engine/predictors/log/inputs';
import { prepareLog } from '../src/engine/predictors/log/preparedLog';
import type { Column } from '../src/engine/records/column';
import type { Params } from '../src/engine/records/params';
import { disposeLosses } from '../src/engine/runs/losses';
import type { Effort } from './clock';
import { measureForms, type Piece, type ProcessorResult } from './processor';

const NUM_CODES = [16, 8];

const pieces: Readonly<Record<string, () => Promise<Piece>>> = {
  'FNN, id': () => stepPiece('fnn', { fields: 'none' }),
  'FNN, id and codes': () => stepPiece('fnn', { fields: 'codes' }),
  'FNN, id and vector': () => stepPiece('fnn', { fields: 'vectors' }),
  'IPNN, id and codes': () => stepPiece('ipnn', { fields: 'codes' }),
};

export const clickStepNames = (): string[] => Object.keys(pieces);

export function measureClickStep(name: string, effort: Effort): Promise<ProcessorResult> {
  return measureForms(pieces[name]!, effort);
}

async function stepPiece(kind: string, params: Params): Promise<Piece> {
  const declared = clickKind(kind);
  const predictor = await declared.create(plantedInputs(), { ...defaultParams(declared.params), epochs: 100_000, ...params }, new Random(1));
  return { run: async () => disposeLosses(await predictor.trainStep()), dispose: () => predictor.dispose() };
}

/** 24,000 events; codes are the true clusters and their parts. */
function plantedInputs(): LogInputs {
  const { rows, user, item, time, hour, label, cluster, subcluster, vectors } = drawClicks(1);
  const items = cluster.length;
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => user[a]! - user[b]! || a - b);
  const of = (column: ArrayLike<number>) => Array.from(order, (row) => column[row]!);
  const hours: Column = { name: 'hour', type: 'number', values: Float64Array.from(of(hour)) };
  const names = (count: number) => Array.from({ length: count }, (_, at) => String(at));
  const events = prepareLog({
    name: 'made', events: rows, users: Int32Array.from(of(user)), items: Int32Array.from(of(item)), time: Float64Array.from(of(time)), timeUnit: 's', label: Float64Array.from(of(label)), sessions: null,
    ready: null, context: [hours], itemId: true, labels: [], references: [], userNames: names(CLICK_USERS), itemNames: names(items), sessionNames: null, rowIndex: order,
  });
  const codes = Int32Array.from({ length: 2 * items }, (_, i) => (i % 2 === 0 ? cluster : subcluster)[i >> 1]!);
  return { events, codes: { codes, numCodes: NUM_CODES }, items: { data: vectors, dim: vectors.length / items, known: new Uint8Array(items).fill(1) } };
}
