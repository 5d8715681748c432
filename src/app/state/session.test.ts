/** Running, pausing, skipping, saving: the stores against an engine that plays generated events. */
import { afterEach, describe, expect, it } from 'vitest';
import { withSeeds } from '../notebook/spec';
import { memoryStorage } from '../testing/memoryStorage';
import { testSession, until } from '../testing/session';
import { createDraft, undecidedRows } from './draft';
import { editCell, redo, removeCell, undo } from './notebookStore';
import type { Session } from './session';
import { quantized } from '../runs/cellRun';

let open: Session | null = null;
afterEach(() => {
  open?.close();
  open = null;
});
const started = async (...given: Parameters<typeof testSession>) => {
  const made = await testSession(...given);
  open = made.session;
  await made.session.loadAll();
  return made;
};
const status = (session: Session, id: string) => session.runs.getState().runs[id]?.status;
const setSteps = (session: Session, steps: number) => editCell(session.notebook, 'rqvae', 'quantizer', (cell) => ({ ...cell, spec: { ...cell.spec, params: { ...cell.spec.params, steps } } }));
const setSeeds = (session: Session, seeds: readonly number[]) => editCell(session.notebook, 'rqvae', 'quantizer', (cell) => withSeeds(cell, seeds));

describe('the queue', () => {
  it('runs all quantizers one after another, in order', async () => {
    const { session, client } = await started();
    session.queue.run(session.quantizers());
    expect(status(session, 'rqgmm')).toBe('waiting');
    await session.queue.idle();
    expect(client.started.map((run) => run.kind)).toEqual(['rq-kmeans', 'rq-vae', 'r3-vae', 'rq-gmm', 'even-rq']);
    expect(session.quantizers().map((id) => status(session, id))).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(session.runs.getState().runs.kmeans?.points).toHaveLength(8);
  });

  it('trains nothing twice, but again where the settings changed or it is asked for', async () => {
    const { session, client } = await started();
    session.queue.run(session.quantizers());
    await session.queue.idle();
    session.queue.run(session.quantizers());
    await session.queue.idle();
    expect(client.started).toHaveLength(5);
    setSteps(session, 5);
    session.queue.run(session.quantizers());
    await session.queue.idle();
    expect(client.started.slice(5).map((run) => [run.kind, run.params.steps])).toEqual([['rq-vae', 5]]);
    undo(session.notebook);
    redo(session.notebook);
    session.queue.run(['kmeans'], true);
    await session.queue.idle();
    expect(client.started).toHaveLength(7);
  });

  it('pauses, steps once, resumes', async () => {
    const { session } = await started({ steps: 30 });
    session.queue.run(['kmeans']);
    await until(() => status(session, 'kmeans') === 'running', 'a start');
    session.queue.pause();
    await until(() => status(session, 'kmeans') === 'paused', 'a pause');
    const before = session.runs.getState().runs.kmeans!.points.length;
    session.queue.step(['kmeans']);
    await until(() => session.runs.getState().runs.kmeans!.points.length > before, 'a step');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(session.runs.getState().runs.kmeans!.points).toHaveLength(before + 1);
    session.queue.resume();
    await session.queue.idle();
    expect(status(session, 'kmeans')).toBe('done');
  });

  it('starts paused after one step where nothing ran', async () => {
    const { session } = await started({ steps: 30 });
    session.queue.step(session.quantizers());
    await until(() => status(session, 'kmeans') === 'paused', 'a pause');
    expect(session.runs.getState().runs.kmeans!.points).toHaveLength(1);
    session.queue.stop();
    await session.queue.idle();
  });

  it('stops with the result as it is, and drops what waited', async () => {
    const { session, client } = await started({ steps: 1000 });
    session.queue.run(session.quantizers());
    await until(() => (session.runs.getState().runs.kmeans?.points.length ?? 0) > 2, 'some steps');
    session.queue.stop();
    await session.queue.idle();
    expect(session.runs.getState().runs.kmeans?.result?.stopped).toBe(true);
    expect(status(session, 'kmeans')).toBe('stopped');
    expect(status(session, 'rqvae')).toBe('idle');
    expect(client.started).toHaveLength(1);
  });

  it('goes on with the next cell where one fails, and keeps the reason', async () => {
    const { session } = await started({ failing: 'rq-vae' });
    session.queue.run(session.quantizers());
    await session.queue.idle();
    expect(session.runs.getState().runs.rqvae).toMatchObject({ status: 'failed', problem: { hint: 'Take fewer codes per level.' } });
    expect(status(session, 'rqgmm')).toBe('done');
  });

  it('runs further seeds after the first of every cell, keeps their numbers alone, and skips what holds', async () => {
    const { session, client } = await started();
    setSeeds(session, [1, 2, 3]);
    session.queue.run(['rqvae', 'kmeans']);
    await session.queue.idle();
    expect(client.started.map((run) => [run.kind, run.seed])).toEqual([['rq-vae', 1], ['rq-kmeans', 1], ['rq-vae', 2], ['rq-vae', 3]]);
    const { runs } = session.runs.getState();
    expect(runs['rqvae@2']).toMatchObject({ status: 'done', seed: 2, points: [], family: runs.rqvae!.family! });
    expect(quantized(runs['rqvae@2'])!.codes).toHaveLength(0);
    expect(quantized(runs['rqvae@2'])!.reconstruction).toHaveLength(0);
    expect(quantized(runs['rqvae@2'])!.metrics.rmse).toBeGreaterThan(0);
    expect(quantized(runs.rqvae)!.codes.length).toBeGreaterThan(0);
    setSeeds(session, [1, 2, 3, 4]);
    session.queue.run(['rqvae', 'kmeans']);
    await session.queue.idle();
    expect(client.started.slice(4).map((run) => run.seed)).toEqual([4]);
  });

  it('can be reordered behind the running job, and loses one job or another', async () => {
    const { session, client } = await started({ steps: 200 });
    session.queue.run(session.quantizers());
    await until(() => status(session, 'kmeans') === 'running', 'a start');
    session.queue.move('rqgmm', -9);
    expect(session.runs.getState().queue).toEqual(['kmeans', 'rqgmm', 'rqvae', 'r3vae', 'evenrq']);
    session.queue.move('kmeans', 1);
    session.queue.move('rqgmm', 1);
    expect(session.runs.getState().queue).toEqual(['kmeans', 'rqvae', 'rqgmm', 'r3vae', 'evenrq']);
    session.queue.cancel('rqvae');
    expect(status(session, 'rqvae')).toBe('idle');
    session.queue.pause();
    await until(() => status(session, 'kmeans') === 'paused', 'a pause');
    session.queue.cancel('kmeans');
    await until(() => status(session, 'rqgmm') === 'paused', 'the next, paused as the queue is');
    expect(status(session, 'kmeans')).toBe('stopped');
    session.queue.stop();
    await session.queue.idle();
    expect(client.started.map((run) => run.kind)).toEqual(['rq-kmeans', 'rq-gmm']);
  });

  it('drops a job that an edit took away while it waited', async () => {
    const { session, client } = await started({ steps: 40 });
    setSeeds(session, [1, 2]);
    session.queue.run(['rqvae']);
    await until(() => status(session, 'rqvae') === 'running', 'a start');
    setSeeds(session, [1]);
    await session.queue.idle();
    expect(client.started).toHaveLength(1);
    expect(status(session, 'rqvae@2')).toBe('idle');
  });

  it('runs every quantizer of a fair comparison under the same terms', async () => {
    const { session, client } = await started();
    editCell(session.notebook, 'compare', 'compare', (cell) => ({ ...cell, spec: { ...cell.spec, fair: { on: true, numLevels: 2, numCodes: 8, budget: { unit: 'seconds', value: 4 } } } }));
    session.queue.run(session.quantizers());
    await session.queue.idle();
    for (const run of client.started) expect(run).toMatchObject({ params: { numLevels: 2, numCodes: [8] }, budget: { unit: 'seconds', value: 4 } });
  });

  it('fails the cell, not the page, where no file is bound', async () => {
    const { session } = await testSession();
    open = session;
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect(session.runs.getState().runs.kmeans?.problem?.message).toContain('No file is bound to "items"');
  });
});

