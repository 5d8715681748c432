/** A small catalog for the page's tests and for `?fake`: the engine's declarations in fewer words and fewer of them; src/fakeCatalog.test.ts holds it to the real ones. */
import type { Catalog } from '../../engine/records/engine';
import type { ParamSpec } from '../../engine/records/params';
import type { MetricEntry, QuantizerKind } from '../../engine/records/quantize';
import type { PredictorEntry, PredictorKind, ScoreEntry } from '../../engine/records/predict';

const LEVELS: ParamSpec = { name: 'numLevels', title: 'Levels', help: 'How many codes an ID has. More levels leave less over.', type: 'integer', default: 3, min: 1, max: 16, group: 'shape' };
const CODES: ParamSpec = { name: 'numCodes', title: 'Codes per level', help: 'Size of each codebook (K). One number for all levels, or one a level.', type: 'integers', default: [64], min: 1, max: 65536, group: 'shape' };
const ITERATIONS: ParamSpec = { name: 'maxIterations', title: 'Iterations at most', help: 'A level ends earlier when nothing moves any more.', type: 'integer', default: 30, min: 1, max: 10000, unit: 'passes a level', group: 'training' };
const STEPS: ParamSpec = { name: 'steps', title: 'Steps', help: 'Gradient steps; each looks at one batch.', type: 'integer', default: 600, min: 1, max: 1e6, group: 'training' };
const BATCH: ParamSpec = { name: 'batchSize', title: 'Batch', help: 'Rows a step looks at.', type: 'integer', default: 256, min: 2, max: 65536, unit: 'rows', group: 'training' };
const RATE: ParamSpec = { name: 'learningRate', title: 'Learning rate', help: 'How far a step goes. Lower it when the curve jumps.', type: 'number', default: 0.001, min: 1e-7, max: 1, group: 'training' };
const LATENT: ParamSpec = { name: 'latentDim', title: 'Latent size', help: 'Length of the vectors the codebooks hold.', type: 'integer', default: 32, min: 1, max: 4096, group: 'shape' };
const START: ParamSpec = { name: 'kMeansInit', title: 'Start codebooks by k-means', help: 'Level by level, on the latents.', type: 'boolean', default: true, group: 'method' };
const ESTIMATOR: ParamSpec = {
  name: 'estimator', title: 'Gradient through the codes', help: 'How the encoder learns through the choice of a code.', type: 'choice', default: 'ste', group: 'method',
  choices: [{ value: 'ste', title: 'straight-through' }, { value: 'rotation', title: 'rotation trick' }, { value: 'gumbel', title: 'Gumbel-softmax' }, { value: 'simvq', title: 'SimVQ' }],
};

const QUANTIZERS: readonly (readonly [QuantizerKind, string, string, string, ParamSpec[]])[] = [
  ['rq-kmeans', 'RQ-KMeans', '#7a7f87', 'k-means on what the levels before left over.', [LEVELS, CODES, ITERATIONS]],
  ['rq-vae', 'RQ-VAE', '#0072b2', 'An autoencoder whose latent is coded level by level.', [LEVELS, CODES, LATENT, STEPS, BATCH, RATE, ESTIMATOR, START]],
  ['r3-vae', 'R3-VAE', '#d55e00', 'Rates every code of a level against a reference vector.', [LEVELS, CODES, LATENT, STEPS, BATCH, RATE]],
  ['rq-gmm', 'RQ-GMM', '#009e73', 'A Gaussian mixture on what the levels before left over.', [LEVELS, CODES, ITERATIONS]],
  ['even-rq', 'Even RQ', '#864bd9', 'Residual k-means with evenly used codes.', [LEVELS, CODES]],
];

const GROUPS: Readonly<Record<string, MetricEntry['group']>> = {
  utilization: 'codes', perplexity: 'codes', deadCodes: 'codes', collisionRate: 'identifiers', uniqueIdShare: 'identifiers', largestBucket: 'identifiers', seconds: 'cost', parameters: 'cost',
};

const metric = (key: string, title: string, term: string, direction: MetricEntry['direction'], format: MetricEntry['format'], perLevel = false): MetricEntry => ({
  key, title, term, direction, format, perLevel, group: GROUPS[key] ?? 'reconstruction', shown: true, meaning: `${title}, over all rows and from the codes alone.`, formula: `${key}(x) = ...`,
});

