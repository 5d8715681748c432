/** The pages in docs/ against the declarations they describe: every parameter with its default, every preset, metric and file ending. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from './catalog';
import { count, MAX_BYTES, MAX_COLUMNS } from './data/limits';
import { decodingEntries } from './metrics/rankingScores';
import { scores } from './metrics/scores';
import { trainingParams } from './predictors/value/trainingParams';
import type { ParamValue } from './records/params';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// Of the predictors only RQ-Reg has a page.
for (const { kind, title, params, presets } of [...catalog.quantizers, ...catalog.predictors.filter(({ kind }) => kind === 'rq-reg')]) {
  describe(`docs/methods/${kind}.md`, () => {
    const page = read(`docs/methods/${kind}.md`);

    it('is called as the catalog calls it', () => expect(page.startsWith(`# ${title}\n`)).toBe(true));

    it('names every parameter with its default, and no other', () => {
      const documented = rows(page, 'Parameters').map(([name, value]) => `${name} = ${value}`);
      expect(documented).toEqual(params.map(({ name, default: value }) => `${name} = ${show(value)}`));
    });

    it('names every choice of every parameter', () => {
      const meanings = new Map(rows(page, 'Parameters').map(([name, , values]) => [name, values]));
      for (const { name, choices } of params) for (const { value } of choices ?? []) expect(meanings.get(name), name).toContain(`\`${value}\``);
    });

    it('names every preset, and no other', () => {
      expect(rows(page, 'Presets').map(([name]) => name)).toEqual(presets.map(({ name }) => name));
    });
  });
}

describe('docs/methods/predictors.md', () => {
  const page = read('docs/methods/predictors.md');
  const shared = trainingParams().map(({ name }) => name);

  for (const { kind, title, params, presets } of catalog.predictors.filter((entry) => entry.family === 'value' && entry.kind !== 'rq-reg')) {
    it(`names every parameter of ${kind} with its default, and every preset`, () => {
      const section = page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
      const told = [...rows(page, title), ...(section.includes('(#training)') ? rows(page, 'Training') : [])].map(([name, value]) => `${name} = ${value}`);
      const own = params.filter(({ name }) => kind === 'ridge' || !shared.includes(name));
      const rest = params.filter((param) => !own.includes(param));
      expect(told).toEqual([...own, ...rest].map(({ name, default: value }) => `${name} = ${show(value)}`));
      for (const { name } of presets) expect(section).toContain(`\`${name}\``);
    });
  }

  it('names every score with its title and direction', () => {
    const documented = rows(page, 'Scores').map(([key, title, better]) => [key, title, better]);
    expect(documented).toEqual(catalog.scores.filter((score) => score.needs === 'values' && score.rows === 'all').map(({ key, title, direction }) => [key, title, direction]));
  });
});

// Both stages of IAT share a page.
const iat = (kind: string): boolean => kind.startsWith('iat-');

describe.each([
  ['docs/methods/label-predictors.md', catalog.predictors.filter(({ family, kind }) => family === 'click' && !iat(kind))],
  ['docs/methods/iat.md', catalog.predictors.filter(({ kind }) => iat(kind))],
  ['docs/methods/retrieval.md', catalog.predictors.filter(({ family }) => family === 'retrieval')],
] as const)('%s', (path, entries) => {
  const page = read(path);

  for (const { kind, title, params, presets } of entries) {
    it(`names every parameter of ${kind} with its default, every choice and every preset`, () => {
      const section = page.split(`\n## ${title}\n`)[1]!.split('\n## ')[0]!;
      const shared = ['Fields', 'Training'].filter((heading) => section.includes(`(#${heading.toLowerCase()})`));
      const told = [...shared, title].flatMap((heading) => rows(page, heading));
      expect(told.map(([name, value]) => `${name} = ${value}`)).toEqual(params.map(({ name, default: value }) => `${name} = ${show(value)}`));
      for (const { name, choices } of params) for (const { value } of choices ?? []) expect(told.find(([told]) => told === name)![2], name).toContain(`\`${value}\``);
      for (const { name } of presets) expect(section).toContain(`\`${name}\``);
    });
  }
});

describe('docs/methods/retrieval.md, its scores', () => {
  it('names those of free decoding', () => {
    const documented = rows(read('docs/methods/retrieval.md'), 'Protocol').map(([key, title, better]) => [key, title, better]);
    expect(documented).toEqual(decodingEntries.map(({ key, title, direction }) => [key, title, direction]));
  });
});

describe('docs/methods/metrics.md', () => {
  const page = read('docs/methods/metrics.md');

  it('names every metric with its title and direction, and no other', () => {
    const documented = rows(page.split('\n## ')[0]!, null).map(([key, title, better]) => [key, title, better]);
    expect(documented).toEqual(catalog.metrics.map(({ key, title, direction }) => [key, title, direction]));
  });

  for (const [heading, needs] of [['Scores of probabilities', 'probabilities'], ['Scores of rankings', 'ranking']] as const) {
    it(`names every score of ${needs} with its title and direction, and no other`, () => {
      const documented = rows(page, heading).map(([key, title, better]) => [key, title, better]);
      expect(documented).toEqual(scores.filter((score) => score.needs === needs).map(({ entry }) => [entry.key, entry.title, entry.direction]));
    });
  }
});

describe('README.md', () => {
  const page = read('README.md');

  it('names every file ending and the limits', () => {
    for (const extension of catalog.extensions) expect(page).toContain(`\`.${extension}\``);
    expect(page).toContain(`${count(MAX_COLUMNS)} columns`);
    expect(page).toContain(`${MAX_BYTES / 1e9} GB`);
  });

  it('names every key of the metrics', () => {
    for (const { key } of catalog.metrics) expect(page).toMatch(new RegExp(`[.\`]${key}(\\[\\])?\``));
  });
});

/** Cells of the table rows that begin with a name in code marks, under a heading or (null) on the whole page. */
function rows(page: string, heading: string | null): string[][] {
  const part = heading === null ? page : (page.split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0]!;
  return part
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').slice(1, -1).map((cell, at) => (at === 0 ? cell.trim().replaceAll('`', '') : cell.trim())));
}

/** As the pages write a default: decimals in full, switches as on and off. */
function show(value: ParamValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 12 });
  return Array.isArray(value) ? value.join(', ') : String(value);
}
