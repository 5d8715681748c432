// What the section `values` compares: tables with their target and features, and our predictors with their settings.

const KUAIRAND_CATEGORIES = ['user_active_degree', 'is_lowactive_period', 'is_live_streamer', 'is_video_author', ...Array.from({ length: 18 }, (_, i) => `onehot_feat${i}`)];
const KUAIRAND_NUMBERS = ['hour', 'duration_s', 'follow_user_num', 'fans_user_num', 'friend_user_num', 'register_days'];
const CDNOW_NUMBERS = ['first_day', 'recency_days', 'age_days', 'n_tx', 'n_cds', 'spend', 'avg_tx', 'max_tx', 'last_tx', 'first_tx', 'days_since_last'];
const WATCH_NUMBERS = ['user_activity', 'user_age_days', 'item_duration_s', 'day', 'is_weekend', 'hour', 'position'];

const typed = (type, names) => Object.fromEntries(names.map((name) => [name, type]));

/** `path` is below the project, or with `shared` below RESIDUA_SHARED; `prepare` makes the table that is read from the text of the file; `tried`: seeds by which settings are tried on its validation part. */
export const TABLES = {
  sample: {
    title: 'Watch time, the bundled sample', path: 'public/samples/data/watch-time.csv', target: 'watch_s', unit: 's',
    features: { ...typed('number', WATCH_NUMBERS), ...typed('category', ['device', 'category', 'author']), tags: 'list' },
    references: ['law_median', 'law_mean'], tried: [1, 2, 3],
  },
  kuairand: {
    title: 'KuaiRand, watch time', shared: true, path: 'data/kuairand/kuairand27k_standard_kcore15.tsv', joined: 'data/kuairand/user_features.csv', join: 'user_id',
    target: 'watch_s', unit: 's', prepare: kuairandTable, tried: [1],
    features: { ...typed('number', KUAIRAND_NUMBERS), ...typed('category', KUAIRAND_CATEGORIES) },
  },
  cdnow: {
    title: 'CDNOW, spending in the next 39 weeks', shared: true, path: 'data/cdnow/cdnow_ltv_39w.csv', target: 'target_spend', unit: '$',
    features: typed('number', CDNOW_NUMBERS),
  },
};

/** Settings of RQ-Reg other than the default, one at a time. */
const TRIES = [
  ['learning rate', 'learningRate', [0.0005, 0.002]],
  ['codes fitted to targets up to the quantile', 'clipQuantile', [0.99, 1]],
  ['levels', 'numLevels', [2, 4]],
  ['codes a level', 'numCodes', [8, 32]],
  ['width', 'width', [16, 64]],
  ['weight of the codes', 'lambdaGeneration', [0.1, 1]],
  ['weight of alignment', 'lambdaRepresentation', [0.03, 0.3, 1]],
  ['own guesses by half after this share of the epochs:', 'samplingPivot', [0.2]],
  ['an own draw for each row, by half after a fifth', 'perSample', [true], { samplingPivot: 0.2 }],
  ['Huber loss, delta', 'huberDelta', [1, 10], { regressionLoss: 'huber' }],
];