describe('files', () => {
  it('asks what to do with bad rows, then runs on the rest', async () => {
    const { session } = await started();
    const draft = createDraft(session);
    await draft.begin(new File(['x'], 'nan.npy'), null);
    expect(undecidedRows(draft.store.getState().draft!)).toBe(7);
    await draft.choose({ badRows: 'drop' });
    expect(undecidedRows(draft.store.getState().draft!)).toBe(0);
    await draft.accept();
    await session.queue.idle();
    expect(session.runs.getState().data.data?.loaded?.summary.rows).toBe(193);
    expect(quantized(session.runs.getState().runs.rqgmm)?.rows).toBe(193);
  });

  it('keeps what was loaded where a file cannot be read', async () => {
    const { session } = await started();
    const draft = createDraft(session);
    const before = session.runs.getState().data.data;
    await draft.begin(new File(['x'], 'broken.bad'), null);
    await draft.accept();
    expect(draft.store.getState().draft?.problem?.message).toContain('not with the mark of a .npy file');
    expect(session.runs.getState().data.data).toBe(before);
    draft.cancel();
    expect(draft.store.getState().draft).toBeNull();
  });

  it('opens the one vector file among several, and asks where there are more', async () => {
    const { session } = await started();
    const draft = createDraft(session);
    draft.offer([new File(['#'], 'readme.md'), new File(['x'], 'items.npy')]);
    expect(draft.store.getState().draft?.file.name).toBe('items.npy');
    draft.offer([new File(['x'], 'a.npz'), new File(['x'], 'b.npy')]);
    expect(draft.store.getState().files.map((file) => file.name)).toEqual(['a.npz', 'b.npy']);
  });
});

