/** Scores of rankings: whether what was relevant stands among the first K, and how high. */
import { meanReciprocalRank, ndcgAtK, ndcgOfRanksAtK, recallAtK, recallOfRanksAtK, reciprocalRankOfRanks } from '../math/ranking';
import type { ScoreEntry } from '../records/predict';
import type { Judged, Score } from './score';

export const CUT_OFFS = [5, 10, 20] as const;

type Row = Pick<ScoreEntry, 'key' | 'title' | 'term' | 'meaning' | 'formula'> & { readonly shown?: boolean; readonly of: (judged: Judged['ranking']) => number };

const rows: readonly Row[] = [
  ...CUT_OFFS.map((k): Row => ({
    key: `recall${k}`, title: `Found among the first ${k}`, term: `Recall@${k}`, shown: k === 10,
    meaning: `The share of a case's relevant items among the first ${k}; with one target, the share of cases that hit it.`, formula: `mean (relevant items with rank < ${k}) / (relevant items)`,
    of: (judged) => ('rankLists' in judged ? recallOfRanksAtK(judged.rankLists, k) : recallAtK(judged.ranks, k, judged.bucketSizes)),
  })),
  ...CUT_OFFS.map((k): Row => ({
    key: `ndcg${k}`, title: `Gain among the first ${k}`, term: `NDCG@${k}`, shown: k === 10,
    meaning: `As found among the first ${k}, but higher places count more; 1 is the best order.`, formula: `mean (sum of 1 / log2(rank + 2), rank < ${k}) / (the same of the best order)`,
    of: (judged) => ('rankLists' in judged ? ndcgOfRanksAtK(judged.rankLists, k) : ndcgAtK(judged.ranks, k, judged.bucketSizes)),
  })),
  {
    key: 'mrr', title: 'Reciprocal rank', term: 'MRR', meaning: 'One over the place, counted from 1, of the first relevant item; 0 where none was returned.', formula: 'mean 1 / (rank + 1)',
    of: (judged) => ('rankLists' in judged ? reciprocalRankOfRanks(judged.rankLists) : meanReciprocalRank(judged.ranks, judged.bucketSizes)),
  },
];

export const rankingScores: readonly Score<'ranking'>[] = rows.map(({ of, shown = false, ...entry }) => ({
  needs: 'ranking', entry: { ...entry, direction: 'up', format: 'number', rows: 'all', needs: 'ranking', shown }, of,
}));

/** Entries of what free decoding of semantic IDs tells beside them: the task of generative retrieval counts these. */
export const decodingEntries: readonly ScoreEntry[] = [
  {
    key: 'invalidIdShare', title: 'Invalid IDs', term: 'invalid IDs', meaning: 'Of the IDs that a beam finds when nothing holds it to those of items, the share that no item has.',
    formula: 'IDs of no item / IDs found', direction: 'down', format: 'share', rows: 'all', needs: 'ranking', shown: true,
  },
  {
    key: 'recall10Free', title: 'Found among the first 10, free', term: 'Recall@10, free', meaning: 'As found among the first 10 when nothing holds the beam to IDs of items: an invalid ID takes its place and never hits.',
    formula: 'as Recall@10', direction: 'up', format: 'number', rows: 'all', needs: 'ranking', shown: false,
  },
];
