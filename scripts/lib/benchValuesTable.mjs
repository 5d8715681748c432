// Scores of predictors as tables: ours over seeds beside peers and known laws, and what each part of RQ-Reg is worth.
import { meanAndSpread } from './benchStatistics.mjs';
import { grouped, table } from './benchTables.mjs';
import { ALIGNED, PEERS, PREDICTORS, seedsFor, TABLES } from './benchValuesPlan.mjs';

const REFERENCES = { law_median: 'Known law: its median', law_mean: 'Known law: its mean' };
const SCORES = ['mae', 'rmse', 'spearman', 'normGini', 'xauc', 'maePositive', 'negativeShare'];

/**
 * In the order of the tables: references, peers, ours; those that `runs` does not hold are left out, those with fewer seeds say so. Each: { table, key, title, ours, role, part,
 * test: { SCORE: { mean, spread } }, validation: { mean, spread } or null, seconds }.
 */
export function valueRows(runs, seeds) {
  return Object.keys(TABLES).flatMap((name) => {
    const single = (titles) => Object.entries(titles).flatMap(([key, title]) => row(name, key, title, [runs[`${name}/${key}`]]));
    const own = Object.entries(PREDICTORS).flatMap(([key, { title, role }]) => {
      const wanted = seedsFor(name, key, seeds);
      const found = wanted.map((seed) => runs[`${name}/${key}/${seed}`]).filter(Boolean);
      const part = found.length < wanted.length;
      const said = part ? `${title} (${found.length} of ${wanted.length} seeds)` : title;
      return row(name, key, said, found).map((made) => ({ ...made, ours: true, role, part, ...(role === 'try' && { against: againstDefault(runs, name, wanted, found) }) }));
    });
    return [...single(REFERENCES), ...single(PEERS), ...own];
  });
}

function row(name, key, title, found) {
  if (found.length === 0 || !found.every(Boolean)) return [];
  // An undefined score is null in JSON.
  const over = (value) => meanAndSpread(found.map((one) => value(one) ?? NaN));
  return [{
    table: name, key, title, test: Object.fromEntries(SCORES.map((score) => [score, over(({ test }) => test[score])])),
    validation: found[0].validation ? over(({ validation }) => validation.mae) : null, ...(ALIGNED.includes(key) && found.every(({ alignment }) => alignment) && { alignment: aligned(found) }),
    seconds: found[0].seconds === undefined ? null : over(({ seconds }) => seconds).mean,
  }];
}

/** Two tables for each data set and a sentence on who is ahead. */
export function valuesText(rows, { tables, programs }) {
  const names = Object.keys(TABLES).filter((name) => rows.some((one) => one.table === name));
  const peers = Object.entries(programs).map(([name, version]) => `${name} ${version}`).join(', ');
  const intro = `One random split of each table (70 % to train, 10 % to choose, 20 % to test), three seeds of each fit, mean ± standard deviation over them; constants, the linear predictor, peers and laws do not depend on a seed. All figures but the one named are of the test part; bold: the best of them, laws and rows of fewer seeds left out. Seconds: training without what is shown, of peers processor time. Peers: ${peers}.`;
  return [intro, ...names.flatMap((name) => tableText(name, rows.filter((one) => one.table === name), tables[name]))].join('\n\n');
}

function tableText(name, rows, { splits, features }) {
  const { title, unit } = TABLES[name];
  const [compared, ablations, tries] = [undefined, 'ablation', 'try'].map((role) => rows.filter((one) => one.role === role));
  const best = (score, pick) => pick(...compared.filter(({ key, part }) => !(key in REFERENCES) && !part).map((one) => one.test[score].mean).filter(Number.isFinite));
  const marks = { mae: best('mae', Math.min), rmse: best('rmse', Math.min), spearman: best('spearman', Math.max), normGini: best('normGini', Math.max), xauc: best('xauc', Math.max) };
  const whole = rows.find((one) => one.key === 'reg');
  return [
    `### ${title}`,
    `${grouped(splits.train)} / ${grouped(splits.validation)} / ${grouped(splits.test)} rows, ${features} features. Errors in ${unit}.`,
    table(
      ['predictor', 'MAE', 'RMSE', 'Spearman', 'norm. Gini', 'XAUC', 'MAE, y > 0', 'ŷ < 0', 'validation MAE', 'seconds'],
      compared.map((one) => [
        one.ours && one.key === 'reg' ? `**${one.title}**` : one.title,
        ...Object.entries(marks).map(([score, mark]) => marked(cell(one.test[score], digitsOf(score)), one.test[score].mean === mark)),
        cell(one.test.maePositive, 2), percent(one.test.negativeShare.mean), one.validation ? cell(one.validation, 2) : '', one.seconds === null ? '' : one.seconds.toFixed(one.seconds < 10 ? 1 : 0),
      ]),
    ),
    ...(whole && ablations.length > 0 ? [ablationText(whole, ablations)] : []),
    ...alignmentText(rows.filter((one) => one.alignment)),
    ...(tries.length > 0 ? [triesText(tries, TABLES[name].tried.length)] : []),
  ];
}

