/** Orders given before a run has begun, while its data is read: what the page shows is what the queue does. */
import { expect, it } from 'vitest';
import { testSession, until } from '../testing/session';

async function after(orders: (queue: Awaited<ReturnType<typeof testSession>>['session']['queue']) => void | Promise<void>, ids: readonly string[]): Promise<readonly unknown[]> {
  const { session } = await testSession({ steps: 12 });
  await session.loadAll();
  await orders(session.queue);
  await session.queue.idle();
  const { runs, paused } = session.runs.getState();
  session.close();
  return [...ids.map((id) => runs[id]?.status), paused];
}

it('a step, then stop, then run: the run goes to its end', async () => {
  expect(await after(async (queue) => {
    queue.step(['kmeans']);
    queue.stop();
    await queue.idle();
    queue.run(['kmeans']);
  }, ['kmeans'])).toEqual(['done', false]);
});

it('a step, then resume or cancel and run: the run goes to its end', async () => {
  expect(await after((queue) => {
    queue.step(['kmeans']);
    queue.resume();
  }, ['kmeans'])).toEqual(['done', false]);
  expect(await after((queue) => {
    queue.step(['kmeans']);
    queue.cancel('kmeans');
    queue.resume();
    queue.run(['kmeans']);
  }, ['kmeans'])).toEqual(['done', false]);
});

it('a job cancelled while its data is read and queued again runs, alone and behind another', async () => {
  for (const ids of [['kmeans'], ['kmeans', 'rqvae']]) {
    expect(await after((queue) => {
      queue.run(ids);
      queue.cancel('kmeans');
      queue.run(['kmeans']);
    }, ids)).toEqual([...ids.map(() => 'done'), false]);
  }
});

it('a paused run that is cancelled ends, and the next one waits paused', async () => {
  const { session } = await testSession({ steps: 30 });
  await session.loadAll();
  const status = (id: string) => session.runs.getState().runs[id]?.status;
  session.queue.run(['kmeans', 'rqvae']);
  await until(() => status('kmeans') === 'running', 'start');
  session.queue.pause();
  await until(() => status('kmeans') === 'paused', 'pause');
  session.queue.cancel('kmeans');
  await until(() => status('rqvae') === 'paused', 'the next one to wait');
  expect([status('kmeans'), session.runs.getState().paused]).toEqual(['stopped', true]);
  session.close();
});

it('a step of a cell that is not running lets the other end, and begins with its step', async () => {
  const { session } = await testSession({ steps: 30 });
  await session.loadAll();
  const status = (id: string) => session.runs.getState().runs[id]?.status;
  session.queue.run(['kmeans']);
  await until(() => status('kmeans') === 'running', 'start');
  session.queue.step(['rqvae']);
  session.queue.step(['rqvae']);
  await until(() => status('rqvae') === 'paused', 'the step');
  expect([status('kmeans'), session.runs.getState().runs.rqvae?.progress?.step, session.runs.getState().paused]).toEqual(['done', 1, true]);
  session.queue.resume();
  await session.queue.idle();
  expect(status('rqvae')).toBe('done');
  session.close();
});
