/** The checkpoints of one run: when one is due, which names it gets, and what a run may go on from. */
import * as tf from '@tensorflow/tfjs-core';
import { Curve } from './curve';
import type { Checkpoint, CheckpointHead, StateArrays } from './format';
import type { CheckpointStore } from './store';
import { InputError } from '../errors';
import type { CheckpointInfo, CheckpointPlan, MetricPoint, RunSpec } from '../records/run';

/** Milliseconds to the first `last`, and between later ones at least; writing may also take no more than this share of the time. */
const FIRST = 1000;
const EVERY = 3000;
const SHARE = 0.05;
/** Numbered checkpoints kept of a run: the newest. */
const MOST_NUMBERED = 10;

/** What may be set otherwise when a run goes on: how fast and how long, not what is trained. */
const CHANGEABLE: readonly string[] = ['learningRate', 'steps'];

/** What a run is, as its checkpoints say it. */
export type Identity = Pick<CheckpointHead, 'kind' | 'params' | 'seed' | 'rows' | 'dim' | 'total'>;
/** What of a run's order concerns its checkpoints. */
export type Keeping = Pick<RunSpec, 'checkpoints' | 'resume'>;
/** Where a run stands, as its checkpoints say it. */
export type Standing = Pick<CheckpointHead, 'step' | 'items' | 'seconds' | 'done' | 'level'>;

/** What keeps and what is kept. */
export interface CheckpointingParts {
  readonly store: CheckpointStore;
  readonly spec: Keeping;
  readonly identity: Identity;
  /** Which values of the metric named by the plan are better. */
  direction(key: string): 'up' | 'down';
  /** What the run goes on from, and sentences about the run's past. */
  readonly from: Checkpoint | null;
  readonly past: readonly string[];
  tell(checkpoints: readonly CheckpointInfo[]): void;
  /** False once the device erred: what it computed since is not kept. */
  healthy(): boolean;
}

export class Checkpointing {
  private infos: readonly CheckpointInfo[] = [];
  private best: number | null;
  private lastStep: number;
  private due: number;
  private readonly curve: Curve;
  private readonly higherIsBetter: boolean;
  /** Why nothing is kept any more. */
  private refusal: string | null = null;

  private constructor(
    private readonly plan: CheckpointPlan,
    private readonly parts: CheckpointingParts,
  ) {
    const { from, direction } = parts;
    this.best = from?.head.best ?? null;
    this.lastStep = from?.head.step ?? 0;
    this.curve = new Curve(from?.points ?? []);
    this.due = performance.now() + FIRST;
    this.higherIsBetter = direction(plan.best) === 'up';
  }

  /** Gives up the checkpoints of an earlier run of this key, unless this one goes on `from` one of them; a full or forbidden store is a note, not a failure. Null where none are to be kept. */
  static async open(parts: CheckpointingParts): Promise<Checkpointing | null> {
    const { store, spec } = parts;
    const plan = spec.checkpoints;
    if (!plan) return null;
    const checkpointing = new Checkpointing(plan, parts);
    await checkpointing.guard(async () => {
      store.hold(plan.key);
      if (!spec.resume || whereFrom(spec.resume, plan.key).key !== plan.key) await store.forget(plan.key);
      await store.prune();
      await checkpointing.list();
    });
    return checkpointing;
  }

  /** Points of the curves, as they are made: a checkpoint holds those until then. */
  add(points: readonly MetricPoint[]): void {
    this.curve.add(points);
  }

  /** True where the step, or the time since the last checkpoint, asks for one. */
  isDue(step: number): boolean {
    return this.refusal === null && (performance.now() >= this.due || this.isNumbered(step));
  }

  /** Writes the state under every name it deserves. Only for states whose losses and live metrics are finite. */
  async keep(read: () => Promise<StateArrays>, standing: Standing, value: number | null): Promise<void> {
    if (this.refusal !== null || standing.step === this.lastStep || !this.parts.healthy()) return;
    const begin = performance.now();
    const improved = value !== null && (this.best === null || (this.higherIsBetter ? value > this.best : value < this.best));
    const numbered = this.isNumbered(standing.step);
    const best = improved ? value : this.best;
    const state = await read();
    await this.guard(async () => {
      const head: CheckpointHead = { ...this.parts.identity, backend: tf.getBackend(), ...standing, value, best, notes: this.parts.past };
      const names = ['last', ...(improved ? ['best'] : []), ...(numbered ? [`step-${standing.step}`] : [])];
      await this.write(names, { head, points: this.curve.points, state });
      this.best = best;
      this.lastStep = standing.step;
      if (numbered) await this.dropOldNumbered();
      await this.list();
    });
    this.due = performance.now() + Math.max(EVERY, (performance.now() - begin) / SHARE);
  }

