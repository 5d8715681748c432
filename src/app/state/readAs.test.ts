/** One panel, whatever its file is read as: the file stays, what was chosen stands again, and nothing that is known is looked at anew. */
import { describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import { startedSessions, until } from '../testing/session';
import { memoryStorage } from '../testing/memoryStorage';
import { createDraft } from './draft';
import { createLooks } from './drafting';
import { createFactsDraft } from './factsDraft';
import { createReadAs } from './readAs';
import { createTableDraft } from './tableDraft';

const session = startedSessions();
const both = { version: 1, cells: [...(stored.cells as { mode: string }[]), { id: 'vectors', mode: 'dataset', spec: { data: 'vectors' } }] };
const file = (name: string) => new File(['a,b\n1,2\n'], name, { lastModified: 1 });

async function panels(firstNotebook: unknown = both) {
  const { session: made, client } = await session({}, memoryStorage(), { firstNotebook });
  const looks = createLooks();
  const drafts = { draft: createDraft(made, looks), tableDraft: createTableDraft(made, looks), factsDraft: createFactsDraft(made, looks) };
  const counted = { inspect: 0, inspectTable: 0, inspectLog: 0, inspectSequences: 0 };
  const count = <K extends keyof typeof counted>(name: K) => {
    const whole = client[name] as (...given: unknown[]) => unknown;
    client[name] = ((...given: unknown[]) => (counted[name]++, whole(...given))) as never;
  };
  (Object.keys(counted) as (keyof typeof counted)[]).forEach(count);
  return { client, drafts, counted, readAs: createReadAs(made, drafts) };
}

describe('a file in the panel', () => {
  it('may be read as what its ending allows, and is guessed about once it was looked at', async () => {
    const { drafts, readAs, client } = await panels();
    expect([readAs.kinds(file('a.npy')), readAs.kinds(file('a.csv.gz')), readAs.now()]).toEqual([['vectors'], ['vectors', 'table', 'log', 'sequences'], null]);
    client.guessKind = () => Promise.resolve({ kind: 'log', reason: 'users and items' });
    const given = file('a.csv');
    await drafts.draft.begin(given, null);
    await until(() => readAs.store.getState().guess !== null, 'a guess');
    expect(readAs.store.getState()).toEqual({ file: given, guess: { kind: 'log', reason: 'users and items' } });
    client.guessKind = () => Promise.reject(new Error('no worker'));
    await drafts.draft.begin(file('b.csv'), null);
    await until(() => readAs.store.getState().file?.name === 'b.csv', 'the next file');
    expect(readAs.store.getState().guess).toBeNull();
  });

  it('is read as one thing after another, each looked at once, with its choices', async () => {
    const { drafts, readAs, counted } = await panels();
    await drafts.draft.begin(file('a.csv'), null);
    await drafts.draft.choose({ preprocessing: 'l2' });
    for (const kind of ['log', 'table', 'sequences', 'vectors', 'log'] as const) {
      await readAs.change(kind);
      expect([readAs.now(), [drafts.draft, drafts.tableDraft, drafts.factsDraft].filter(({ store }) => store.getState().draft !== null).length]).toEqual([kind, 1]);
    }
    await drafts.factsDraft.chooseLog({ label: 'b' });
    await readAs.change('vectors');
    expect(drafts.draft.store.getState().draft).toMatchObject({ choices: { preprocessing: 'l2' }, busy: null });
    await readAs.change('log');
    expect(drafts.factsDraft.store.getState().draft?.choices).toEqual({ kind: 'log', log: { label: 'b' } });
    // Twice as vectors and as a log: for two choices each.
    expect(counted).toEqual({ inspect: 2, inspectTable: 1, inspectLog: 2, inspectSequences: 1 });
    drafts.factsDraft.cancel();
    expect(readAs.now()).toBeNull();
  });

  it('needs a cell as vectors, as a table and as a log, none as sequences', async () => {
    const { readAs } = await panels(stored);
    expect([readAs.cellFor('vectors'), readAs.cellFor('table') === null, readAs.cellFor('log'), readAs.cellFor('sequences')]).toEqual([null, false, null, '']);
  });
});
