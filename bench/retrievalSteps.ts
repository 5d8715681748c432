/** Training steps and beam search of generative retrieval, in the sizes of the default settings; scripts/retrievalSteps.py has the same. */
import { Random } from '../src/engine/math/random';
import { defaultParams } from '../src/engine/params';
import { generative } from '../src/engine/predictors/retrieval/generative/kind';
import { prepareSequences } from '../src/engine/predictors/retrieval/preparedSequences';
import { disposeLosses } from '../src/engine/runs/losses';
import { sequenceArrays } from '../src/engine/testing/retrieval';
import type { Effort } from './clock';
import { measureForms, type Piece, type ProcessorResult } from './processor';

/** A catalogue with random IDs, users with `EVENTS` events each, histories of at most ten. */
const ITEMS = 3686;
const CODES = [256, 256, 256];
const USERS = 1000;
const EVENTS = 12;
/** Users whose lists one run of the search makes. */
const RANKED = 256;

const pieces: Readonly<Record<string, () => Promise<Piece>>> = {
  'training step': () => modelPiece(async (model) => disposeLosses(await model.trainStep())),
  [`beam search of ${RANKED} users`]: () => {
    const random = new Random(4);
    const histories = Array.from({ length: RANKED }, (_, user) => Int32Array.from({ length: 1 + (user % 10) }, () => random.integer(ITEMS)));
    const targets = new Int32Array(RANKED);
    return modelPiece(async (model) => void (await model.rank(histories, targets)));
  },
};

export const retrievalStepNames = (): string[] => Object.keys(pieces);

export function measureRetrievalStep(name: string, effort: Effort): Promise<ProcessorResult> {
  return measureForms(pieces[name]!, effort);
}

async function modelPiece(run: (model: Awaited<ReturnType<typeof generative.create>>) => Promise<void>): Promise<Piece> {
  const random = new Random(1);
  const rows = Array.from({ length: USERS }, () => Array.from({ length: EVENTS }, () => random.integer(ITEMS)));
  const codes = Int32Array.from({ length: CODES.length * ITEMS }, (_, i) => random.integer(CODES[i % CODES.length]!));
  const sequences = prepareSequences({ sequences: sequenceArrays(rows), items: ITEMS });
  const model = await generative.create({ sequences, codes: { codes, numCodes: CODES } }, { ...defaultParams(generative.params), epochs: 100_000 }, new Random(2));
  return { run: () => run(model), dispose: () => model.dispose() };
}
