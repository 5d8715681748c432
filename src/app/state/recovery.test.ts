/** What runs and what waits outlives a reload and the end of the engine; *Run all* queues at any time. */
import { describe, expect, it } from 'vitest';
import { createFakeClient } from '../testing/fakeClient';
import { memoryStorage } from '../testing/memoryStorage';
import { closeSession, startedSessions, until } from '../testing/session';
import { editCell } from './notebookStore';
import type { Session } from './session';

const started = startedSessions();
const status = (session: Session, id: string) => session.runs.getState().runs[id]?.status;
const setSteps = (session: Session, steps: number) => editCell(session.notebook, 'rqvae', 'quantizer', (cell) => ({ ...cell, spec: { ...cell.spec, params: { ...cell.spec.params, steps } } }));

describe('a queue cut short by a reload', () => {
  const left = [{ name: 'last', step: 40, seconds: 1, value: 0.3, bytes: 10 }];
  const plan = { checkpoints: () => ({ every: 0, best: 'relativeError' }) };
  const cut = async (pause: boolean, ids: readonly string[] = ['kmeans', 'rqvae', 'rqgmm']) => {
    const storage = memoryStorage();
    const { session } = await started({ steps: 100_000 }, storage, plan);
    session.queue.run(ids);
    await until(() => (session.runs.getState().runs.kmeans?.progress?.step ?? 0) > 2, 'some steps');
    session.queue.move('rqgmm', -1);
    if (pause) {
      session.queue.pause();
      await until(() => status(session, 'kmeans') === 'paused', 'a pause');
    }
    await closeSession(session);
    return started({ steps: 50, checkpoints: left }, storage, plan);
  };

  it('goes on by itself in its order, the run that was cut short from its checkpoint', async () => {
    const { session, client } = await cut(false);
    await until(() => status(session, 'rqvae') === 'done', 'the end of the queue');
    expect(client.started.map(({ kind, resume }) => [kind, resume])).toEqual([['rq-kmeans', 'last'], ['rq-gmm', undefined], ['rq-vae', undefined]]);
  });

  it('comes back paused where it was paused', async () => {
    const { session } = await cut(true);
    expect(session.runs.getState()).toMatchObject({ queue: ['kmeans', 'rqgmm', 'rqvae'], paused: true });
    await until(() => status(session, 'kmeans') === 'paused', 'the pause');
    session.queue.resume();
    await until(() => status(session, 'rqvae') === 'done', 'the end of the queue');
  });

  it('offers a run that was alone in its row instead', async () => {
    const { session } = await cut(false, ['kmeans']);
    expect(session.runs.getState()).toMatchObject({ queue: [], runs: { kmeans: { status: 'interrupted', checkpoints: left } } });
  });
});

describe('run all while something runs', () => {
  it('queues what is missing, and the running cell again where its settings changed', async () => {
    const { session, client } = await started({ steps: 60 });
    session.queue.run(['rqvae']);
    await until(() => status(session, 'rqvae') === 'running', 'a start');
    setSteps(session, 9);
    session.queue.run(session.methods());
    session.queue.run(session.methods());
    await session.queue.idle();
    expect(client.started.map(({ kind, params }) => (kind === 'rq-vae' ? [kind, params.steps] : kind))).toEqual([['rq-vae', expect.any(Number)], 'rq-kmeans', 'r3-vae', 'rq-gmm', 'even-rq', ['rq-vae', 9]]);
    expect(session.methods().map((id) => status(session, id))).toEqual(['done', 'done', 'done', 'done', 'done']);
  });
});

describe('an engine that ends by itself', () => {
  const left = [{ name: 'last', step: 4, seconds: 1, value: 0.3, bytes: 10 }];
  const gone = { name: 'engine' as const, message: 'The engine ended.', hint: 'Reload the page.' };
  const engines = async (...steps: number[]) => {
    const made: { client: ReturnType<typeof createFakeClient>; end(): void }[] = [];
    const { session } = await started({}, memoryStorage(), {
      checkpoints: () => ({ every: 0, best: 'relativeError' }),
      createClient(ended) {
        const client = createFakeClient({ tick: 1, rows: 200, steps: steps[made.length] ?? 10, checkpoints: left });
        made.push({ client, end: () => ended(gone) });
        return client;
      },
    });
    return { session, made };
  };
  const steps = (session: Session) => session.runs.getState().runs.kmeans?.progress?.step ?? 0;

  it('is started again; what ran goes on from its checkpoint, what waited waits on, and it is said', async () => {
    const { session, made } = await engines(100_000, 30);
    session.queue.run(['kmeans', 'rqvae']);
    await until(() => steps(session) > 4, 'some steps');
    made[0]!.end();
    await until(() => status(session, 'rqvae') === 'done', 'the end of the queue');
    expect(made).toHaveLength(2);
    expect(made[1]!.client.started.map(({ kind, resume }) => [kind, resume])).toEqual([['rq-kmeans', 'last'], ['rq-vae', undefined]]);
    expect(status(session, 'kmeans')).toBe('done');
    expect(session.engine.getState()).toMatchObject({ status: 'ready', restarted: expect.stringContaining('continues') as string });
  });

  it('while nothing runs, it is started again and the next run finds its data', async () => {
    const { session, made } = await engines(100_000);
    made[0]!.end();
    await until(() => session.engine.getState().restarted !== '', 'the new engine');
    session.queue.run(['rqvae']);
    await session.queue.idle();
    expect(status(session, 'rqvae')).toBe('done');
  });

  it('is not started for ever for a run that it ends at again and again: that fails in words, the next goes on', async () => {
    const { session, made } = await engines(100_000, 100_000, 100_000);
    session.queue.run(['kmeans', 'rqvae']);
    await until(() => steps(session) > 4, 'some steps');
    session.queue.pause();
    await until(() => status(session, 'kmeans') === 'paused', 'a pause');
    for (let times = 1; times <= 3; times++) {
      made.at(-1)!.end();
      await until(() => made.length === times + 1 && session.engine.getState().status === 'ready' && (times === 3 || status(session, 'kmeans') !== 'interrupted'), 'another engine');
    }
    await until(() => status(session, 'kmeans') === 'failed', 'the failure');
    expect(session.runs.getState().runs.kmeans!.problem!.message).toContain('3 times');
    session.queue.resume();
    await until(() => status(session, 'rqvae') === 'done', 'the next run');
  });
});
