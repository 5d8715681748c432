import { describe, expect, it } from 'vitest';
import { FAKE_CATALOG } from '../testing/fakeCatalog';
import { quantizerCell } from './spec';
import { toNotebook } from './toNotebook';
import { REPAIR_METHODS, repairMethodsOf, toRepair } from './toRepair';

describe('the repair of a quantizer cell', () => {
  it('is read as a word or in full; none by choice is not the same as no choice', () => {
    expect(toRepair('suffix', 'Cell "q"')).toEqual({ method: 'suffix' });
    expect(toRepair({ method: 'nextFree', capacity: 2 }, 'Cell "q"')).toEqual({ method: 'nextFree', capacity: 2 });
    expect([toRepair(undefined, ''), toRepair('none', ''), toRepair(null, '')]).toEqual([undefined, null, null]);
  });

  it('is refused with what was seen and what is wanted', () => {
    expect(() => toRepair('glue', 'Cell "q"')).toThrow('Cell "q": its repair is "glue".');
    expect(() => toRepair({ method: 'nextFree', capacity: 0 }, 'Cell "q"')).toThrow('its capacity is 0.');
  });

  it('by stored codes is there only for methods that have them', () => {
    expect(repairMethodsOf({ storedCodes: true })).toEqual(REPAIR_METHODS);
    expect(repairMethodsOf({})).toEqual(['suffix', 'nextFree', 'sinkhorn']);
    expect(toRepair('stored', '')).toEqual({ method: 'stored' });
  });

  it('stays with the cell', () => {
    const notebook = toNotebook({ version: 2, cells: [{ id: 'd', mode: 'dataset' }, { id: 'q', mode: 'quantizer', spec: { kind: 'rq-kmeans', repair: 'sinkhorn' } }] }, FAKE_CATALOG);
    expect(quantizerCell(notebook, 'q')?.spec.repair).toEqual({ method: 'sinkhorn' });
  });
});
