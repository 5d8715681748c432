/** The registry: every quantizer, predictor, metric and file reader the engine has. Adding one touches its own folder and a line here. */
import { codesExtensions } from './data/codes/readCells';
import { extensions } from './data/readers';
import { tableExtensions } from './data/tableReaders';
import { quantizerMetrics, runEntries } from './metrics/metrics';
import { scoreEntries } from './metrics/scores';
import { fnn } from './predictors/click/fnn/kind';
import { ipnn } from './predictors/click/ipnn/kind';
import { logistic } from './predictors/click/logistic/kind';
import { rate } from './predictors/click/rate/kind';
import { iatReader } from './predictors/instance/reader/kind';
import { iatSource } from './predictors/instance/source/kind';
import { sourceTask, type SourceDeclaration } from './predictors/instance/source/task';
import type { ClickDeclaration } from './predictors/log/clickPredictor';
import { clickTask } from './predictors/log/training/task';
import { content } from './predictors/retrieval/content/kind';
import { cooccurrence } from './predictors/retrieval/cooccurrence/kind';
import { generative } from './predictors/retrieval/generative/kind';
import { markov } from './predictors/retrieval/markov/kind';
import { popularity } from './predictors/retrieval/popularity/kind';
import type { RetrievalDeclaration } from './predictors/retrieval/recommender';
import { sasrec } from './predictors/retrieval/sasrec/kind';
import { retrievalTask } from './predictors/retrieval/training/task';
import { constant } from './predictors/value/constant/kind';
import { mlp } from './predictors/value/mlp/kind';
import { ordinal } from './predictors/value/ordinal/kind';
import { ridge } from './predictors/value/ridge/kind';
import { rqReg } from './predictors/value/rqReg/kind';
import { ziln } from './predictors/value/ziln/kind';
import { evenRq } from './quantizers/evenRq/kind';
import { published } from './quantizers/published/kind';
import { publishedTask } from './quantizers/published/task';
import { r3Vae } from './quantizers/r3Vae/kind';
import { rqGmm } from './quantizers/rqGmm/kind';
import { rqKMeans } from './quantizers/rqKMeans/kind';
import { rqVae } from './quantizers/rqVae/kind';
import type { PredictorDeclaration } from './predictors/value/predictor';
import { valueTask } from './predictors/value/training/task';
import type { QuantizerDeclaration } from './quantizers/quantizer';
import { quantizerTask } from './quantizers/training/task';
import type { Catalog } from './records/engine';
import type { KindEntry } from './records/params';
import type { PredictorEntry } from './records/predict';
import type { RunSpec } from './records/run';
import type { TaskKind } from './runs/task';

/** In the order of the comparison table. */
export const quantizers: readonly QuantizerDeclaration[] = [rqKMeans, rqVae, r3Vae, rqGmm, evenRq];

/** Of a value, in the order of the table of scores: floors first, then the plain forms, then RQ-Reg. */
export const predictors: readonly PredictorDeclaration[] = [constant, ridge, mlp, ziln, ordinal, rqReg];

/** Of a label of the events of a log, in the same order. */
export const clickPredictors: readonly ClickDeclaration[] = [rate, logistic, fnn, ipnn, iatReader];

/** Of vectors of the events of a log, which others read. */
export const sources: readonly SourceDeclaration[] = [iatSource];

/** Of the next item of a sequence, floors first. */
export const recommenders: readonly RetrievalDeclaration[] = [popularity, markov, cooccurrence, content, sasrec, generative];

/** The catalog as it crosses the border: without the functions. */
export const catalog: Catalog = {
  quantizers: quantizers.map(entryOf),
  published,
  metrics: [...quantizerMetrics.map((metric) => metric.entry), ...runEntries],
  predictors: [
    ...predictors.map((declared): PredictorEntry => ({ ...entryOf(declared), family: 'value', reads: ['table'] })),
    ...clickPredictors.map((declared): PredictorEntry => ({ ...entryOf(declared), family: 'click', reads: ['events', ...declared.reads] })),
    ...sources.map((declared): PredictorEntry => ({ ...entryOf(declared), family: 'source', reads: ['events'] })),
    ...recommenders.map((declared): PredictorEntry => ({ ...entryOf(declared), family: 'retrieval', reads: ['sequences', ...declared.reads] })),
  ],
  scores: scoreEntries,
  extensions,
  tableExtensions,
  codesExtensions,
};

/** How a kind is trained. */
export function taskKind(kind: RunSpec['kind']): TaskKind {
  if (kind === published.kind) return publishedTask;
  const quantizer = quantizers.find((entry) => entry.kind === kind);
  if (quantizer) return quantizerTask(quantizer);
  const source = sources.find((entry) => entry.kind === kind);
  if (source) return sourceTask(source);
  const recommender = recommenders.find((entry) => entry.kind === kind);
  if (recommender) return retrievalTask(recommender);
  const click = clickPredictors.find((entry) => entry.kind === kind);
  return click ? clickTask(click) : valueTask(predictorKind(kind));
}

/** How a kind of quantizer is built. */
export function quantizerKind(kind: RunSpec['kind']): QuantizerDeclaration {
  return found(quantizers, kind, 'quantizer');
}

/** How a kind of predictor of a label is built. */
export function clickKind(kind: RunSpec['kind']): ClickDeclaration {
  return found(clickPredictors, kind, 'predictor of labels');
}

/** How a kind of predictor of a value is built. */
export function predictorKind(kind: RunSpec['kind']): PredictorDeclaration {
  return found(predictors, kind, 'predictor');
}

function found<Entry extends { readonly kind: string }>(entries: readonly Entry[], kind: string, what: string): Entry {
  const entry = entries.find((each) => each.kind === kind);
  if (!entry) throw new Error(`There is no ${what} "${kind}". Known: ${entries.map((each) => each.kind).join(', ')}.`);
  return entry;
}

/** What of a declaration crosses the border. */
function entryOf({ kind, title, summary, hue, params, presets }: KindEntry): KindEntry {
  return { kind, title, summary, hue, params, presets };
}
