/** Labels at line ends leave the plot its room and stay within the figure, whatever the names. */
import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { endLabelWidth, endLabels } from './endLabels';
import { textWidth } from './format';
import { FONT } from './marks';

const ends = ['Zero-inflated lognormal (ZILN)', 'Direct network (MLP)', 'A cell that a person gave a very long name of its own', 'RQ-Reg'].map((name, i) => ({
  series: { id: String(i), name, hue: 'rq-reg' as const }, x: 100, y: 20 * i, value: '0.123',
}));

it.each([1400, 760, 358, 280])('at %i pixels', (width) => {
  const margin = endLabelWidth(ends, width);
  expect(margin.width).toBeLessThanOrEqual(0.4 * width);
  const svg = new JSDOM('<svg xmlns="http://www.w3.org/2000/svg"></svg>').window.document.querySelector('svg')!;
  endLabels(svg, ends, margin, width - margin.width, 0, 200);
  const labels = [...svg.querySelectorAll('text')];
  expect(labels).toHaveLength(4);
  for (const label of labels) expect(Number(label.getAttribute('x')) + textWidth(label.textContent, FONT.label)).toBeLessThanOrEqual(width);
});

it('writes names with numbers where there is room, names alone, and then abbreviations, and beginnings with ends', () => {
  const drawn = (width: number) => {
    const svg = new JSDOM('<svg xmlns="http://www.w3.org/2000/svg"></svg>').window.document.querySelector('svg')!;
    const margin = endLabelWidth(ends, width);
    endLabels(svg, ends, margin, width - margin.width, 0, 200);
    return [...svg.querySelectorAll('text')].map((label) => label.textContent);
  };
  expect(drawn(1400)[1]).toBe('Direct network (MLP) 0.123');
  expect(drawn(900)[0]).toBe('Zero-inflated lognormal (ZILN)');
  expect(drawn(330)).toEqual(['ZILN', 'MLP', expect.stringMatching(/^A .*….*its own$/), 'RQ-Reg']);
});
