/** The page's tests stand on a catalog of their own: everything in it is in the engine's, declared alike. */
import { expect, it } from 'vitest';
import { FAKE_CATALOG } from './app/testing/fakeCatalog';
import { catalog } from './engine/catalog';
import type { ParamSpec } from './engine/records/params';

/** What a form, a check and a sweep go by; defaults and words may be others. */
const rules = ({ name, type, min, max, unit, group, choices }: ParamSpec) => ({ name, type, min, max, unit, group, choices: choices?.map(({ value }) => value) });

it.each(['quantizers', 'predictors'] as const)('%s: kinds that there are, with parameters that they have', (family) => {
  const real: readonly { kind: string; params: readonly ParamSpec[] }[] = catalog[family];
  expect(real.map(({ kind }) => kind)).toEqual(expect.arrayContaining(FAKE_CATALOG[family].map(({ kind }) => kind)));
  for (const { kind, params, presets } of FAKE_CATALOG[family]) {
    const declared = real.find((entry) => entry.kind === kind)!.params;
    for (const param of params) expect({ kind, ...rules(param) }).toEqual({ kind, ...rules(declared.find(({ name }) => name === param.name) ?? ({} as ParamSpec)) });
    for (const preset of presets) for (const name of Object.keys(preset.params)) expect(declared.map((param) => param.name)).toContain(name);
  }
});

it('metrics, scores and endings are the engine\'s', () => {
  for (const { key, direction, format, perLevel } of FAKE_CATALOG.metrics) expect(catalog.metrics.find((metric) => metric.key === key)).toMatchObject({ direction, format, perLevel });
  for (const { key, direction, format, rows } of FAKE_CATALOG.scores) expect(catalog.scores.find((score) => score.key === key)).toMatchObject({ direction, format, rows });
  expect(catalog.extensions).toEqual(expect.arrayContaining([...FAKE_CATALOG.extensions]));
  expect(catalog.tableExtensions).toEqual(expect.arrayContaining([...FAKE_CATALOG.tableExtensions]));
});

it('codes made elsewhere: the same kind, from files that there are', () => {
  expect([FAKE_CATALOG.published.kind, FAKE_CATALOG.published.params]).toEqual([catalog.published.kind, catalog.published.params]);
  expect(catalog.codesExtensions).toEqual(expect.arrayContaining([...FAKE_CATALOG.codesExtensions]));
});
