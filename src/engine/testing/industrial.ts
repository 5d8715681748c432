/** Real sequences of purchases with published semantic IDs and vectors of their items, where the folder that holds them is given by RESIDUA_SHARED. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCodes } from '../data/codes/codes';
import { loadDataset } from '../data/dataset';
import { loadSequences } from '../data/sequences/sequences';
import { fileOf } from '../data/testFiles';
import type { ItemCodes, ItemVectors } from '../predictors/log/inputs';
import { prepareSequences } from '../predictors/retrieval/preparedSequences';
import type { RetrievalInputs } from '../predictors/retrieval/inputs';
import type { SequenceArrays } from '../records/retrieval';
import type { Sequences } from '../records/sequences';

export const shared = process.env.RESIDUA_SHARED;

const open = (name: string): File => fileOf(name, Uint8Array.from(readFileSync(join(shared!, 'data/amazon-industrial', name))));

/** Items are the rows of the vectors, whose ids are row numbers. */
export async function industrial(): Promise<Required<RetrievalInputs>> {
  const [valid, test] = await Promise.all(['valid.csv', 'test.csv'].map(async (name) => (await loadSequences({ file: open(name), choices: {} })).sequences));
  const vectors = await loadDataset(open('item_lsa_256.npy'), {});
  const { published } = await loadCodes(open('Industrial_and_Scientific.index.json'), {});
  const items = vectors.rowIndex.length;
  if (published.ids) throw new Error('Keys from 0 on were wanted, in order.');
  const codes: ItemCodes = { codes: published.codes, numCodes: published.numCodes };
  const rows: ItemVectors = { data: vectors.data, dim: vectors.data.length / items, known: new Uint8Array(items).fill(1) };
  const users = new Map<string, number>();
  const arrays = (sequences: Sequences): SequenceArrays => {
    const number = (item: number) => Number(sequences.itemNames[item]);
    return { offsets: sequences.offsets, items: sequences.items.map(number), targets: sequences.targets!.map(number), users: Int32Array.from(sequences.userNames!, (name) => users.get(name) ?? (users.set(name, users.size), users.size - 1)) };
  };
  return { sequences: prepareSequences({ sequences: arrays(valid!), test: arrays(test!), items }), codes, items: rows };
}
