// Predictors of labels as tables: means over seeds, and in words whether a difference is more than noise.
import { LEAK, LOGS, PEERS, predictorsOf, QUANTIZERS } from './benchLabelsPlan.mjs';
import { meanAndSpread } from './benchStatistics.mjs';
import { grouped, table } from './benchTables.mjs';

/** Whose codes stand in the first table, and beside the peers. */
const SHOWN = 'kmeans';
const HEADER = ['predictor', 'AUC', 'known items', 'new items', 'LogLoss', 'calibration error'];

/** Runs of all seeds by key: { key: run[] }; a key that some seed lacks is left out. */
export function overSeeds(runs, name, seeds) {
  const found = seeds.map((seed) => runs[`${name}/${seed}`]).filter(Boolean);
  const keys = Object.keys(found[0] ?? {}).filter((key) => found.every((run) => run[key]));
  return Object.fromEntries(keys.map((key) => [key, found.map((run) => run[key])]));
}

/**
 * What the runs of a key have over another by AUC (or LogLoss): { mean, low, high, verdict }. Each seed has its own interval over the same draws of users; their ends are averaged. It is noise where that
 * interval holds 0 or the seeds have differences of both signs.
 */
export function difference(runs, other, measure = 'auc') {
  const found = runs.map(({ against }) => against[other]?.[measure]).filter(Boolean);
  if (found.length === 0) return null;
  const [mean, low, high] = [0, 1, 2].map((at) => meanAndSpread(found.map((one) => one[at])).mean);
  const oneSign = found.every(([value]) => value > 0) || found.every(([value]) => value < 0);
  const noise = !oneSign || (low <= 0 && high >= 0);
  return { mean, low, high, verdict: noise ? 'noise' : (mean > 0) === (measure === 'auc') ? 'better' : 'worse' };
}

/** "-0.0178 (-0.0240 to -0.0110): worse"; nothing for no difference. */
export function differenceWords(found) {
  if (!found) return '';
  const signed = (value) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
  return `${signed(found.mean)} (${signed(found.low)} to ${signed(found.high)}): ${found.verdict === 'noise' ? 'noise' : `**${found.verdict}**`}`;
}

/** "0.7836 ±0.0042": no spread where there is none. */
export function scoreWords(runs, score, digits = 4) {
  const values = runs.map(({ test }) => test[score]).filter((value) => value !== null);
  if (values.length === 0) return '-';
  const { mean, spread } = meanAndSpread(values);
  return spread === null || spread < 0.5 * 10 ** -digits ? mean.toFixed(digits) : `${mean.toFixed(digits)} ±${spread.toFixed(digits)}`;
}

const scores = (runs) => [scoreWords(runs, 'auc'), scoreWords(runs, 'aucWarm'), scoreWords(runs, 'aucCold'), scoreWords(runs, 'logLoss'), scoreWords(runs, 'calibrationError', 3)];
const meanOf = (runs, score) => meanAndSpread(runs.map(({ test }) => test[score])).mean;

/** All tables of both logs. */
export function labelsText(book, seeds) {
  const peers = Object.entries(book.programs).map(([name, version]) => `${name} ${version}`).join(', ');
  const rules = `Each fit with ${seeds.length} seeds, of codes too: mean ± standard deviation. Differences are of AUC, from a paired bootstrap of users (1,000 draws; ends of the middle 95 %, averaged over the seeds). *Noise*: the interval holds 0, or the seeds disagree on the sign. Networks have the default settings but for the learning rate on the planted clicks (0.003). Peers: ${peers}, on one thread.`;
  return [rules, ...Object.keys(LOGS).filter((name) => book.runs[`${name}/${seeds[0]}`]).flatMap((name) => logText(book, name, seeds)), ...(book.leak ? [leakText(book.leak)] : [])].join('\n\n');
}

function logText(book, name, seeds) {
  const { parts, coldTest, fields, items, references } = book.logs[name];
  const runs = overSeeds(book.runs, name, seeds);
  const { title, quantizers, levels } = LOGS[name];
  const vectors = book.vectors?.[name];
  const facts = `${grouped(parts.train)} / ${grouped(parts.validation)} / ${grouped(parts.test)} rows in order of time, ${grouped(coldTest)} of the test rows with new items. Fields: ${fields.map((field) => `${field.name} (${grouped(field.size)} known values)`).join(', ')}.`;
  const made = vectors
    ? `Vectors of the ${grouped(vectors.items)} items of training rows: 32 numbers from who saw them (\`scripts/labelVectors.py\`; labels and later rows are not used); new items have neither vector nor codes.`
    : `All ${grouped(items)} items have vectors.`;
  return [
    `### ${title}`, `${facts} ${made} Codes: ${levels.length} levels of ${levels.join(', ')}, in this table by ${QUANTIZERS[SHOWN][1]}.`,
    mainTable(name, runs, references), winnerWords(name, runs),
    ...(quantizers.length > 1 ? ['AUC by where the codes are from, and what codes have over the same codes shuffled:', quantizerTable(name, runs), shuffledTable(name, runs)] : []),
  ];
}

