/** A dropped table on its way to the predictors: joining, refusals, acceptance. */
import { afterEach, describe, expect, it } from 'vitest';
import stored from '../../../public/samples/notebooks/continuous-values.json';
import { tableCell } from '../notebook/spec';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession } from '../testing/session';
import type { Session } from './session';
import { createTableDraft } from './tableDraft';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});
const started = async (firstNotebook: unknown = stored) => {
  const { session, client } = await testSession({}, memoryStorage(), { firstNotebook });
  open = session;
  return { session, client, draft: createTableDraft(session) };
};
const file = (name: string) => new File(['a,b\n1,2\n'], name, { lastModified: 1 });
const now = (draft: ReturnType<typeof createTableDraft>) => draft.store.getState().draft!;

describe('the panel of a table', () => {
  it('asks of two files which is the table, and joins the other by a column that both have', async () => {
    const { draft } = await started();
    const [views, users] = [file('views.csv'), file('users.csv')];
    draft.offer([views, users, file('notes.npy')]);
    expect(draft.store.getState()).toMatchObject({ draft: null, files: [views, users] });
    await draft.begin(views, null);
    await draft.join(users);
    expect(now(draft).joined).toMatchObject({ file: users });
    expect(now(draft).choices.join).toBe('user_id');
    expect(now(draft).inspection?.columns.filter((column) => column.joined).map((column) => column.name)).toEqual(['age_days', 'city']);
    await draft.join(null);
    expect(now(draft)).toMatchObject({ joined: null, choices: {} });
  });

  it('shows why a target cannot be taken, and goes on from there', async () => {
    const { draft, client } = await started();
    await draft.begin(file('views.csv'), null, { target: 'category' });
    expect(now(draft).problem?.message).toBe('The target "category" is not numeric: its first value is "news".');
    expect(now(draft).inspection?.columns.length).toBeGreaterThan(5);
    await draft.accept();
    expect(now(draft).problem?.message).toContain('is not numeric');
    expect(client.fitted).toEqual([]);
    await draft.choose({ target: 'duration_s' });
    expect(now(draft)).toMatchObject({ problem: null, busy: null });
  });

  it('takes the table and runs every predictor that reads it', async () => {
    const { session, draft, client } = await started();
    await draft.begin(file('views.csv'), null);
    await draft.choose({ unit: 's', target: 'duration_s' });
    await draft.choose({ unit: undefined });
    await draft.accept();
    expect(draft.store.getState().draft).toBeNull();
    expect(tableCell(session.notebook.getState().notebook, 'table')?.spec).toEqual({ data: 'table', choices: { target: 'duration_s' } });
    await session.queue.idle();
    expect(client.fitted).toHaveLength(session.predictors().length);
    await draft.change('table');
    expect(now(draft)).toMatchObject({ choices: { target: 'duration_s' }, sample: null });
    draft.cancel();
    expect(draft.store.getState().draft).toBeNull();
  });
});
