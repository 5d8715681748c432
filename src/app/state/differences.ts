/** What runs that predict labels have over each other: a paired bootstrap of users for each pair that is asked for, counted once by the engine. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { EngineClient } from '../../engine/client';
import type { ClickDifference, ClickResult, JudgedRows } from '../../engine/records/click';

const TEST = 2;
const SEED = 1;

export interface Differences {
  /** Changes when a difference is there that was not. */
  readonly store: StoreApi<{ readonly counted: number }>;
  /** Null where it is not counted yet, or where both were not judged on the same rows; it is asked for. */
  of(first: ClickResult, second: ClickResult): ClickDifference | null;
  /** Resolves once all that was asked for is there. */
  idle(): Promise<void>;
}

export function createDifferences(client: () => EngineClient): Differences {
  const store = createStore(() => ({ counted: 0 }));
  const known = new WeakMap<ClickResult, WeakMap<ClickResult, { found: ClickDifference | null }>>();
  let turn: Promise<void> = Promise.resolve();

  async function count(first: ClickResult, second: ClickResult, entry: { found: ClickDifference | null }): Promise<void> {
    try {
      entry.found = await client().clickDifference(testRows(first), testRows(second), SEED);
      store.setState(({ counted }) => ({ counted: counted + 1 }));
    } catch {
      // The engine was replaced meanwhile: asked for again, it is counted again.
      known.get(first)?.delete(second);
    }
  }

  return {
    store,
    of(first, second) {
      if (!sameRows(first, second)) return null;
      const others = known.get(first) ?? new WeakMap<ClickResult, { found: ClickDifference | null }>();
      known.set(first, others);
      const entry = others.get(second);
      if (entry) return entry.found;
      const asked = { found: null };
      others.set(second, asked);
      turn = turn.then(() => count(first, second, asked));
      return null;
    },
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

function testRows({ parts, labels, users, probabilities }: ClickResult): JudgedRows {
  const test = (_: unknown, at: number) => parts[at] === TEST;
  return { labels: labels.filter(test), users: users.filter(test), probabilities: probabilities.filter(test) };
}
