import { describe, expect, it } from 'vitest';
import { parseArgs, parseData, parseSetting, parseWhole, UsageError } from './args.mjs';

describe('parseArgs', () => {
  const spec = { data: 'list', out: 'value', software: 'flag' };

  it('reads flags, values, lists and the rest in any order', () => {
    const { options, rest } = parseArgs(['a.json', '--data', 'x=1', '--out=dir', '--data=y=2', '--software'], spec);
    expect(options).toEqual({ data: ['x=1', 'y=2'], out: 'dir', software: true });
    expect(rest).toEqual(['a.json']);
    expect(parseArgs([], spec).options).toEqual({ data: [], out: undefined, software: false });
  });

  it('takes a negative number as a value', () => {
    expect(parseArgs(['--out', '-5'], spec).options.out).toBe('-5');
  });

  it.each([
    [['--outt', 'x'], 'There is no option --outt.'],
    [['--constructor', 'x'], 'There is no option --constructor.'],
    [['--out'], '--out needs a value.'],
    [['--out', '--software'], '--out needs a value.'],
    [['--out='], '--out needs a value.'],
    [['--out', 'a', '--out', 'b'], '--out is given twice.'],
    [['--software=yes'], '--software takes no value.'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseArgs(argv, spec)).toThrow(new UsageError(message));
  });
});

describe('parts of the command line', () => {
  it('splits data at the first equals sign', () => {
    expect(parseData('items=/a/b=c.npy')).toEqual({ name: 'items', file: '/a/b=c.npy' });
    for (const text of ['items', '=file', 'items=']) expect(() => parseData(text)).toThrow(UsageError);
  });

  it('splits settings at the last dot before the equals sign', () => {
    expect(parseSetting('rqvae.steps=200')).toEqual({ cell: 'rqvae', param: 'steps', value: '200' });
    expect(parseSetting('a.b.rate=1e-3')).toEqual({ cell: 'a.b', param: 'rate', value: '1e-3' });
    expect(parseSetting('kmeans.note=a.b=c')).toEqual({ cell: 'kmeans', param: 'note', value: 'a.b=c' });
    for (const text of ['steps=3', 'rqvae.steps', '.steps=3', 'rqvae.=3']) expect(() => parseSetting(text)).toThrow(UsageError);
  });

  it('reads whole numbers in a range', () => {
    expect(parseWhole('seed', '7', 0, 10)).toBe(7);
    for (const text of ['11', '-1', '1.5', '1e1', 'x', '']) expect(() => parseWhole('seed', text, 0, 10)).toThrow(`--seed is ${text};`);
  });
});
