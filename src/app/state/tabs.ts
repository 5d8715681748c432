/** Tabs of one browser on one notebook: which of them keeps it, and how another asks for it. */

export interface HoldOptions {
  /** Gives up waiting. */
  readonly signal: AbortSignal;
  /** Takes it from a tab that does not answer. */
  readonly steal?: boolean;
  /** The hold was taken by another tab. */
  lost(): void;
}

export interface Tabs {
  /** Resolves once this tab alone holds the notebook, with what lets it go; a tab that closes lets go by itself. Rejects where `signal` ends the wait. */
  hold(id: string, options: HoldOptions): Promise<() => void>;
  /** True while any tab holds it. */
  isHeld(id: string): Promise<boolean>;
  tell(word: TabWord): void;
  /** Words of other tabs. */
  listen(listener: (word: TabWord) => void): void;
  close(): void;
}

export type TabWord =
  /** Let the notebook go: a person works on it in another tab now. */
  | { readonly type: 'release'; readonly id: string }
  /** The list of notebooks changed. */
  | { readonly type: 'changed' }
  /** For browsers without locks: who holds it, or asked for it first? */
  | { readonly type: 'who'; readonly id: string; readonly from: string }
  | { readonly type: 'held'; readonly id: string }
  | { readonly type: 'taken'; readonly id: string };

const lockName = (id: string) => `residua.notebook.${id}`;
/** Milliseconds within which a tab that holds a notebook says so, where there are no locks. */
const ANSWER = 250;

/** By Web Locks; a page that is not served safely has none, and asks the other tabs instead. */
export function browserTabs(locks = (globalThis.navigator as { locks?: LockManager } | undefined)?.locks): Tabs {
  const channel = new BroadcastChannel('residua.tabs');
  const listeners: ((word: TabWord) => void)[] = [];
  channel.onmessage = ({ data }: MessageEvent<TabWord>) => listeners.forEach((listener) => listener(data));
  const tell = (word: TabWord) => channel.postMessage(word);
  const listen = (listener: (word: TabWord) => void) => void listeners.push(listener);
  return { ...(locks ? byLocks(locks) : byAsking(tell, listen)), tell, listen, close: () => channel.close() };
}

/** One tab and no other. */
export function noTabs(): Tabs {
  return { hold: () => Promise.resolve(() => undefined), isHeld: () => Promise.resolve(false), tell: () => undefined, listen: () => undefined, close: () => undefined };
}

function byLocks(locks: LockManager): Pick<Tabs, 'hold' | 'isHeld'> {
  return {
    hold: (id, { signal, steal = false, lost }) =>
      new Promise((resolve, reject) => {
        let held = false;
        const request = locks.request(lockName(id), steal ? { steal } : { signal }, () => new Promise<void>((release) => {
          held = true;
          resolve(release);
        }));
        // After it was held, the request fails only where another tab took it.
        request.catch((thrown: unknown) => (held ? lost() : reject(thrown as Error)));
      }),
    isHeld: async (id) => (await locks.query()).held?.some(({ name }) => name === lockName(id)) ?? false,
  };
}

function byAsking(tell: Tabs['tell'], listen: Tabs['listen']): Pick<Tabs, 'hold' | 'isHeld'> {
  const me = crypto.randomUUID();
  /** Notebooks held, with whom to tell of the loss; those asked for. */
  const mine = new Map<string, () => void>();
  const wanted = new Set<string>();
  const seen = new Set<string>();
  listen((word) => {
    // Of two that ask at once the one with the lesser name holds it.
    if (word.type === 'who' && (mine.has(word.id) || (wanted.has(word.id) && me < word.from))) tell({ type: 'held', id: word.id });
    if (word.type === 'taken') {
      const lost = mine.get(word.id);
      mine.delete(word.id);
      lost?.();
    }
    if (word.type === 'held') seen.add(word.id);
  });
  const isHeld = async (id: string) => {
    seen.delete(id);
    tell({ type: 'who', id, from: me });
    await new Promise((resolve) => setTimeout(resolve, ANSWER));
    return seen.has(id) || mine.has(id);
  };
  return {
    isHeld,
    async hold(id, { signal, steal = false, lost }) {
      wanted.add(id);
      while (!steal && !signal.aborted && (await isHeld(id)));
      wanted.delete(id);
      if (signal.aborted) throw new DOMException('No longer wanted.', 'AbortError');
      if (steal) tell({ type: 'taken', id });
      mine.set(id, lost);
      return () => void mine.delete(id);
    },
  };
}