function ablationText(whole, ablations) {
  const change = ({ test }) => percentMore(test.mae.mean / whole.test.mae.mean);
  return table(
    ['RQ-Reg', 'MAE', 'against the whole', 'RMSE', 'XAUC', 'validation MAE'],
    [whole, ...ablations].map((one) => [
      one === whole ? 'whole' : one.title, cell(one.test.mae, 2), one === whole ? '' : change(one), cell(one.test.rmse, 2), cell(one.test.xauc, 4), cell(one.validation, 2),
    ]),
  );
}

/** Mean and spread over the runs; of the code tables the mean over levels. */
function aligned(found) {
  const over = (value) => meanAndSpread(found.map(({ alignment }) => value(alignment) ?? NaN));
  const levels = (name) => ({ tables }) => tables.reduce((sum, table) => sum + (table[name] ?? NaN), 0) / tables.length;
  return { rows: over(({ distanceCorrelation }) => distanceCorrelation), axis: over(({ axisCorrelation }) => axisCorrelation), codes: over(levels('distanceCorrelation')), neighbours: over(levels('neighbourShare')) };
}

function alignmentText(rows) {
  if (rows.length === 0) return [];
  const words = { reg: 'default: weight 0.1', 'reg-alignment': 'without alignment', 'try-lambdaRepresentation-1': 'weight of alignment 1' };
  return [
    'Whether near values have near embeddings, test part: rank correlation of embedding distance and value difference (rows, codes), of the first principal axis and the value, and the share of codes whose nearest one is a neighbour in value (chance 2 / K = 0.125).',
    table(
      ['RQ-Reg', 'rows', 'rows, first axis', 'codes', 'codes, neighbours'],
      rows.map(({ key, alignment: { rows, axis, codes, neighbours } }) => [words[key], cell(rows, 3), cell(axis, 3), cell(codes, 3), cell(neighbours, 3)]),
    ),
  ];
}

function triesText(tries, seeds) {
  return [
    `What was tried, one setting at a time, on the validation part, ${seeds === 1 ? 'by one seed' : `by ${seeds} seeds`}:`,
    table(
      ['RQ-Reg with', 'validation MAE', 'against the default'],
      tries.map((one) => [one.title, cell(one.validation, 2), one.against === null ? '' : percentMore(one.against)]),
    ),
  ].join('\n\n');
}

/** Mean validation MAE of these runs by that of the default with the same seeds; null where one of those is missing. */
function againstDefault(runs, name, wanted, found) {
  const defaults = wanted.map((seed) => runs[`${name}/reg/${seed}`]).filter(Boolean);
  if (found.length < wanted.length || defaults.length < wanted.length) return null;
  const error = (some) => meanAndSpread(some.map(({ validation }) => validation.mae)).mean;
  return error(found) / error(defaults);
}

const percentMore = (ratio) => `${ratio >= 1 ? '+' : ''}${(100 * (ratio - 1)).toFixed(1)} %`;
const digitsOf = (score) => (score === 'mae' || score === 'rmse' ? 2 : score === 'xauc' ? 4 : 3);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const marked = (text, best) => (best ? `**${text}**` : text);

/** "14.31 ±0.12"; no spread where there is none, "-" where the score is undefined. */
function cell({ mean, spread }, digits) {
  if (Number.isNaN(mean)) return '-';
  return spread === null || spread < 1e-9 ? mean.toFixed(digits) : `${mean.toFixed(digits)} ±${spread.toFixed(digits)}`;
}