function mainTable(name, runs, references) {
  const laws = references.map((law) => [`The ${law.name}`, ...scores([law]), '']);
  const ours = Object.entries(predictorsOf(name)).filter(([key, { codes }]) => runs[key] && (!codes || codes === SHOWN));
  const own = ours.map(([key, { title, against }]) => [title, ...scores(runs[key]), withName(runs[key], against[0], key)]);
  const peers = Object.entries(PEERS).filter(([key]) => runs[`peer/${key}`]).map(([key, { title, ours: same }]) => [`*${title}*`, ...scores(runs[`peer/${key}`]), `${differenceWords(difference(runs[`peer/${key}`], same))} (to ours)`]);
  return table([...HEADER, 'AUC minus the id alone'], [...laws, ...own, ...peers]);
}

/** A network with the id alone is compared with logistic regression, which is said. */
function withName(runs, other, key) {
  const words = differenceWords(difference(runs, other));
  return words && key.endsWith('-none') ? `${words} (to logistic regression)` : words;
}

/** Who is first by AUC and by LogLoss, and what the best codes have over logistic regression on ids. */
function winnerWords(name, runs) {
  const titles = { ...Object.fromEntries(Object.entries(predictorsOf(name)).map(([key, { title, codes }]) => [key, codes ? `${title} (${QUANTIZERS[codes][1]})` : title])), ...Object.fromEntries(Object.entries(PEERS).map(([key, { title }]) => [`peer/${key}`, title])) };
  const keys = Object.keys(runs).filter((key) => titles[key]);
  const first = (score, sign) => keys.reduce((best, key) => (sign * meanOf(runs[key], score) > sign * meanOf(runs[best], score) ? key : best));
  const [byAuc, byLoss] = [first('auc', 1), first('logLoss', -1)];
  const coded = Object.entries(predictorsOf(name)).filter(([key, { params, codes }]) => codes && params.fields !== 'shuffled' && runs[key]);
  const verdicts = (other) => coded.map(([key, { against }]) => difference(runs[key], against[other])?.verdict).filter(Boolean);
  const count = (verdict, found) => found.filter((one) => one === verdict).length;
  const told = (found) => `${count('better', found)} better, ${count('worse', found)} worse, ${count('noise', found)} noise`;
  const beyond = difference(runs[byAuc], 'logistic-none');
  const lead = beyond ? ` (minus logistic regression on the id: ${differenceWords(beyond)})` : '';
  return `Highest AUC: ${titles[byAuc]}, ${meanOf(runs[byAuc], 'auc').toFixed(4)}${lead}. Lowest LogLoss: ${titles[byLoss]}, ${meanOf(runs[byLoss], 'logLoss').toFixed(4)}. Of all ${coded.length} fits with codes, against the id alone in the same model: ${told(verdicts(0))}; against the same codes shuffled: ${told(verdicts(1))}.`;
}

/** Rows: model and what is read; a column a quantizer. */
function quantizerTable(name, runs) {
  return table(['predictor', ...LOGS[name].quantizers.map((quantizer) => QUANTIZERS[quantizer][1])], codedRows(name).map(([title, keys]) => [title, ...keys.map((key) => (runs[key] ? scoreWords(runs[key], 'auc') : ''))]));
}

function shuffledTable(name, runs) {
  const rows = codedRows(name).filter(([title]) => title.endsWith('id and codes') || title.endsWith('no id'));
  const shuffled = (key) => predictorsOf(name)[key].against[1];
  return table(['minus shuffled codes', ...LOGS[name].quantizers.map((quantizer) => QUANTIZERS[quantizer][1])], rows.map(([title, keys]) => [title, ...keys.map((key) => (runs[key] ? differenceWords(difference(runs[key], shuffled(key))) : ''))]));
}

/** [title, keys by quantizer] of what reads codes. */
function codedRows(name) {
  const rows = new Map();
  for (const [key, { title, codes }] of Object.entries(predictorsOf(name))) if (codes) rows.set(title, [...(rows.get(title) ?? []), key]);
  return [...rows];
}

/** What is not to be done: a label that the choice of rows tells. */
export function leakText({ events, coldTest, parts, warnings, runs }) {
  const { choices, of } = LEAK;
  const titles = predictorsOf(of);
  const rows = LEAK.keys.map((key) => [titles[key].title, ...scores([{ test: runs[key] }])]);
  const said = warnings.find((warning) => warning.includes('tells the label'));
  return [
    '### A label that leaks',
    `The same file with the target \`${choices.label}\` (liked or hated; ${grouped(events)} rows, ${grouped(coldTest)} of ${grouped(parts.test)} test rows with new items). ${said ? `The log reader says: "${said}"` : 'The log reader says nothing of it.'} Left to itself it leaves the id out of the fields; here it is kept (\`itemId=true\`). No figure with the id is to be quoted. One seed.`,
    table(HEADER, rows),
  ].join('\n\n');
}