describe('autosave', () => {
  it('brings notebook, file and results back, and runs nothing again', async () => {
    const storage = memoryStorage();
    const { session } = await started({}, storage);
    setSteps(session, 44);
    session.queue.run(session.quantizers());
    await session.queue.idle();
    await session.save.flush();
    session.close();
    const again = await started({}, storage);
    expect(again.session.firstVisit).toBe(false);
    expect(quantized(again.session.runs.getState().runs.rqvae)?.codes).toBeInstanceOf(Int32Array);
    again.session.queue.run(again.session.quantizers());
    await again.session.queue.idle();
    expect(again.client.started).toHaveLength(0);
  });

  it('shows a run that a reload cut short as interrupted, with its step', async () => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 100_000 }, storage);
    session.queue.run(['kmeans']);
    await until(() => (session.runs.getState().runs.kmeans?.progress?.step ?? 0) > 2, 'some steps');
    await session.save.flush();
    session.close();
    const again = await started({}, storage);
    expect(again.session.runs.getState().runs.kmeans?.status).toBe('interrupted');
    expect(again.session.runs.getState().runs.kmeans?.progress?.step).toBeGreaterThan(2);
  });

  it('keeps a run that was paused soon after its result was written, though nothing changes any more', async () => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 400 }, storage);
    session.queue.run(['kmeans']);
    await session.queue.idle();
    await session.save.flush();
    expect(storage.last().runs.kmeans!.status).toBe('done');
    session.queue.run(['kmeans'], true);
    await until(() => (session.runs.getState().runs.kmeans!.progress?.step ?? 0) > 0, 'a step');
    session.queue.pause();
    await until(() => storage.last().runs.kmeans!.status === 'paused', 'the paused run in storage');
    session.queue.stop();
  });

  it('writes what a run left at once: who leaves right after it loses nothing', async () => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 40 }, storage);
    await session.save.flush();
    const ended = new Promise<void>((resolve) => {
      const stop = session.runs.subscribe(({ runs }) => {
        if (!runs.kmeans?.result) return;
        stop();
        // Timers fire in their order.
        setTimeout(resolve, 50);
      });
    });
    session.queue.run(['kmeans']);
    await ended;
    expect(storage.last().runs.kmeans).toMatchObject({ status: 'done', result: { stopped: false } });
  });

  it('says in words that storage is full', async () => {
    const full = { ...memoryStorage(), save: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) };
    const { session } = await started({}, full);
    await session.save.flush();
    expect(session.save.state.getState()).toMatchObject({ status: 'failed', message: expect.stringContaining('no room left') as unknown });
  });
});

describe('edits', () => {
  it('can be taken back, and back again', async () => {
    const { session } = await started();
    removeCell(session.notebook, 'rqgmm');
    expect(session.quantizers()).not.toContain('rqgmm');
    undo(session.notebook);
    expect(session.quantizers()).toContain('rqgmm');
    redo(session.notebook);
    expect(session.quantizers()).not.toContain('rqgmm');
  });
});

describe('going on', () => {
  const left = [{ name: 'last', step: 40, seconds: 1, value: 0.3, bytes: 10 }];
  const plan = () => ({ every: 0, best: 'relativeError' });

  it('is offered after a reload from what the browser kept, and starts at that step', async () => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 100_000 }, storage, { checkpoints: plan });
    session.queue.run(['kmeans']);
    await until(() => (session.runs.getState().runs.kmeans?.progress?.step ?? 0) > 2, 'some steps');
    await session.save.flush();
    session.close();
    const again = await started({ steps: 50, checkpoints: left }, storage, { checkpoints: plan });
    expect(again.session.runs.getState().runs.kmeans).toMatchObject({ status: 'interrupted', checkpoints: left });
    again.session.queue.run(['kmeans'], true, 'last');
    await again.session.queue.idle();
    expect(again.client.started[0]).toMatchObject({ resume: 'last', checkpoints: { ...plan(), key: again.session.runs.getState().runs.kmeans!.key } });
    expect(again.session.runs.getState().runs.kmeans!.points[0]!.step).toBe(41);
  });

  it('is forgotten where the job is taken out of the queue: it starts anew then', async () => {
    const { session, client } = await started({ steps: 20 }, memoryStorage(), { checkpoints: plan });
    session.queue.run(['rqvae']);
    session.queue.run(['kmeans'], true, 'last');
    session.queue.cancel('kmeans');
    await session.queue.idle();
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect(client.started.map(({ kind, resume }) => [kind, resume])).toEqual([['rq-vae', undefined], ['rq-kmeans', undefined]]);
  });

  it('counts metrics as often as was asked', async () => {
    const { session, client } = await started({}, memoryStorage(), { reportEvery: () => 7 });
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect(client.started[0]!.reportEvery).toBe(7);
  });

  it('keeps nothing where nothing is to be kept', async () => {
    const { session, client } = await started();
    session.queue.run(['kmeans']);
    await session.queue.idle();
    expect([client.started[0]!.checkpoints, client.started[0]!.reportEvery]).toEqual([undefined, undefined]);
  });
});
