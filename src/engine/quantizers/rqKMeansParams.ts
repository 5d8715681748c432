/** The parameters of RQ-KMeans. */
import type { ParamSpec } from '../records';
import { centreParam, numCodesParam, numLevelsParam } from './shapeParams';

export const rqKMeansParams: readonly ParamSpec[] = [
  numLevelsParam(3),
  numCodesParam(64),
  {
    name: 'maxIterations',
    title: 'Lloyd passes at most',
    help: 'Passes over the data for each level: assign every row to its nearest centre, then move each centre to the mean of its rows.',
    type: 'integer',
    default: 100,
    min: 1,
    max: 10_000,
    unit: 'passes a level',
    group: 'training',
  },
  {
    name: 'tolerance',
    title: 'Stop when inertia falls by less than',
    help: 'Relative fall of the sum of squared distances in one pass below which a level is finished. 0 goes on until no row changes its code.',
    type: 'number',
    default: 1e-5,
    min: 0,
    max: 1,
    group: 'training',
    advanced: true,
  },
  {
    name: 'init',
    title: 'First centres',
    help: 'k-means++ spreads the first centres over the data; random takes rows as they come.',
    type: 'choice',
    default: 'k-means++',
    choices: [
      { value: 'k-means++', title: 'k-means++' },
      { value: 'random', title: 'random rows' },
    ],
    group: 'method',
  },
  {
    name: 'repairEmpty',
    title: 'Repair empty clusters',
    help: 'Move a centre that lost all its rows onto the row that is worst served. Off keeps the old centre, which may stay dead.',
    type: 'boolean',
    default: true,
    group: 'method',
    advanced: true,
  },
  centreParam,
];
