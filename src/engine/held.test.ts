/** What the engine holds beside rows and tables: logs with their references, codes and vectors in the order of a log's items, stores; and what is refused. */
import { describe, expect, it } from 'vitest';
import { Held } from './held';
import type { ItemVectors } from './predictors/log/inputs';
import { plantedLog, smallLog } from './testing/clicks';

describe('held logs', () => {
  it('are told with their parts and references, and read by port with what is joined to them', () => {
    const held = new Held();
    const { events, codes } = plantedLog(1);
    const { dataId, parts, references, coldTest } = held.log(events.log, { test: 0.2 });
    expect(parts).toMatchObject({ train: 16_800, validation: 2400, test: 4800 });
    expect(coldTest).toBeGreaterThan(2000);
    expect(Object.keys(references[0]!.scores)).toContain('logLossCold');
    const ids = { events: dataId, codes: held.itemCodes(codes), store: held.store({ vectors: new Float32Array(2 * events.log.events), dim: 2, bits: 16 }) };
    const inputs = held.inputs(ids);
    expect(inputs.codes).toEqual(codes);
    expect(inputs.store).toMatchObject({ dim: 2, bits: 16 });
    expect((inputs.events as typeof events).test).toHaveLength(4800);
    held.release(ids.codes);
    expect(held.holds(ids)).toBe(false);
    expect(() => held.inputs(ids)).toThrow(/no longer loaded/);
  });

  it('take vectors from rows that are held, zeros where an item has none', () => {
    const held = new Held();
    const vectorsId = held.vectors({ data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, dim: 2, labels: null });
    const items = held.itemVectors({ vectorsId, rows: Int32Array.of(2, -1, 0, 2) });
    held.release(vectorsId);
    expect(held.inputs({ items }).items).toEqual({ data: Float32Array.of(5, 6, 0, 0, 1, 2, 5, 6), dim: 2, known: Uint8Array.of(1, 0, 1, 1) } satisfies ItemVectors);
    expect(() => held.itemVectors({ vectorsId, rows: Int32Array.of(0) })).toThrow('The vectors of the items are no longer loaded.');
  });

  it('refuse codes that are none of their levels, and logs without labels', () => {
    const held = new Held();
    for (const codes of [Int32Array.of(0, 3), Int32Array.of(-2, 0), Int32Array.of(0, 1, 0)]) expect(() => held.itemCodes({ codes, numCodes: [2, 3] })).toThrow('Codes of items do not fit their levels.');
    expect(() => held.log({ ...smallLog().events.log, label: null })).toThrow('made.csv has no label');
  });
});