  /** What a reader of the result should know. */
  notes(): readonly string[] {
    return [...this.parts.past, ...(this.refusal === null ? [] : [this.refusal])];
  }

  close(): void {
    this.parts.store.release(this.plan.key);
  }

  private isNumbered(step: number): boolean {
    return this.plan.every > 0 && step % this.plan.every === 0;
  }

  private async write(names: readonly string[], checkpoint: Checkpoint): Promise<void> {
    try {
      await this.parts.store.write(this.plan.key, names, checkpoint);
    } catch (thrown) {
      // No room: what other runs left is given up first.
      if (!isQuota(thrown) || !(await this.parts.store.prune(0))) throw thrown;
      await this.parts.store.write(this.plan.key, names, checkpoint);
    }
  }

  private async dropOldNumbered(): Promise<void> {
    const numbered = (await this.parts.store.list(this.plan.key)).filter(({ name }) => name.startsWith('step-'));
    for (const { name } of numbered.slice(0, -MOST_NUMBERED)) await this.parts.store.remove(this.plan.key, name);
  }

  private async list(): Promise<void> {
    this.infos = await this.parts.store.list(this.plan.key);
    this.parts.tell(this.infos);
  }

  /** Training goes on where keeping its state fails. */
  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const why = isQuota(thrown) ? 'the browser has no room left for the page' : thrown instanceof Error ? thrown.message : String(thrown);
      this.refusal = `Checkpoints could not be kept from step ${this.lastStep} on (${why}).`;
    }
  }
}

/** The checkpoint a run is to go on from: "last", or "KEY/last" of another run that differs in nothing but how fast and how long it trains. */
export function whereFrom(resume: string, key: string): { readonly key: string; readonly name: string } {
  const slash = resume.lastIndexOf('/');
  return slash < 0 ? { key, name: resume } : { key: resume.slice(0, slash), name: resume.slice(slash + 1) };
}

/** Reads that checkpoint. @throws InputError where there is none, it is broken, or it is of another run. */
export async function readResume(store: CheckpointStore | undefined, spec: Keeping, identity: Identity): Promise<Checkpoint | null> {
  if (spec.resume === undefined) return null;
  if (!store || !spec.checkpoints) throw new InputError('This run keeps no checkpoints, so there is none to go on from.', 'Run the cell again.');
  const { key, name } = whereFrom(spec.resume, spec.checkpoints.key);
  const checkpoint = await store.read(key, name);
  const differences = differing(checkpoint.head, identity);
  if (differences.length > 0) {
    throw new InputError(`Checkpoint "${name}" is of another run: ${differences.join(', ')} ${differences.length > 1 ? 'differ' : 'differs'}.`, 'Set these as they were, or run the cell again.');
  }
  return checkpoint;
}

/** What the result of a run that goes on from this checkpoint should say. */
export function pastNotes({ head }: Checkpoint, identity: Identity): string[] {
  const changed = CHANGEABLE.filter((name) => head.params[name] !== identity.params[name]).map((name) => `${name} ${identity.params[name]} instead of ${head.params[name]}`);
  const backend = tf.getBackend() === head.backend ? [] : [`on ${tf.getBackend()} instead of ${head.backend}`];
  const how = [...changed, ...backend];
  return [...head.notes, `Went on from the checkpoint of step ${head.step}${how.length > 0 ? `, with ${how.join(', ')}` : ''}.`];
}

function differing(head: CheckpointHead, identity: Identity): string[] {
  const names = new Set([...Object.keys(head.params), ...Object.keys(identity.params)]);
  const params = [...names].filter((name) => !CHANGEABLE.includes(name) && JSON.stringify(head.params[name]) !== JSON.stringify(identity.params[name]));
  const method = head.kind === identity.kind ? params : ['the method'];
  const data = head.rows === identity.rows && head.dim === identity.dim && isSameTotal(head.total, identity.total) ? [] : ['the data'];
  return [...method, ...data, ...(head.seed === identity.seed ? [] : ['the seed'])];
}

/** The same but for rounding: the sum's order is not the same in every version of the program. */
function isSameTotal(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(Math.abs(one), Math.abs(other)) || Object.is(one, other);
}

function isQuota(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
}
