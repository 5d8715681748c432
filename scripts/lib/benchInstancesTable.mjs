// Readers of histories as tables: what a store of instances is worth beside a store of zeros, and what its codes keep.
import { INSTANCE_LOGS, READERS } from './benchInstancesPlan.mjs';
import { difference, differenceWords, overSeeds, scoreWords } from './benchLabelsTable.mjs';
import { grouped, table } from './benchTables.mjs';

const NOTES = {
  instances: 'Data and fits are drawn anew for each seed.',
  views: 'The item\'s id is read by neither stage, since it tells the label; labels are taken to be known after an hour. The rows hold liked and hated videos only: it shows that the models run on such a log, not what they are worth.',
};

/** A table for each log that was run. */
export function instancesText(book, seeds) {
  const names = Object.keys(INSTANCE_LOGS).filter((name) => book.runs[`${name}/${seeds[0]}`]);
  if (names.length === 0) return '';
  const intro = 'A source is trained on the earliest part, then each past event is read as its vector. The control is the store of zeros, which has the labels, gaps and order of the past. Codes are by RQ-KMeans with 256 a level, fitted to the vectors of all events; each reader is trained on what it reads.';
  return ['### Histories read as instances', intro, ...names.flatMap((name) => logText(book, name, seeds))].join('\n\n');
}

function logText(book, name, seeds) {
  const { title, laws } = INSTANCE_LOGS[name];
  const { events, users, parts } = book.logs[name];
  const runs = overSeeds(book.runs, name, seeds);
  const found = seeds.filter((seed) => book.runs[`${name}/${seed}`]).length;
  const scores = (key) => [scoreWords(runs[key], 'auc'), scoreWords(runs[key], 'logLoss'), scoreWords(runs[key], 'calibrationError', 3)];
  const lawRows = Object.entries(laws).map(([key, words]) => [words, ...scores(key), '', '', '']);
  const rows = Object.entries(READERS).filter(([key]) => runs[key]).map(([key, { title: words }]) => [words, ...scores(key), ...['base', 'zero', 'user'].map((other) => differenceWords(difference(runs[key], other)))]);
  return [
    `#### ${title}`,
    `${grouped(events)} rows of ${grouped(users)} users: ${grouped(parts.source)} in the source part, ${grouped(parts.train)} / ${grouped(parts.validation)} / ${grouped(parts.test)} for the reader. ${found} seeds. ${NOTES[name]}`,
    table(['reader', 'AUC', 'LogLoss', 'calibration error', 'AUC minus base', 'minus zeros', 'minus the store in user order'], [...lawRows, ...rows]),
  ];
}
