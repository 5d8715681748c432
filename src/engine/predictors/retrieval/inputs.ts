/** What recommenders read: sequences and, where they are joined, codes and vectors of their items. */
import type { ItemCodes, ItemVectors } from '../log/inputs';
import type { PreparedSequences } from './preparedSequences';

/** By port. Codes and vectors are in the order of the items; rows beyond those of the sequences are of further items, which may be recommended too. */
export interface RetrievalInputs {
  readonly sequences: PreparedSequences;
  readonly codes?: ItemCodes;
  readonly items?: ItemVectors;
}

/** Items that may be recommended: those of the sequences and further ones with codes or vectors. */
export function catalogueOf({ sequences, codes, items }: RetrievalInputs): number {
  return Math.max(sequences.items, codes ? codes.codes.length / codes.numCodes.length : 0, items ? items.known.length : 0);
}
