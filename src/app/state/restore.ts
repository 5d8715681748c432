/** What of kept or shown runs, files and data stays good where another notebook takes their place. */
import type { EngineClient } from '../../engine/client';
import { codesKeyOf, dataKeyOf, keysOf, logKeyOf, sequencesKeyOf, tableKeyOf } from '../notebook/hash';
import { jobsOf, readJobs } from '../notebook/jobs';
import type { Notebook } from '../notebook/spec';
import { prints } from '../runs/runState';
import { statusAsLeft } from '../runs/cellRun';
import type { BoundFile, RunState } from '../runs/runState';
import type { CellRun } from '../runs/cellRun';
import { upgradedRun } from '../runs/upgradeRun';
import type { KeptQueue } from './storage';

/** Kept runs as they are shown: one that was cut short is interrupted, with what it can go on from. */
export async function restoredRuns(client: EngineClient, runs: Readonly<Record<string, CellRun>>): Promise<Record<string, CellRun>> {
  return Object.fromEntries(await Promise.all(Object.entries(runs).map(async ([id, run]) => [id, await withCheckpoints(client, afterReload(upgradedRun(run)))] as const)));
}

/** A run that a reload cut short is shown as interrupted, with what it had told by then. */
function afterReload(run: CellRun): CellRun {
  return ['running', 'paused', 'waiting'].includes(run.status) ? { ...run, status: statusAsLeft(run) } : run;
}

/** What the browser still keeps of a run that did not end as meant. Where that cannot be told, nothing is offered. */
export async function withCheckpoints(client: EngineClient, run: CellRun): Promise<CellRun> {
  if (run.key === null || !['interrupted', 'failed', 'stopped'].includes(run.status)) return run;
  return { ...run, checkpoints: await client.checkpoints(run.key).catch(() => []) };
}

/**
 * What of a kept queue goes on by itself: all of it, but for a single run that had begun. That one is offered in its row instead, since nothing waits for it and
 * its settings may be the reason for the reload.
 */
export function takenUp(queue: KeptQueue | null, runs: Readonly<Record<string, CellRun>>): KeptQueue | null {
  if (!queue || queue.jobs.length === 0) return null;
  const [first] = queue.jobs;
  return queue.jobs.length === 1 && runs[first!]?.status === 'interrupted' ? null : queue;
}

/** The runs that are good for another notebook too: done, with the settings and the data that it asks for. */
export function carriedRuns({ runs, files }: Pick<RunState, 'runs' | 'files'>, next: Notebook): Record<string, CellRun> {
  const jobs = next.cells.flatMap((cell) => [...jobsOf(next, cell.id), ...readJobs(next, cell.id)]);
  return Object.fromEntries(jobs.flatMap((job) => {
    const run = runs[job.id];
    return run?.status === 'done' && run.result && run.key === keysOf(next, job, prints({ files }))?.key ? [[job.id, run]] : [];
  }));
}

/** What the engine holds that another notebook reads too, by cell; everything else is let go of. */
export function carriedData(client: EngineClient, { data, tables, logs, sequences, codes }: RunState, next: Notebook, files: Readonly<Record<string, BoundFile>>): Pick<RunState, 'data' | 'tables' | 'logs' | 'sequences' | 'codes'> {
  const print = prints({ files });
  const keys = new Map(next.cells.flatMap((cell): [string, string | null][] => {
    if (cell.mode === 'dataset') return [[cell.id, dataKeyOf(cell, print)]];
    if (cell.mode === 'log') return [[cell.id, logKeyOf(cell, print)]];
    if (cell.mode === 'sequences') return [[cell.id, sequencesKeyOf(cell, print)]];
    if (cell.mode === 'codes') return [[cell.id, codesKeyOf(cell, print)]];
    return cell.mode === 'table' ? [[cell.id, tableKeyOf(cell, print)]] : [];
  }));
  const stays = ([id, held]: readonly [string, { readonly key: string | null; readonly loaded: unknown }]) => held.loaded !== null && held.key !== null && held.key === keys.get(id);
  const kept = <Held extends { readonly key: string | null; readonly loaded: { readonly dataId: string } | null }>(all: Readonly<Record<string, Held>>): Record<string, Held> => {
    for (const entry of Object.entries(all)) if (!stays(entry) && entry[1].loaded) client.release(entry[1].loaded.dataId);
    return Object.fromEntries(Object.entries(all).filter(stays));
  };
  return { data: kept(data), tables: kept(tables), logs: kept(logs), sequences: kept(sequences), codes: kept(codes) };
}
