/** Settings of a table on a command line, given to it or to a predictor that reads it. */
import { describe, expect, it } from 'vitest';
import stored from '../../public/samples/notebooks/continuous-values.json';
import { predictorCell, seedsOf, tableCell } from './notebook/spec';
import { toNotebook } from './notebook/toNotebook';
import { applySettings } from './setCell';
import { withoutSampleChoices } from './ownFiles';
import { FAKE_CATALOG } from './testing/fakeCatalog';

const notebook = toNotebook(stored, FAKE_CATALOG);
const set = (...settings: readonly string[]) => applySettings(notebook, FAKE_CATALOG, settings.map((setting) => {
  const [, cell, param, value] = /^(\w+)\.(\w+)=(.*)$/.exec(setting)!;
  return { cell: cell!, param: param!, value: value! };
}));
const choices = (...settings: readonly string[]) => tableCell(set(...settings), 'table')!.spec.choices;

describe('--set on tables and predictors', () => {
  it('passes settings of the table on from any predictor that reads it', () => {
    expect(choices('reg.target=play_ms', 'table.unit=ms')).toEqual({ ...tableCell(notebook, 'table')!.spec.choices, target: 'play_ms', unit: 'ms' });
    expect(choices('mlp.features=a, b', 'mlp.references=', 'mlp.types=hour:category,tags:list', 'mlp.sampleRows=500')).toMatchObject({ features: ['a', 'b'], references: [], types: { hour: 'category', tags: 'list' }, sampleRows: 500 });
    expect(choices('reg.split=time', 'reg.splitColumn=date', 'reg.splitSeed=3', 'reg.validation=0.2', 'reg.test=0.3').split).toEqual({ how: 'time', column: 'date', seed: 3, validation: 0.2, test: 0.3 });
    expect(tableCell(set('table.joinData=users', 'reg.join=user_id', 'reg.joinOn=id'), 'table')!.spec).toMatchObject({ joinData: 'users', choices: { join: 'user_id', joinOn: 'id' } });
  });
  it('types a predictor’s own parameters by their declaration', () => {
    expect(predictorCell(set('reg.numCodes=48,16,16', 'reg.epochs=5'), 'reg')!.spec.params).toMatchObject({ numCodes: [48, 16, 16], epochs: 5 });
    expect(seedsOf(predictorCell(set('reg.seeds=1-3'), 'reg')!)).toEqual([1, 2, 3]);
    expect(applySettings(notebook, FAKE_CATALOG, [], [9]).cells.flatMap((cell) => (cell.mode === 'predictor' ? seedsOf(cell) : []))).toEqual(Array(8).fill(9));
  });
  it.each([
    ['reg.epochs=0', /Epochs at most is 0/],
    ['reg.trees=3', /no parameter "trees"/],
    ['reg.repair=suffix', /no parameter "repair"/],
    ['table.epochs=3', /no setting "epochs"/],
    ['reg.split=fold', /--set reg.split: "split.how" is "fold"/],
    ['reg.split=group', /--set table: the rows are split by group, but "split.column" is missing/],
    ['reg.test=1.5', /"split.test" is 1.5/],
    ['reg.sampleRows=many', /"sampleRows" is "many"/],
    ['reg.types=hour', /it is "hour"/],
    ['scores.columns=mae', /no data, table, log, sequences, codes, quantizer or predictor cell "scores"/],
  ])('refuses %s', (setting, words) => expect(() => set(setting)).toThrow(words));
  it('lets the choices of a bundled sample go where a file of one’s own is given', () => {
    expect(tableCell(withoutSampleChoices(notebook, ['table']), 'table')!.spec).toEqual({ data: 'table', choices: { split: { how: 'random', seed: 1, validation: 0.1, test: 0.2 } } });
    expect(withoutSampleChoices(notebook, ['users'])).toEqual(notebook);
  });
});
