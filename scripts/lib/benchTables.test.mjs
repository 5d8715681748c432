import { describe, expect, it } from 'vitest';
import { sectionText, faults } from './benchReport.mjs';
import { growthSummary, kernelRow } from './benchStatistics.mjs';
import { callsTable, growthTable, kernelTable, quantizerTable, readerTable, replaceSection, short, table } from './benchTables.mjs';

const measured = { machine: '2 cores (A)', measured: '2030-01-02T03:04:05Z', load: 0.1, browser: 'Chromium 1', adapters: ['webgpu: B (software)'] };
const kernel = kernelRow({
  name: 'nearestCode', sizes: '2 x 2', flops: 4e9, bytes: 2e9, bound: 1e-5, error: 1e-6, plainError: 2e-6,
  ours: { first: 50, samples: [10] }, plain: { first: 90, samples: [100] },
}, 'webgpu');

it('writes a Markdown table', () => {
  expect(table(['a', 'b'], [['1', '2']])).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});

it('writes calls of a step to a tenth', () => {
  const calls = { submits: 1.02, passes: 2, dispatches: 3.26, bindGroups: 3, writes: 4, buffers: 0, readBacks: 1 };
  expect(callsTable([{ name: 'A', calls, time: 12.345 }]).split('\n')[2]).toBe('| A | 1 | 2 | 3.3 | 3 | 4 | 0 | 1 | 12.3 |');
});

it.each([[0, '0'], [1234.5, '1235'], [12.345, '12.3'], [0.1234, '0.123'], [0.00012, '1.2e-4'], [2.5e7, '2.5e+7'], [NaN, '-'], [null, '-'], [undefined, '-']])(
  'writes %s as %s', (value, text) => expect(short(value)).toBe(text),
);

describe('replaceSection', () => {
  const text = 'before\n<!-- bench a -->\nold\n<!-- /bench a -->\nbetween\n<!-- bench ab -->\nkept\n<!-- /bench ab -->\n';

  it('replaces its own place only, as often as wanted', () => {
    const once = replaceSection(text, 'a', 'new');
    expect(once).toBe(text.replace('old', 'new'));
    expect(replaceSection(once, 'a', 'old')).toBe(text);
    expect(replaceSection(text, 'ab', '$1')).toBe(text.replace('kept', () => '$1'));
  });

  it('refuses a document without the place', () => {
    expect(() => replaceSection(text, 'b', 'new')).toThrow('<!-- bench b -->');
    expect(() => replaceSection('<!-- bench a -->', 'a', 'new')).toThrow('<!-- bench a -->');
  });
});

describe('the sections', () => {
  it('say what was measured, targets and wrong numbers', () => {
    const text = sectionText('kernels', { ...measured, rows: [{ ...kernel, formula: '2 n' }] });
    expect(text).toContain('Measured 2030-01-02 on 2 cores (A), Chromium 1, webgpu: B (software), load average at the end 0.1.');
    expect(text).toContain('| nearestCode | 2 x 2 | WebGPU | 10 | 400 | 200 | 100 | **10** | 15: missed | 1.0e-6 | 2.0e-6 | 50 | 90 |');
    expect(text).toContain('nearestCode 2 n.');
    expect(kernelTable([{ ...kernel, error: 1, correct: false }])).toContain('wrong: 1.0e-5 is the most');
  });

  it('fail for wrong numbers, not for a missed target', () => {
    expect(faults('kernels', { rows: [kernel] })).toEqual([]);
    expect(faults('step', { rows: [{ ...kernel, error: 1, correct: false }] })).toHaveLength(1);
    expect(faults('page', { times: [] })).toEqual([]);
  });

  it('write growth with its verdicts, and methods stopped early without an error', () => {
    const point = (rows, time, peak) => ({ rows, dim: 128, samples: [time], idle: 1e6, held: 2e6, peaks: [peak] });
    const summary = growthSummary([point(1000, 10, 3e6), point(2000, 30, 3e6)]);
    const text = growthTable([{ kind: 'rq-kmeans', backend: 'wasm', numCodes: 4, ...summary }]);
    expect(text).toContain('| rq-kmeans | wasm | 2,000 x 128, 4 codes | 30 | 3 | 1.02 | 1 | 2 | 3 | 1 |');
    expect(text).toContain('rq-kmeans on wasm: time not linear, memory flat.');
    const row = { backend: 'wasm', kind: 'rq-vae', rows: 10, dim: 2, phase: 'step', time: 1, first: 2, steps: 3, seconds: null, relativeError: 0.5 };
    expect(quantizerTable([row])).toContain('| 3, stopped | - | - |');
    expect(quantizerTable([{ ...row, seconds: 4 }])).toContain('| 3 | 4 | 0.5 |');
    expect(readerTable([{ format: 'npy', rows: 1000, dim: 2, bytes: 8e6, time: 4 }])).toContain('| npy | 1,000 x 2 | 8 | 4 | 2000 |');
  });
});
