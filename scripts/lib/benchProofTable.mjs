// The proof table: ours and the peers' figures side by side, and whether ours are within one per cent.
import { meanAndSpread } from './benchStatistics.mjs';
import { table } from './benchTables.mjs';

/** Of a peer's mean, what ours may be worse by. */
const TOLERANCE = 0.01;

export const FILES = {
  sift: { title: 'SIFT', path: 'data/sift-5k/sift_5000x128_u8.npy' },
  text: { title: 'Text', path: 'data/amazon-industrial/item_lsa_256.npy' },
};

/**
 * Our methods. `against` names the peers whose best mean is to be met, `levels` which levels count: a beam looks ahead to the last one only.
 */
export const METHODS = {
  kmeans: { kind: 'rq-kmeans', title: 'RQ-KMeans', params: {}, against: ['kmeans'], levels: 'each' },
  progressive: { kind: 'rq-kmeans', title: 'RQ-KMeans, progressive', params: { init: 'progressive' }, against: ['faiss-1-1'], levels: 'last' },
  beam5: { kind: 'rq-kmeans', title: 'RQ-KMeans, coded with beam 5', params: { beam: 5 } },
  progressiveBeam5: { kind: 'rq-kmeans', title: 'RQ-KMeans, progressive, coded with beam 5', params: { init: 'progressive', beam: 5 }, against: ['faiss-5-5', 'faiss-1-5'], levels: 'last' },
  mixture: {
    kind: 'rq-gmm', title: 'RQ-GMM', against: ['mixture'], levels: 'each',
    params: { maxIterations: 100, tolerance: 1e-3, toleranceRule: 'scikit-learn', reseed: false, varianceFloor: 1e-6, relativeVarianceFloor: 0 },
  },
};

const PEERS = {
  kmeans: 'scikit-learn KMeans',
  'faiss-1-1': 'faiss, beam 1',
  'faiss-5-5': 'faiss, beam 5',
  'faiss-1-5': 'faiss, fitted with beam 1, coded with 5',
  mixture: 'scikit-learn GaussianMixture, diagonal',
};

/**
 * In the order of the table: peers, then ours, by file and codes; pairs of these that `runs` does not hold yet are left out. `runs` and
 * `peers` map FILE/K/METHOD/SEED to { energy, lowerBound? }.
 */
export function proofRows(runs, peers, codes, seeds) {
  const rows = [];
  for (const file of Object.keys(FILES)) {
    for (const count of codes.filter((one) => complete(runs, file, one, seeds))) {
      const peerRows = Object.entries(PEERS).map(([key, name]) => ({ file, codes: count, key, name, ...summary(peers, `${file}/${count}/${key}`, seeds) }));
      rows.push(...peerRows);
      for (const [key, { title, against, levels }] of Object.entries(METHODS)) {
        const own = summary(runs, `${file}/${count}/${key}`, seeds);
        const check = against && compare(own, peerRows.filter((row) => against.includes(row.key)), levels);
        rows.push({ file, codes: count, key, name: title, ours: true, ...own, ...(check && { check }) });
      }
    }
  }
  return rows;
}

function complete(runs, file, codes, seeds) {
  return Object.keys(METHODS).every((method) => seeds.every((seed) => runs[`${file}/${codes}/${method}/${seed}`]));
}

/** Files and numbers of codes without a row, as "Text, 3 x 64". */
export function notRun(rows, codes) {
  return Object.keys(FILES).flatMap((file) =>
    codes.filter((count) => !rows.some((row) => row.file === file && row.codes === count)).map((count) => `${FILES[file].title}, 3 x ${count}`),
  );
}

/** Mean and spread over seeds of each level: { energy: [{ mean, spread }], bound: [...] or null }. Throws where a seed is missing. */
function summary(runs, key, seeds) {
  const found = seeds.map((seed) => {
    const run = runs[`${key}/${seed}`];
    if (!run) throw new Error(`There is no run ${key}/${seed}.`);
    return run;
  });
  const over = (field) => found[0][field]?.map((_, level) => meanAndSpread(found.map((run) => run[field][level]))) ?? null;
  return { energy: over('energy'), bound: over('lowerBound') };
}

/**
 * Ours against the best of the peers: the energy may be larger by one per cent, the lower bound smaller by one per cent of its size.
 * { within, words }: the worst differences in per cent, positive where ours is worse.
 */
export function compare(own, peers, levels) {
  const best = (field, level, pick) => pick(...peers.map((peer) => peer[field][level].mean));
  const counted = own.energy.map((_, level) => level).slice(levels === 'last' ? -1 : 0);
  const energy = Math.max(...counted.map((level) => own.energy[level].mean / best('energy', level, Math.min) - 1));
  const bound = own.bound && Math.max(...counted.map((level) => (best('bound', level, Math.max) - own.bound[level].mean) / Math.abs(best('bound', level, Math.max))));
  const within = energy <= TOLERANCE && (bound === null || bound <= TOLERANCE);
  const words = [`energy ${signed(energy)}`, bound !== null && `likelihood ${signed(-bound)}`].filter(Boolean).join(', ');
  return { within, energy, bound, words: `${within ? 'yes' : 'no'} (${words})` };
}

function signed(share) {
  const percent = (100 * share).toFixed(2);
  return `${share > 0 ? '+' : ''}${percent} %`;
}

export function proofText(rows, programs, codes) {
  const levels = (values, digits) => values?.map(({ mean, spread }) => spread === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ±${spread.toFixed(digits)}`).join(' / ') ?? '';
  const body = rows.map((row) => [
    FILES[row.file].title, `3 x ${row.codes}`, row.ours ? `**${row.name}**` : row.name, levels(row.energy, 4), levels(row.bound, 2), row.check?.words ?? '',
  ]);
  const asked = rows.filter((row) => row.check);
  const met = asked.filter((row) => row.check.within);
  const missing = notRun(rows, codes);
  const names = Object.entries(programs).map(([name, version]) => `${name} ${version}`).join(', ');
  return [
    `Three seeds each, mean ± standard deviation. Residual energy: what the codes leave of the squares about the mean after each level. Log-likelihood: EM's lower bound, the mean per row, of each level on its own residuals. "Within 1 %": no worse by more than that than the peer's mean at each level; for progressive and beam rows after the last level, against the better faiss of that beam. Peers: ${names}.`,
    '',
    table(['data', 'codes', 'program', 'residual energy by level', 'log-likelihood by level', 'within 1 % or better'], body),
    '',
    `${met.length} of ${asked.length} comparisons are within 1 % or better${met.length < asked.length ? `; not: ${asked.filter((row) => !row.check.within).map((row) => `${row.name} on ${FILES[row.file].title}, 3 x ${row.codes}`).join('; ')}` : ''}.${missing.length > 0 ? ` Not run yet: ${missing.join('; ')}.` : ''}`,
  ].join('\n');
}
