/** What is offered to go on from, in which words. */
import { describe, expect, it } from 'vitest';
import type { CheckpointInfo } from '../../engine/records/run';
import { NO_RUN } from '../runs/cellRun';
import type { CellRun } from '../runs/cellRun';
import { resumeOffers } from './resume';

const at = (name: string, step: number, value = 0.3125): CheckpointInfo => ({ name, step, seconds: 1, value, bytes: 1000 });
const run: CellRun = { ...NO_RUN, status: 'interrupted', key: 'abc', checkpoints: [at('last', 1480), at('best', 400), at('step-500', 500, NaN)] };
const plain = (text: string) => text.replace(/\u202f/g, ' ');

describe('resumeOffers', () => {
  it('offers the last checkpoint as the button, and all in the menu', () => {
    const { main, all, others } = resumeOffers(run, 'abc');
    expect(others).toBe(true);
    expect(resumeOffers({ ...run, checkpoints: [at('last', 400), at('best', 400)] }, 'abc').others).toBe(false);
    expect(main).toMatchObject({ resume: 'last' });
    expect(plain(main!.title)).toBe('Resume from step 1 480');
    expect(all.map(({ title, note, resume }) => [title, plain(note), resume])).toEqual([
      ['Go on from last', 'step 1 480 · relative error 0.313', 'last'],
      ['Go on from best', 'step 400 · relative error 0.313', 'best'],
      ['Go on from step 500', '', 'step-500'],
    ]);
  });

  it('goes back at another learning rate where training ran away', () => {
    const problem = { name: 'engine', message: 'Training diverged.', hint: '', retry: { learningRate: 0.0003 } };
    const { main, all } = resumeOffers({ ...run, status: 'failed', problem }, 'abc');
    expect(main).toMatchObject({ resume: 'abc/last', retry: { learningRate: 0.0003 } });
    expect(plain(main!.title)).toBe('Go back to step 1 480, learning rate 0.0003');
    expect(all.every(({ retry }) => retry?.learningRate === 0.0003)).toBe(true);
  });

  it('leaves a stopped run its result, but lets it be gone on with', () => {
    const { main, all } = resumeOffers({ ...run, status: 'stopped' }, 'abc');
    expect(main).toBeNull();
    expect(all).toHaveLength(3);
  });

  it('offers nothing for other settings, without checkpoints, or for what runs or is done', () => {
    expect(resumeOffers(run, 'other')).toEqual({ main: null, all: [], others: false });
    expect(resumeOffers({ ...run, key: null }, null)).toEqual({ main: null, all: [], others: false });
    expect(resumeOffers({ ...run, checkpoints: [] }, 'abc')).toEqual({ main: null, all: [], others: false });
    for (const status of ['done', 'running', 'waiting', 'idle'] as const) expect(resumeOffers({ ...run, status }, 'abc').all).toEqual([]);
  });
});
