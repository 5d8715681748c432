/** How well semantic IDs (all codes of a row together) tell rows apart, before any repair of collisions. */
import { countRepeatedRows, entropy } from '../math/counting';
import { giniOfCounts } from '../math/evenness';
import type { CountedPass, Metric } from './metric';

export const collisionRate: Metric = {
  entry: {
    key: 'collisionRate',
    title: 'IDs lost to collisions',
    term: 'collision rate',
    meaning: 'The share by which distinct IDs fall short of the rows: 0 if every row has an ID of its own.',
    formula: '1 - U / n, U = distinct semantic IDs',
    direction: 'down',
    perLevel: false,
    format: 'share',
    group: 'identifiers',
    shown: true,
  },
  compute: (pass) => (pass.rows === 0 ? NaN : 1 - bucketSizes(pass).length / pass.rows),
};

export const uniqueIdShare: Metric = {
  entry: {
    key: 'uniqueIdShare',
    title: 'Unique IDs',
    term: 'unique-ID share',
    meaning: 'The share of rows whose ID no other row has; equal rows can never be told apart.',
    formula: 'rows in buckets of size 1 / n',
    direction: 'up',
    perLevel: false,
    format: 'share',
    group: 'identifiers',
    shown: false,
  },
  compute: (pass) => (pass.rows === 0 ? NaN : bucketSizes(pass).reduce((count, size) => count + (size === 1 ? 1 : 0), 0) / pass.rows),
};

export const largestBucket: Metric = {
  entry: {
    key: 'largestBucket',
    title: 'Fullest ID',
    term: 'largest bucket',
    meaning: 'The number of rows that share the most crowded ID.',
    formula: 'max_s b_s, b_s = rows with ID s',
    direction: 'down',
    perLevel: false,
    format: 'count',
    group: 'identifiers',
    shown: false,
  },
  compute: (pass) => (pass.rows === 0 ? NaN : bucketSizes(pass).reduce((largest, size) => Math.max(largest, size), 0)),
};

export const idGini: Metric = {
  entry: {
    key: 'idGini',
    title: 'Uneven IDs',
    term: 'Gini of IDs',
    meaning: 'How unevenly rows fall on the IDs that exist: 0 if every ID has as many rows as any other.',
    formula: '2 sum_j j b_(j) / (U n) - (U + 1) / U, b ascending, j from 1',
    direction: 'down',
    perLevel: false,
    format: 'number',
    group: 'identifiers',
    shown: false,
  },
  compute: (pass) => giniOfCounts(bucketSizes(pass)),
};

export const idEntropyRatio: Metric = {
  entry: {
    key: 'idEntropyRatio',
    title: 'Capacity in use',
    term: 'ID entropy ratio',
    meaning: 'The entropy of the IDs as a part of what their codes could hold; n rows reach log n / log capacity at most.',
    formula: '- sum_s (b_s / n) log (b_s / n) / sum_l log K_l',
    direction: 'up',
    perLevel: false,
    format: 'number',
    group: 'identifiers',
    shown: false,
  },
  compute: (pass) => {
    const capacity = pass.numCodes.reduce((sum, codes) => sum + Math.log(codes), 0);
    return pass.rows === 0 || capacity === 0 ? NaN : entropy(bucketSizes(pass)) / capacity;
  },
};

export const duplicateShare: Metric = {
  entry: {
    key: 'duplicateShare',
    title: 'Equal rows',
    term: 'duplicate rows',
    meaning: 'The share of rows equal to an earlier row as preprocessed: no method can tell them apart, so the collision rate is at least this.',
    formula: '( n - distinct rows ) / n',
    direction: 'none',
    perLevel: false,
    format: 'share',
    group: 'identifiers',
    shown: false,
  },
  compute: ({ vectors, rows, dim }) => vectors && (rows === 0 ? NaN : countRepeatedRows(vectors, rows, dim) / rows),
};

function bucketSizes(pass: CountedPass): Uint32Array {
  return pass.prefixes.at(-1)!.sizes;
}
