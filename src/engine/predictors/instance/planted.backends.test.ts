/**
 * Both stages on planted instances, whose law says what the past is worth: a store of user order is worth much, a store of zeros nothing, and no honest model passes the honest ceiling.
 * By default one seed with 16 numbers an event and few epochs, which takes a quarter of a minute; RESIDUA_PLANTED=1 runs seeds 0 to 2 with all epochs, with 8 numbers too and the comparison of the two sources: three to five minutes.
 */
import { describe, expect, it } from 'vitest';
import { auc } from '../../math/binary';
import { Random } from '../../math/random';
import { mean } from '../../math/statistics';
import { defaultParams } from '../../params';
import type { ClickResult, SourceResult } from '../../records/click';
import type { Params } from '../../records/params';
import { describeBackends } from '../../testing/backends';
import { plantedEvents, trained } from '../../testing/instances';
import { probe } from '../../testing/probe';
import { ClickTask } from '../log/training/task';
import { iatReader } from './reader/kind';
import { iatSource } from './source/kind';
import { SourceTask } from './source/task';

const thorough = typeof process !== 'undefined' && process.env.RESIDUA_PLANTED === '1';
const seeds = thorough ? [0, 1, 2] : [0];
const EPOCHS: Readonly<Record<'source' | 'reader', Params>> = thorough ? { source: {}, reader: {} } : { source: { epochs: 6 }, reader: { epochs: 3 } };
const EIGHT: Params = { dim: 8, width: 32 };
const TEMPORAL: Params = { order: 'temporal', epochs: 6 };
/** AUC by which the score of a model may pass the ceiling by chance. */
const CHANCE = 0.01;

type Planted = ReturnType<typeof plantedEvents>;

describeBackends('instances as tokens, on planted instances', (backend) => {
  if (backend !== 'wasm') return it('are learned on wasm, once', () => expect(true).toBe(true));
  const gains: number[] = [];

  describe.each(seeds)('seed %i', (seed) => {
    it('the store is worth much, zeros nothing, and nothing passes the honest ceiling', { timeout: 600_000 }, async () => {
      const planted = plantedEvents(seed);
      const source = await vectorsOf(planted, {}, seed);
      const base = await read(planted, { history: 'none' }, seed);
      const zero = await read(planted, { history: 'zero' }, seed);
      const user = await read(planted, { history: 'store' }, seed, source);
      tell(seed, { base, zero, user, source });
      expect(user.scores.auc! - base.scores.auc!).toBeGreaterThan(0.05);
      expect(user.scores.logLoss).toBeLessThan(base.scores.logLoss!);
      expect(Math.abs(zero.scores.auc! - base.scores.auc!)).toBeLessThan(0.02);
      for (const { scores } of [base, zero, user]) expect(scores.auc).toBeLessThan(ceiling(planted) + CHANCE);
    });

    it.runIf(thorough)('with 8 numbers an event user order gains too, and keeps the placement, which rows by themselves keep less of', { timeout: 600_000 }, async () => {
      const planted = plantedEvents(seed);
      const [inOrder, alone] = [await vectorsOf(planted, EIGHT, seed), await vectorsOf(planted, { ...TEMPORAL, dim: 8 }, seed)];
      const [user, temporal, base] = [await read(planted, { history: 'store' }, seed, inOrder), await read(planted, { history: 'store' }, seed, alone), await read(planted, { history: 'none' }, seed)];
      tell(seed, { base, temporal8: temporal, user8: user, source8: inOrder, temporalSource8: alone });
      expect(user.scores.auc! - base.scores.auc!).toBeGreaterThan(0.05);
      expect(Math.max(user.scores.auc!, temporal.scores.auc!)).toBeLessThan(ceiling(planted) + CHANCE);
      gains.push(user.scores.auc! - temporal.scores.auc!);
    });
  });

  it.runIf(thorough)('over the seeds user order gains over rows by themselves, with 8 numbers an event', () => expect(mean(gains)).toBeGreaterThan(0.02));

  it('the vectors tell where a request was placed, of user order better than of rows by themselves', { timeout: 600_000 }, async () => {
    const found = { user: [] as number[], temporal: [] as number[] };
    for (const seed of seeds) {
      const planted = plantedEvents(seed);
      for (const [name, params] of [['user', EIGHT], ['temporal', { ...TEMPORAL, dim: 8 }]] as const) {
        const { vectors, dim } = await vectorsOf(planted, params, seed);
        const rows = Array.from(new Random(seed).choose(planted.events.test.length, 8000), (at) => planted.events.test[at]!);
        found[name].push(probe(vectors, dim, planted.made.placement, rows.slice(0, 4000), rows.slice(4000)));
      }
    }
    console.info(`placement from 8 numbers: ${JSON.stringify(found)}`);
    expect(mean(found.user)).toBeGreaterThan(mean(found.temporal));
    expect(mean(found.temporal)).toBeGreaterThan(0.2);
  });
});

async function vectorsOf({ events }: Planted, params: Params, seed: number): Promise<SourceResult> {
  return (await trained<SourceResult>(SourceTask.create({ events }, { kind: 'iat-source', params: { ...defaultParams(iatSource.params), ...EPOCHS.source, ...params }, seed }), 'source'))!;
}

async function read({ events }: Planted, params: Params, seed: number, source?: SourceResult): Promise<ClickResult> {
  const store = source && { data: source.vectors, dim: source.dim, bits: 32 * source.dim };
  const order = { kind: 'iat-reader', params: { ...defaultParams(iatReader.params), ...EPOCHS.reader, ...params }, seed };
  return (await trained<ClickResult>(await ClickTask.create(iatReader, { events, ...(store && { store }) }, order), 'click'))!;
}

/** AUC of what can be known honestly: everything but labels that come too late, and effects that nobody sees. */
function ceiling({ made, events: { test, labels } }: Planted): number {
  return auc(Array.from(test, (event) => labels[event]!), Array.from(test, (event) => made.law.label[event]!));
}

function tell(seed: number, results: Readonly<Record<string, SourceResult | ClickResult>>): void {
  console.info(`seed ${seed}: ${Object.entries(results).map(([name, { scores, bestEpoch }]) => `${name} ${scores.auc!.toFixed(4)} / ${scores.logLoss!.toFixed(4)} (epoch ${bestEpoch})`).join(', ')}`);
}
