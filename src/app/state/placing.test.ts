/** Files find their cell: every combination of cells and files is opened, asked about or named, and none is dropped in silence. */
import { afterEach, describe, expect, it } from 'vitest';
import { toNotebook } from '../notebook/toNotebook';
import { testSession, until } from '../testing/session';
import { createDraft } from './draft';
import { createPlacing } from './placing';
import { NOT_USED, guessRoles, keyOf, roleConflict, rolesOf } from './roles';
import type { Session } from './session';
import { createTableDraft } from './tableDraft';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const CELLS = { d: { mode: 'dataset', spec: { data: 'd', choices: {} } }, t: { mode: 'table', spec: { data: 't', choices: {} } } };
/** A notebook whose cells are of these kinds: "dt" has a vectors and a table cell. */
async function started(kinds: string) {
  const { session } = await testSession();
  open = session;
  const cells = [...kinds].map((kind, at) => ({ id: `${kind}${at}`, name: `Cell ${at}`, ...CELLS[kind as 'd' | 't'], spec: { data: `${kind}${at}`, choices: {} } }));
  session.notebook.setState({ notebook: toNotebook({ version: 2, cells }, session.catalog) });
  const draft = createDraft(session);
  const tableDraft = createTableDraft(session);
  return { session, draft, tableDraft, placing: createPlacing(session, draft, tableDraft) };
}
const file = (name: string) => new File(['a,b\n1,2\n'], name, { lastModified: 1 });

/** All lists of these, of every length up to three. */
const NAMES = ['v.npy', 'r.csv', 's.csv', 'p.png'];
const FILES = NAMES.flatMap((a) => [[a], ...NAMES.filter((b) => b !== a).flatMap((b) => [[a, b], ...NAMES.filter((c) => c !== a && c !== b).map((c) => [a, b, c])])]);

describe.each(['d', 't', 'dt', 'td', 'dd', 'tt', 'ddt', ''])('a notebook of "%s"', (kinds) => {
  it('names every file it is given: opened, joined, asked about or left out', async () => {
    const { placing, draft, tableDraft } = await started(kinds);
    for (const names of FILES) {
      placing.give(names.map(file));
      const asked = placing.store.getState();
      const states = [draft.store.getState(), tableDraft.store.getState()];
      const { joined } = draft.store.getState().draft ?? {};
      const named = [...asked.files.map(({ name }) => name), ...states.flatMap((state) => [...state.files.map(({ name }) => name), ...state.left, ...(state.draft ? [state.draft.file.name] : [])]), ...(joined ? [joined.name] : [])];
      if (kinds !== '') expect([...named].sort(), names.join()).toEqual([...names].sort());
      // Who asks gives each file what it may be for, and begins with a choice that can be taken.
      if (asked.files.length > 0) {
        expect(roleConflict(asked.guess), names.join()).toBe('');
        asked.guess.forEach((role, at) => expect([NOT_USED, ...asked.choices[at]!].map(keyOf)).toContain(keyOf(role)));
      }
      placing.cancel();
      draft.cancel();
      tableDraft.cancel();
    }
  });
});

describe('a file', () => {
  it('is asked about where a vectors and a table cell can take it, and opened where one can', async () => {
    const { placing, draft, tableDraft } = await started('dt');
    placing.give([file('r.csv')]);
    expect(placing.store.getState().choices[0]!.map(keyOf)).toEqual(['table t1', 'vectors d0']);
    expect([draft.store.getState().draft, tableDraft.store.getState().draft]).toEqual([null, null]);
    void placing.place([{ as: 'vectors', cellId: 'd0' }]);
    expect(draft.store.getState().draft).toMatchObject({ cellId: 'd0', file: { name: 'r.csv' } });
    draft.cancel();
    placing.give([file('v.npy')]);
    expect(placing.store.getState().files).toEqual([]);
    expect(draft.store.getState().draft).toMatchObject({ cellId: 'd0', file: { name: 'v.npy' } });
  });

  it.each(['d0', 'd1', 't2', 't3'])('given to cell %s is that cell’s, alone or with others', async (id) => {
    const { placing, draft, tableDraft } = await started('ddtt');
    const panel = id.startsWith('d') ? draft.store : tableDraft.store;
    placing.give([file('r.csv')], id);
    expect(placing.store.getState().files).toEqual([]);
    expect(panel.getState().draft?.cellId).toBe(id);
    placing.give([file('r.csv'), file('s.csv')], id);
    expect(panel.getState()).toMatchObject({ cellId: id, draft: null });
    expect(panel.getState().files).toHaveLength(2);
  });

  it('has its panel after that of the one before, and a joined one with its table', async () => {
    const { placing, draft, tableDraft } = await started('dt');
    placing.give([file('r.csv'), file('s.csv'), file('v.npy')]);
    const { guess } = placing.store.getState();
    expect(guess.map(keyOf)).toEqual(['table t1', 'joined t1', 'vectors d0']);
    const placed = placing.place(guess);
    await until(() => tableDraft.store.getState().draft?.joined !== null && tableDraft.store.getState().draft?.busy === null, 'the joined table');
    expect(tableDraft.store.getState().draft).toMatchObject({ file: { name: 'r.csv' }, joined: { file: { name: 's.csv' } } });
    expect(draft.store.getState().draft).toBeNull();
    tableDraft.cancel();
    await until(() => draft.store.getState().draft?.file.name === 'v.npy', 'the panel of the vectors');
    draft.cancel();
    await placed;
  });
});

describe('roles', () => {
  it('conflict where two files have one, where a file is joined to nothing, and where none is used', async () => {
    const table = { as: 'table', cellId: 't' } as const;
    const joined = { as: 'joined', cellId: 't' } as const;
    expect(roleConflict([table, table])).toMatch(/same purpose/);
    expect(roleConflict([joined, NOT_USED])).toMatch(/joined to a table/);
    expect(roleConflict([NOT_USED, NOT_USED])).toMatch(/No file/);
    expect(roleConflict([joined, table])).toBe('');
    expect(guessRoles([[table, joined], [table, joined]])).toEqual([table, joined]);
    const { session } = await started('dt');
    expect(rolesOf(file('x.docx'), session.notebook.getState().notebook, session.catalog)).toEqual([]);
  });
});