const EPOCHS: ParamSpec = { name: 'epochs', title: 'Epochs at most', help: 'Times that training goes through all rows.', type: 'integer', default: 20, min: 1, max: 10000, group: 'training' };
const WIDTH: ParamSpec = { name: 'width', title: 'Width', help: 'Numbers in each hidden layer.', type: 'integer', default: 64, min: 1, max: 4096, group: 'shape' };
const STATISTIC: ParamSpec = { name: 'statistic', title: 'Value', help: 'What is predicted for every row.', type: 'choice', default: 'median', group: 'method', choices: [{ value: 'median', title: 'median' }, { value: 'mean', title: 'mean' }] };
const LOSS: ParamSpec = { name: 'loss', title: 'Loss', help: 'How a miss is counted while training.', type: 'choice', default: 'huber', group: 'method', choices: [{ value: 'mse', title: 'squared' }, { value: 'huber', title: 'Huber' }, { value: 'l1', title: 'absolute' }] };
const ALIGNMENT: ParamSpec = { name: 'lambdaRepresentation', title: 'Weight of the alignment', help: 'How much the order of the embeddings counts; 0: not at all.', type: 'number', default: 0.1, min: 0, max: 10000, group: 'method' };

const PREDICTORS: readonly (readonly [PredictorKind, string, string, string, ParamSpec[]])[] = [
  ['constant', 'Constant', '#4f4534', 'The same value for every row: the floor.', [STATISTIC]],
  ['ridge', 'Ridge', '#d1c301', 'A weighted sum of the features.', []],
  ['mlp', 'MLP', '#385192', 'A small network with one output.', [LOSS, WIDTH, EPOCHS, BATCH, RATE]],
  ['ziln', 'ZILN', '#a52b05', 'Whether the value is zero, and a lognormal where it is not.', [WIDTH, EPOCHS, BATCH, RATE]],
  ['ordinal', 'Ordinal buckets', '#81c981', 'Which of many ranges of values a row falls into.', [WIDTH, EPOCHS, BATCH, RATE]],
  ['rq-reg', 'RQ-Reg', '#cc79a7', 'The value as a sequence of codes, coarse to fine.', [{ ...LEVELS, max: 8 }, { ...CODES, default: [16], max: 4096 }, ALIGNMENT, WIDTH, EPOCHS, BATCH, RATE]],
];

const FIELDS: ParamSpec = {
  name: 'fields', title: 'What it knows of an item', help: 'Its id, and what is joined to it.', type: 'choice', default: 'none', group: 'method',
  choices: [{ value: 'none', title: 'its id' }, { value: 'vectors', title: 'its id and vector' }, { value: 'codes', title: 'its id and codes' }, { value: 'both', title: 'its id, codes and vector' }, { value: 'replace', title: 'its codes, no id' }, { value: 'noItem', title: 'nothing' }, { value: 'shuffled', title: 'its id and shuffled codes' }],
};
const HISTORY: ParamSpec = { name: 'history', title: 'What it knows of the past', help: 'Nothing, a plain sequence, or a vector for each past event.', type: 'choice', default: 'store', group: 'method', choices: [{ value: 'none', title: 'nothing' }, { value: 'sequence', title: 'a sequence' }, { value: 'zero', title: 'zeros' }, { value: 'store', title: 'vectors' }] };
const IDS: ParamSpec = { name: 'ids', title: 'Semantic IDs', help: 'Those of the joined codes, or controls.', type: 'choice', default: 'joined', group: 'method', choices: [{ value: 'joined', title: 'as joined' }, { value: 'shuffled', title: 'shuffled among items' }, { value: 'random', title: 'random' }] };
const SEEN: ParamSpec = { name: 'removeSeen', title: 'Leave out items of the history', help: 'Items that the user had already are not recommended again.', type: 'boolean', default: false, group: 'method' };
const LOG_PREDICTORS: readonly (readonly [PredictorKind, string, string, string, ParamSpec[], PredictorEntry['family'], PredictorEntry['reads']])[] = [
  ['rate', 'Training rate', '#8c6d4f', 'The share of positive training rows: the floor.', [], 'click', ['events']],
  ['fnn', 'Field network (FNN)', '#1b9e77', 'A small network over learned numbers of each field.', [FIELDS, { ...EPOCHS, unit: 'epochs' }], 'click', ['events', 'items', 'codes']],
  ['iat-source', 'Model of instances', '#a6761d', 'Turns each event into a small vector.', [], 'source', ['events']],
  ['iat-reader', 'Reader of instances', '#e7298a', 'Reads the vectors of the past events of a user.', [HISTORY], 'click', ['events', 'store']],
  ['popularity', 'Popularity', '#adc2b1', 'The floor: the most frequent items.', [SEEN], 'retrieval', ['sequences']],
  ['markov', 'Markov chain', '#8fae95', 'What most often came next after the last item.', [SEEN], 'retrieval', ['sequences']],
  ['cooccurrence', 'Co-occurrence', '#6f9a78', 'Items that stand in the same sequences.', [SEEN], 'retrieval', ['sequences']],
  ['content', 'Content', '#c08a6a', 'Items whose vectors are most like that of the last item.', [SEEN], 'retrieval', ['sequences', 'items']],
  ['sasrec', 'SASRec', '#7f6aa8', 'Attention over the items of the history.', [{ ...EPOCHS, unit: 'epochs' }, SEEN], 'retrieval', ['sequences']],
  ['generative', 'Generative retrieval', '#3f6fb5', 'Writes the semantic ID of the next item token by token.', [IDS, { ...EPOCHS, unit: 'epochs' }, SEEN], 'retrieval', ['sequences', 'codes']],
];

