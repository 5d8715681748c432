// What the section `labels` compares: logs with their label and the codes of their items, and predictors with what they know of an item.

/** How codes are made of the vectors of items. */
export const QUANTIZERS = { kmeans: ['rq-kmeans', 'RQ-KMeans'], gmm: ['rq-gmm', 'RQ-GMM'], vae: ['rq-vae', 'RQ-VAE'], r3: ['r3-vae', 'R3-VAE'] };

const MODELS = { logistic: 'Logistic regression', fnn: 'FNN', ipnn: 'IPNN' };
const RATES = { all: 'Training rate', user: 'Training rate of the user', item: 'Training rate of the item' };

/** In the order of the tables; `codes`: of a quantizer. */
const FIELDS = {
  none: { title: 'id' },
  noItem: { title: 'nothing of the item' },
  vectors: { title: 'id and vector', vectors: true },
  codes: { title: 'id and codes', codes: true },
  both: { title: 'id, codes and vector', codes: true, vectors: true },
  replace: { title: 'codes, no id', codes: true },
  shuffled: { title: 'id and shuffled codes', codes: true },
};

/** `log` and `vectors` are below the project, or `log` below RESIDUA_SHARED with `shared`, and vectors are then made by scripts/labelVectors.py. `settings`: of networks. */
export const LOGS = {
  kuairand: {
    title: 'KuaiRand: watched long or not', shared: true, log: 'data/kuairand/kuairand27k_standard_kcore15.tsv',
    choices: { label: 'long_view', only: { label: '1' } }, columns: { user: 'user_id', item: 'video_id', time: 'time_ms', label: 'long_view', numbers: ['hourmin', 'duration_ms'] },
    vectors: { dim: 32 }, levels: [64, 64, 64], settings: {}, quantizers: Object.keys(QUANTIZERS),
  },
  planted: {
    title: 'Planted clicks', log: 'public/samples/data/planted-clicks.parquet', vectors: 'public/samples/data/planted-items.parquet',
    choices: { label: 'label', context: ['hour'], references: ['law'] }, columns: { user: 'user' },
    levels: [16, 8], settings: { learningRate: 0.003 }, quantizers: ['kmeans'],
  },
};

/** A log whose label must not be predicted so: what the page says of it, and what comes of it where the id is kept all the same. */
export const LEAK = { of: 'kuairand', choices: { label: 'label', itemId: true }, keys: ['logistic-none', 'logistic-noItem', 'fnn-none', 'fnn-noItem'] };

/** By key: { title, kind, params, codes: a key of QUANTIZERS or undefined, vectors: whether it reads them, against: keys of what it is compared with }. */
export function predictorsOf(name) {
  const { quantizers, settings } = LOGS[name];
  const rates = Object.entries(RATES).map(([of, title]) => [`rate-${of}`, { title, kind: 'rate', params: { of }, against: [] }]);
  const fitted = Object.entries(MODELS).flatMap(([kind, words]) => Object.entries(FIELDS).flatMap(([fields, { title, codes, vectors }]) =>
    (codes ? quantizers : [undefined]).map((quantizer) => [keyOf(kind, fields, quantizer), {
      title: `${words}, ${title}`, kind, params: { fields, ...(kind !== 'logistic' && settings) }, codes: quantizer, vectors: Boolean(vectors), against: againstOf(kind, fields, quantizer),
    }]),
  ));
  return Object.fromEntries([...rates, ...fitted]);
}

export const keyOf = (kind, fields, quantizer) => [kind, fields, ...(quantizer ? [quantizer] : [])].join('-');

/** The id alone in the same model, the same codes shuffled; a network with the id alone is compared with logistic regression. */
function againstOf(kind, fields, quantizer) {
  if (fields === 'none') return kind === 'logistic' ? [] : ['logistic-none'];
  return [keyOf(kind, 'none'), ...(quantizer && fields !== 'shuffled' ? [keyOf(kind, 'shuffled', quantizer)] : [])];
}

/** Programs of others on the same fields and parts, by the keys that scripts/labelPeers.py uses; codes are ours by RQ-KMeans. */
export const PEERS = Object.fromEntries([
  ...['none', 'noItem', 'vectors', 'codes', 'shuffled'].map((fields) => [`logistic-${fields}`, { title: `scikit-learn logistic regression, ${FIELDS[fields].title}`, ours: keyOf('logistic', fields, FIELDS[fields].codes && 'kmeans') }]),
  ...Object.keys(FIELDS).map((fields) => [`fnn-${fields}`, { title: `PyTorch FNN, ${FIELDS[fields].title}`, ours: keyOf('fnn', fields, FIELDS[fields].codes && 'kmeans') }]),
]);

/** The notebook of these predictors of a log; `choices` in place of its own. */
export function notebookOf(name, keys, choices = LOGS[name].choices) {
  const { levels, vectors } = LOGS[name];
  const all = predictorsOf(name);
  const needed = Object.keys(QUANTIZERS).filter((quantizer) => keys.some((key) => all[key].codes === quantizer));
  const items = needed.length > 0 || keys.some((key) => all[key].vectors);
  const dataset = typeof vectors === 'string' ? { data: 'items', choices: { idColumn: 'id' } } : { data: 'items', joinData: 'ids', choices: { joinId: 'item' } };
  return {
    version: 2, name: 'Labels',
    cells: [
      { id: 'events', mode: 'log', name: 'Events', spec: { data: 'events', choices: { ...choices, split: { of: 'events', validation: 0.1, validationBy: 'before', test: 0.1, seed: 1 } } } },
      ...(items ? [{ id: 'items', mode: 'dataset', name: 'Items', spec: dataset }] : []),
      ...needed.map((id) => ({ id, mode: 'quantizer', name: id, inputs: { rows: 'items' }, spec: { kind: QUANTIZERS[id][0], params: { numLevels: levels.length, numCodes: levels } } })),
      ...keys.map((id) => {
        const { kind, params, codes, vectors: read } = all[id];
        return { id, mode: 'predictor', name: id, inputs: { events: 'events', ...(codes && { codes }), ...(read && { items: 'items' }) }, spec: { kind, params } };
      }),
    ],
  };
}
