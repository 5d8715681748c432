// What the section `labels` compares of instances as tokens: logs with their parts, and readers of histories with what they read of the past.

/** Kinds that the catalog must have. */
export const KINDS = ['iat-source', 'iat-reader'];

/** `draw`: made by the engine's generator anew for each seed; else a file below RESIDUA_SHARED. `source`, `reader`: settings beside the defaults. `laws`: columns of the law, with what each knows. */
export const INSTANCE_LOGS = {
  instances: {
    title: 'Planted instances', draw: true, source: {}, reader: {}, user: 'user',
    choices: {
      user: 'user', item: 'item', time: 'time', label: 'label', session: 'request', ready: 'label_ready', context: ['group', 'category', 'price', 'placement', 'device', 'hour'], references: ['law_own', 'law_label'],
      split: { of: 'time', source: 0.5, validation: 0.12, validationBy: 'users', test: 0.25, seed: 1 },
    },
    laws: { law_own: 'The law, without the past', law_label: 'The law, with all of the past that is known by then' },
  },
  views: {
    title: 'KuaiRand: liked or hated', log: 'data/kuairand/kuairand27k_standard_kcore15.tsv', user: 'user_id',
    // The item's id tells the label here. The 14 days of the file: seven, four and three.
    source: { useItem: false, useUser: true }, reader: { useItem: false, useUser: true, epochs: 2, learningRate: 0.003, weightDecay: 0.1 },
    choices: { label: 'label', delay: 3600, split: { of: 'time', source: 0.5, validation: 0.12, validationBy: 'users', test: 0.2143, seed: 1 } },
    laws: {},
  },
};

const STORES = {
  user: { title: 'store in user order', source: 'user' },
  temporal: { title: 'store in temporal order', source: 'temporal' },
  bits8: { title: 'store in user order as one code, 8 bits', source: 'user', levels: 1 },
  bits16: { title: 'store in user order as two codes, 16 bits', source: 'user', levels: 2 },
};

/** By key, in the order of the table: { title, params, store: a key of STORES or undefined, against: keys of what it is compared with }. */
export const READERS = {
  base: { title: 'base: no past beside the ordinary sequence', params: { history: 'none' }, against: [] },
  zero: { title: 'store of zeros', params: { history: 'zero' }, against: ['base'] },
  sequence: { title: 'items of the past, no store', params: { history: 'sequence' }, against: ['base', 'zero'] },
  ...Object.fromEntries(Object.entries(STORES).map(([key, { title }]) => [key, { title, params: { history: 'store' }, store: key, against: ['base', 'zero', ...(key === 'user' ? [] : ['user'])] }])),
};

const SOURCES = { user: {}, temporal: { order: 'temporal', epochs: 6 } };

/** One notebook: the sources, their stores as codes, and every reader. */
export function instanceNotebook(name) {
  const { choices, source, reader } = INSTANCE_LOGS[name];
  const log = { id: 'events', mode: 'log', name: 'Events', spec: { data: 'events', choices } };
  const sources = Object.entries(SOURCES).map(([order, params]) => ({ id: `source-${order}`, mode: 'predictor', name: order, inputs: { events: 'events' }, spec: { kind: 'iat-source', params: { ...source, ...params } } }));
  const codes = Object.entries(STORES).filter(([, { levels }]) => levels).map(([key, { source: of, levels }]) => ({
    id: `codes-${key}`, mode: 'quantizer', name: key, inputs: { rows: `source-${of}` }, spec: { kind: 'rq-kmeans', params: { numLevels: levels, numCodes: [256] } },
  }));
  const storeOf = (key) => (STORES[key].levels ? `codes-${key}` : `source-${STORES[key].source}`);
  const readers = Object.entries(READERS).map(([id, { params, store }]) => ({ id, mode: 'predictor', name: id, inputs: { events: 'events', ...(store && { store: storeOf(store) }) }, spec: { kind: 'iat-reader', params: { ...reader, ...params } } }));
  return { version: 2, name: 'Instances', cells: [log, ...sources, ...codes, ...readers] };
}

/** Cells of the sources. */
export const sourceKeys = Object.keys(SOURCES).map((order) => `source-${order}`);
