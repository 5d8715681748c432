/** How well semantic IDs (all codes of a row together) tell rows apart, before any repair of collisions. */
import { bucketRows } from '../math/counting';
import type { FullPass, Metric } from './metric';

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

function bucketSizes(pass: FullPass): Uint32Array {
  return bucketRows(pass.codes, pass.rows).sizes;
}
