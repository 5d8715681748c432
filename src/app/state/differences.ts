/** What runs that predict labels, and recommenders, have over each other: a paired bootstrap of users for each pair that is asked for, counted once by the engine. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../engine/client';
import type { ClickDifference, ClickResult, JudgedRows } from '../../engine/records/click';
import type { RankedCases, RetrievalDifference, RetrievalResult } from '../../engine/records/retrieval';

const TEST = 2;
const SEED = 1;

export interface Differences {
  /** Changes when a difference is there that was not. */
  readonly store: StoreApi<{ readonly counted: number }>;
  /** Null where it is not counted yet, or where both were not judged on the same rows; it is asked for. */
  of(first: ClickResult, second: ClickResult): ClickDifference | null;
  /** As `of`, of recommenders. */
  ofRankings(first: RetrievalResult, second: RetrievalResult): RetrievalDifference | null;
  /** Resolves once all that was asked for is there. */
  idle(): Promise<void>;
}

export function createDifferences(client: () => EngineClient): Differences {
  const store = createStore(() => ({ counted: 0 }));
  let turn: Promise<void> = Promise.resolve();

  /** One answer for each pair of results, asked for when it is first wanted. */
  function pairs<Result extends object, Difference>(alike: (first: Result, second: Result) => boolean, count: (first: Result, second: Result) => Promise<Difference>) {
    const known = new WeakMap<Result, WeakMap<Result, { found: Difference | null }>>();

    async function ask(first: Result, second: Result, entry: { found: Difference | null }): Promise<void> {
      try {
        entry.found = await count(first, second);
        store.setState(({ counted }) => ({ counted: counted + 1 }));
      } catch {
        // The engine was replaced meanwhile: asked for again, it is counted again.
        known.get(first)?.delete(second);
      }
    }

    return (first: Result, second: Result): Difference | null => {
      if (!alike(first, second)) return null;
      const others = known.get(first) ?? new WeakMap<Result, { found: Difference | null }>();
      known.set(first, others);
      const entry = others.get(second);
      if (entry) return entry.found;
      const asked = { found: null };
      others.set(second, asked);
      turn = turn.then(() => ask(first, second, asked));
      return null;
    };
  }

  return {
    store,
    of: pairs<ClickResult, ClickDifference>(sameRows, (first, second) => client().clickDifference(testRows(first), testRows(second), SEED)),
    ofRankings: pairs<RetrievalResult, RetrievalDifference>(sameCases, (first, second) => client().retrievalDifference(rankedCases(first), rankedCases(second), SEED)),
    async idle() {
      for (let now = turn; ; now = turn) {
        await now;
        if (now === turn) return;
      }
    },
  };
}

function sameRows({ rowIndex, parts }: ClickResult, other: ClickResult): boolean {
  return rowIndex.length === other.rowIndex.length && rowIndex.length > 0 && rowIndex.every((row, at) => row === other.rowIndex[at] && (parts[at] === TEST) === (other.parts[at] === TEST));
}

function sameCases({ rowIndex, targets, users }: RetrievalResult, other: RetrievalResult): boolean {
  return rowIndex.length === other.rowIndex.length && rowIndex.length > 0 && rowIndex.every((row, at) => row === other.rowIndex[at] && targets[at] === other.targets[at] && users[at] === other.users[at]);
}

function testRows({ parts, labels, users, probabilities }: ClickResult): JudgedRows {
  const test = (_: unknown, at: number) => parts[at] === TEST;
  return { labels: labels.filter(test), users: users.filter(test), probabilities: probabilities.filter(test) };
}

function rankedCases({ users, ranks, bucketSizes }: RetrievalResult): RankedCases {
  return { users, ranks, bucketSizes };
}
