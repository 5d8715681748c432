/** Every value of every fixture is some test's to read, and `watched` sees which are read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isBelow, valuePaths } from './watched';

const engine = fileURLToPath(new URL('..', import.meta.url));
const folder = join(engine, 'testing/fixtures');

/** By fixture, the sections that tests say they read: `watched(NAME, ['...'])` beside `import NAME from '.../fixtures/FILE'`. */
function owned(sources: readonly string[]): Map<string, string[]> {
  const sections = new Map<string, string[]>();
  for (const source of sources) {
    for (const [, name, file] of source.matchAll(/import (\w+) from '[./\w]*fixtures\/([\w-]+\.json)'/g)) {
      for (const [, list] of source.matchAll(new RegExp(`watched\\(${name}, \\[([^\\]]*)\\]\\)`, 'g'))) {
        sections.set(file!, [...(sections.get(file!) ?? []), ...Array.from(list!.matchAll(/'([^']+)'/g), ([, section]) => section!)]);
      }
    }
  }
  return sections;
}

const sources = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.test.ts')).map((path) => readFileSync(join(engine, path), 'utf8'));

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  it(`${file}: every section is read by a test that answers for it`, () => {
    const sections = owned(sources).get(file) ?? [];
    const paths = valuePaths(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object);
    expect(paths.filter((path) => !sections.some((section) => isBelow(path, section)))).toEqual([]);
    expect(sections.filter((section) => !paths.some((path) => isBelow(path, section))), 'sections there are not').toEqual([]);
  });
}

it('paths are of numbers, arrays and lists of numbers, without the words about them', () => {
  const fixture = { meta: { seed: 7 }, note: 'words', a: { 'b.0': { shape: [2], data: [1, 2] }, c: 3, d: null }, after: [{ x: 1 }, { x: 2 }], lists: [[1], [2, 3]] };
  expect(valuePaths(fixture)).toEqual(['a/b.0', 'a/c', 'a/d', 'after/0/x', 'after/1/x', 'lists']);
  const source = "import given from '../testing/fixtures/some-file.json';\nconst reference = watched(given, ['a', 'after']);";
  expect(owned([source]).get('some-file.json')).toEqual(['a', 'after']);
});
