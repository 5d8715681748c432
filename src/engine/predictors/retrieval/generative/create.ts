/** Generative retrieval from what is joined. */
import { InputError } from '../../../errors';
import { catalogueOf } from '../inputs';
import type { RetrievalDeclaration } from '../recommender';
import { GenerativeRetrieval } from './generative';
import { itemTokens } from './itemTokens';
import { TrainingPairs } from './pairs';
import { generativeSettings } from './params';

/** @throws InputError where no codes are joined, or hardly any item of the sequences has one. */
export const createGenerative: RetrievalDeclaration['create'] = async (inputs, params, random) => {
  const { codes, sequences } = inputs;
  if (!codes) throw new InputError('Generative retrieval writes codes of items, and none are joined.', 'Join a quantizer, or codes from a file.');
  const settings = generativeSettings(params);
  const levels = codes.numCodes.length;
  const all = new Int32Array(catalogueOf(inputs) * levels).fill(-1);
  all.set(codes.codes);
  const tokens = itemTokens({ codes: all, numCodes: codes.numCodes }, settings.ids, settings.suffix, random.split('ids'));
  const hasId = (item: number) => tokens.codes[item * tokens.sizes.length]! >= 0;
  if (!sequences.validation.targets.some(hasId)) throw new InputError('No item that is to be found in the validation part has an ID.', 'Join codes whose ids are those of the items.');
  return new GenerativeRetrieval(tokens, new TrainingPairs(sequences, hasId, settings.history, settings.pairs), settings, random.split('model'));
};