const score = (key: string, title: string, term: string, direction: ScoreEntry['direction'], format: ScoreEntry['format'], shown = true): ScoreEntry => ({
  key, title, term, direction, format, rows: 'all', needs: 'values', shown, meaning: `${title}, over the test rows.`, formula: `${key}(y, ŷ) = ...`,
});
const SCORES: readonly ScoreEntry[] = [
  score('mae', 'Mean absolute error', 'MAE', 'down', 'target'), score('rmse', 'Root mean square error', 'RMSE', 'down', 'target'), score('spearman', 'Rank correlation', 'Spearman', 'up', 'number'),
  score('normGini', 'Normalised Gini', 'norm. Gini', 'up', 'number'), score('xauc', 'Pairs in the right order', 'XAUC', 'up', 'share'), score('xaucTpm', 'Pairs in the right order, as TPM counts', 'XAUC (TPM)', 'up', 'share', false),
  score('meanPrediction', 'Mean prediction', 'mean ŷ', 'none', 'target'), score('meanTarget', 'Mean true value', 'mean y', 'none', 'target', false),
];

const CLICK_SCORES: readonly ScoreEntry[] = [score('auc', 'Area under the ROC curve', 'AUC', 'up', 'share'), score('logLoss', 'Cross-entropy', 'LogLoss', 'down', 'number')].map((entry): ScoreEntry => ({ ...entry, needs: 'probabilities' }));

const RANKING_SCORES: readonly ScoreEntry[] = [
  ...[5, 10, 20].map((k) => score(`recall${k}`, `Found among the first ${k}`, `Recall@${k}`, 'up', 'number', k === 10)), ...[5, 10, 20].map((k) => score(`ndcg${k}`, `Gain among the first ${k}`, `NDCG@${k}`, 'up', 'number', k === 10)),
  score('mrr', 'Reciprocal rank', 'MRR', 'up', 'number', false), score('invalidIdShare', 'Invalid IDs', 'invalid IDs', 'down', 'share'),
].map((entry): ScoreEntry => ({ ...entry, needs: 'ranking' }));

export const FAKE_CATALOG: Catalog = {
  predictors: [...PREDICTORS.map(([kind, title, hue, summary, params]) => ({ kind, title, hue, summary, params, family: 'value' as const, reads: ['table'] as const, presets: params.includes(EPOCHS) ? [{ name: 'quick', title: 'Quick look', params: { epochs: 5 } }] : [] }) satisfies PredictorEntry), ...LOG_PREDICTORS.map(([kind, title, hue, summary, params, family, reads]) => ({ kind, title, hue, summary, params, family, reads, presets: [] }))],
  scores: [...SCORES, ...SCORES.filter(({ key }) => !key.startsWith('mean')).map((entry): ScoreEntry => ({ ...entry, key: `${entry.key}Positive`, title: `${entry.title}, positive rows`, term: `${entry.term}, y > 0`, rows: 'positive', shown: false })), ...CLICK_SCORES, ...RANKING_SCORES],
  tableExtensions: ['csv', 'tsv', 'parquet', 'jsonl'],
  published: { kind: 'published', title: 'Published IDs', summary: 'Semantic IDs read from a file.', hue: '#b8860b', params: [], presets: [] },
  extensions: ['npy', 'npz', 'csv', 'tsv', 'parquet'],
  codesExtensions: ['npy', 'csv', 'tsv', 'parquet', 'json'],
  quantizers: QUANTIZERS.map(([kind, title, hue, summary, params]) => ({ kind, title, hue, summary, params, presets: [{ name: 'quick', title: 'Quick look', params: { numCodes: [32] } }] })),
  metrics: [
    metric('rmse', 'Reconstruction error', 'RMSE', 'down', 'number'),
    metric('relativeError', 'Relative error', 'relative error', 'down', 'number'),
    metric('residualEnergy', 'Energy left', 'residual energy', 'down', 'share', true),
    metric('utilization', 'Codes in use', 'utilization', 'up', 'share', true),
    metric('perplexity', 'Effective codes', 'perplexity', 'up', 'number', true),
    metric('deadCodes', 'Unused codes', 'dead codes', 'down', 'count', true),
    metric('collisionRate', 'IDs that coincide', 'collision rate', 'down', 'share'),
    metric('uniqueIdShare', 'Items with an ID of their own', 'unique-ID share', 'up', 'share'),
    metric('largestBucket', 'Most items on one ID', 'largest bucket', 'down', 'count'),
    metric('seconds', 'Training time', 'seconds', 'down', 'seconds'),
    metric('parameters', 'Numbers in the model', 'parameters', 'down', 'count'),
  ],
};
