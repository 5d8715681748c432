/** The answer of a trained recommender to a question: the next items after a history. */
import { InputError } from '../../../errors';
import type { AnsweredIds, Recommendation, RecommendAsk } from '../../../records/retrieval';
import { catalogueOf, type RetrievalInputs } from '../inputs';
import { historyOf } from '../preparedSequences';
import type { Recommender, TokenSide } from '../recommender';

const COUNT = 10;

/** @throws InputError where the history, or the test case, is not one of these sequences. */
export async function recommended(model: Recommender, inputs: RetrievalInputs, { history: given, testCase, count = COUNT }: Omit<RecommendAsk, 'run'>): Promise<Recommendation> {
  const { test } = inputs.sequences;
  if (testCase !== undefined && !(testCase >= 0 && testCase < test.count)) throw new InputError(`Test case ${testCase} was asked for; there are ${test.count}.`, 'Choose one of the test cases.');
  const history = testCase !== undefined ? historyOf(test, testCase) : given;
  if (!history || history.length === 0) throw new InputError('No history was given.', 'Choose at least one item, or a test case.');
  const unknown = history.find((item) => item < 0 || item >= catalogueOf(inputs));
  if (unknown !== undefined) throw new InputError(`Item ${unknown} is none of the ${catalogueOf(inputs)} items.`, 'Choose items of the sequences.');
  const { tokens, scoring } = model;
  const { items, scores } = await model.rank([history], [-1]);
  const found = Math.min(count, items.findIndex((item) => item < 0) === -1 ? items.length : items.findIndex((item) => item < 0));
  const kept = scores.slice(0, found);
  const without = tokens ? history.filter((item) => !tokens.hasId(item)).length : 0;
  return {
    history: history.slice(), target: testCase === undefined ? -1 : test.targets[testCase]!, items: items.slice(0, found), scores: kept, scoring,
    probabilities: kept.map((score) => (scoring === 'logProbability' ? Math.exp(score) : scoring === 'probability' ? score : NaN)),
    beam: tokens ? await tokens.beam(history) : [],
    ids: tokens ? idsOf(tokens, history, items.slice(0, found), testCase === undefined ? -1 : test.targets[testCase]!) : null,
    notes: without > 0 ? [`${without} of ${history.length} items of the history have no ID and are not read.`] : [],
  };
}

function idsOf(tokens: TokenSide, history: Int32Array, found: Int32Array, target: number): AnsweredIds {
  const all = (items: Int32Array) => Int32Array.from([...items].flatMap((item) => [...tokens.idOf(item)]));
  return { places: tokens.places, history: all(history), items: all(found), target: target < 0 ? new Int32Array(0) : tokens.idOf(target) };
}
