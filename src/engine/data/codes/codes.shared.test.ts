/** A real index of tokens, where the folder that holds it is given by RESIDUA_SHARED; its counts were taken with Python. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { indexJson } from '../../export/identifiers';
import { guessKind } from '../guessKind';
import { fileOf } from '../testFiles';
import { loadCodes } from './codes';

const NAME = 'Industrial_and_Scientific.index.json';
const shared = process.env.RESIDUA_SHARED;
if (!shared) console.info('RESIDUA_SHARED is not set: the tests on real semantic IDs are skipped.');

describe.skipIf(!shared)('real semantic IDs', () => {
  const text = () => readFileSync(join(shared!, 'data/amazon-industrial', NAME), 'utf8');

  it('are read and counted, and come out as they were', async () => {
    const { published, inspection } = await loadCodes(fileOf(NAME, text()), {});
    expect(inspection).toMatchObject({ warnings: [], summary: { items: 3686, distinct: 3670, levels: 3, numCodes: [256, 256, 256], usedCodes: [48, 256, 256], prefixes: ['a', 'b', 'c'], offsets: null, leftOut: 0 } });
    expect(JSON.parse(indexJson({ ...published, levels: 3 }))).toEqual(JSON.parse(text()));
    expect(await guessKind(fileOf(NAME, text()))).toEqual({ kind: 'codes', reason: '"codes" holds tokens such as <a_236><b_231><c_226>' });
  });
});
