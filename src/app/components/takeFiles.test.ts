/** A notebook is told from other JSON by what it holds. */
import { expect, it } from 'vitest';
import { isNotebook } from './takeFiles';

it.each<[string, string, boolean]>([
  ['a.json', '{"version":1,"cells":[]}', true],
  ['index.json', '{"0":["<a_236>","<b_231>","<c_226>"]}', false],
  ['v.json', '[[0.1,0.2]]', false],
  ['v.json', '{"data":[{"cells":1}]}', false],
  ['v.json', 'null', false],
  ['v.json', '{"a":1}\n{"a":2}', false],
  ['a.jsonl', '{"version":1,"cells":[]}', false],
])('%s with %s', async (name, text, notebook) => {
  expect(await isNotebook(new File([text], name))).toBe(notebook);
});