/** By key, in the order of the tables; `role`: "ablation" takes something from RQ-Reg, "try" sets one thing otherwise and is judged on the validation part alone. */
export const PREDICTORS = {
  median: { title: 'Constant: median', kind: 'constant', params: { statistic: 'median' } },
  mean: { title: 'Constant: mean', kind: 'constant', params: { statistic: 'mean' } },
  ridge: { title: 'Linear (ridge)', kind: 'ridge', params: {} },
  'mlp-mse': { title: 'Network, squared error', kind: 'mlp', params: { loss: 'mse' } },
  'mlp-huber': { title: 'Network, Huber', kind: 'mlp', params: { loss: 'huber' } },
  'mlp-l1': { title: 'Network, absolute error', kind: 'mlp', params: { loss: 'l1' } },
  ziln: { title: 'ZILN', kind: 'ziln', params: {} },
  buckets: { title: 'Quantile buckets', kind: 'ordinal', params: { form: 'softmax' } },
  ordinal: { title: 'Ordinal thresholds', kind: 'ordinal', params: { form: 'cumulative' } },
  reg: { title: 'RQ-Reg', kind: 'rq-reg', params: {} },
  'reg-published': {
    title: 'RQ-Reg, losses and schedule as published', kind: 'rq-reg',
    params: { width: 64, regressionLoss: 'huber', huberDelta: 10, lambdaGeneration: 1, samplingPivot: 0.2 },
  },
  'reg-generation': { title: 'without the generation loss', kind: 'rq-reg', params: { lambdaGeneration: 0 }, role: 'ablation' },
  'reg-regressor': { title: 'without the regression head: expected code values', kind: 'rq-reg', params: { lambdaRegression: 0, head: 'expected' }, role: 'ablation' },
  'reg-alignment': { title: 'without alignment', kind: 'rq-reg', params: { lambdaRepresentation: 0 }, role: 'ablation' },
  'reg-sampling': { title: 'true codes read in training, no own guesses', kind: 'rq-reg', params: { scheduledSampling: false }, role: 'ablation' },
  'reg-error': { title: 'without the error head', kind: 'rq-reg', params: { errorHead: false }, role: 'ablation' },
  'reg-masked': { title: 'with masked levels', kind: 'rq-reg', params: { maskLevels: true }, role: 'ablation' },
  'reg-released': { title: 'with the released pair of thresholds', kind: 'rq-reg', params: { thresholds: 'released' }, role: 'ablation' },
  ...Object.fromEntries(TRIES.flatMap(([words, name, values, others]) => values.map((value) => [
    `try-${name}-${String(value).replace('.', '_')}`, { title: value === true ? words : `${words} ${value}`, kind: 'rq-reg', params: { ...others, [name]: name === 'numCodes' ? [value] : value }, role: 'try' },
  ]))),
};

/** Seeds of the fits of a predictor on a table. */
export const seedsFor = (name, key, seeds) => (PREDICTORS[key].role === 'try' ? (TABLES[name].tried ?? []) : seeds);

/** Compared by whether near values have near embeddings. */
export const ALIGNED = ['reg', 'reg-alignment', 'try-lambdaRepresentation-1'];

export const PEERS = { squared: 'scikit-learn boosting, squared error', absolute: 'scikit-learn boosting, absolute error' };

/** The notebook that fits these predictors to a table; every row is parted by one seed, whatever the seed of the fits. */
export function notebookOf(name, keys) {
  const { title, target, unit, features, references, join } = TABLES[name];
  const choices = {
    target, unit, features: Object.keys(features), types: features, ...(references && { references }), ...(join && { join }),
    split: { how: 'random', seed: 1, validation: 0.1, test: 0.2 },
  };
  const table = { id: 'table', mode: 'table', name: title, spec: { data: 'table', ...(join && { joinData: 'joined' }), choices } };
  const cells = keys.map((key) => ({ id: key, mode: 'predictor', name: key, inputs: { rows: 'table' }, spec: { kind: PREDICTORS[key].kind, params: PREDICTORS[key].params } }));
  return { version: 2, name: 'Values', cells: [table, ...cells] };
}

/** What is known before a view, and the watch time in seconds; a duration of 0 stands for an unknown one and is left empty. */
export function kuairandTable(text) {
  const [header, ...lines] = text.trim().split(/\r?\n/).map((line) => line.split('\t'));
  const at = Object.fromEntries(header.map((name, index) => [name, index]));
  const rows = lines.map((cells) => {
    const duration = Number(cells[at.duration_ms]) / 1000;
    return [cells[at.user_id], Math.floor(Number(cells[at.hourmin]) / 100), duration === 0 ? '' : duration, Number(cells[at.play_time_ms]) / 1000];
  });
  return [['user_id', 'hour', 'duration_s', 'watch_s'], ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}
