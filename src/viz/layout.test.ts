import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { axisTicks } from './axes';
import { dodge } from './dodge';
import { downsample } from './downsample';
import { csv, fitEnds, fitText, formatCount, formatNumber, formatShare, formatTick, textWidth } from './format';
import { legendHeight } from './legend';
import { emptyState } from './marks';

describe('format', () => {
  it('prints three significant digits with thin grouping', () => {
    expect([0.4712, 12.345, 4711.3, 12101, 999.6, 0, -2.5, 0.000012, 1.5e10, NaN].map(formatNumber))
      .toEqual(['0.471', '12.3', '4\u202f710', '12\u202f100', '1\u202f000', '0', '−2.50', '1.20·10⁻⁵', '1.50·10¹⁰', '–']);
    expect(formatCount(1234567)).toBe('1\u202f234\u202f567');
    expect([0.984, 1, 0.005, NaN].map(formatShare)).toEqual(['98.4\u202f%', '100\u202f%', '0.500\u202f%', '–']);
  });

  it('prints ticks with the digits their distance needs', () => {
    expect([[0.5, 0.1], [20, 5], [1e7, 1e7], [-1.5, 0.5], [0.25, 0.05]].map(([v, s]) => formatTick(v!, s!))).toEqual(['0.5', '20', '10⁷', '−1.5', '0.25']);
  });

  it('writes CSV that reads back', () => {
    expect(csv(['a', 'b'], [['x, "y"', 1], ['z', NaN]])).toBe('a,b\n"x, ""y""",1\nz,\n');
  });

  it('cuts what does not fit', () => {
    const cut = fitText('A method with a long name', 12, 80);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
    expect(fitText('short', 12, 80)).toBe('short');
    const ends = fitEnds('A method with 256 codes', 12, 100);
    expect(ends).toMatch(/^A m.*….*6 codes$/);
    expect(textWidth(ends, 12)).toBeLessThanOrEqual(100);
    expect([fitEnds('short', 12, 80), fitEnds('narrow', 12, 15)]).toEqual(['short', 'n…']);
  });
});

describe('dodge', () => {
  it('leaves what does not touch, moves apart what does, and stays within bounds', () => {
    expect(dodge([10, 50], [8, 8], 0, 100)).toEqual([10, 50]);
    expect(dodge([50, 50], [10, 10], 0, 100)).toEqual([45, 55]);
    expect(dodge([98, 99, 2], [10, 10, 10], 0, 100)).toEqual([85, 95, 5]);
  });

  it('never overlaps while there is room', () => {
    for (let n = 1; n <= 20; n++) {
      const placed = dodge(Array.from({ length: n }, (_, i) => (i * 37) % 23), Array<number>(n).fill(5), 0, 100).sort((a, b) => a - b);
      placed.forEach((at, i) => i > 0 && expect(at - placed[i - 1]!).toBeGreaterThanOrEqual(5 - 1e-9));
      expect(placed[0]).toBeGreaterThanOrEqual(2.5 - 1e-9);
      expect(placed[n - 1]).toBeLessThanOrEqual(97.5 + 1e-9);
    }
  });
});

describe('downsample', () => {
  it('keeps short lines whole, and extremes, ends and order of long ones', () => {
    expect(downsample([3, 1, 2])).toEqual([0, 1, 2]);
    const y = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i / 700));
    y[777] = 5;
    y[55_555] = -5;
    const kept = downsample(y, 2000);
    expect(kept.length).toBeLessThanOrEqual(2000);
    expect([kept[0], kept[kept.length - 1]]).toEqual([0, 99_999]);
    expect(kept).toContain(777);
    expect(kept).toContain(55_555);
    expect(kept.every((i, at) => at === 0 || i > kept[at - 1]!)).toBe(true);
  });
});

describe('axes and legend', () => {
  it('gives logarithmic ticks inside the domain', () => {
    expect(axisTicks([0.01, 1000], 4, true).map((tick) => tick.value)).toEqual([0.01, 1, 100]);
    expect(axisTicks([1, 100], 5, true).map((tick) => tick.label)).toEqual(['1', '3', '10', '30', '100']);
    for (const tick of axisTicks([0.4, 1.1], 4, true)) expect(tick.value >= 0.4 * 0.999 && tick.value <= 1.1 * 1.001).toBe(true);
  });

  it('wraps a legend where it is wider than the figure', () => {
    const items = ['one', 'two', 'three'].map((label) => ({ key: label, sign: 'filled' as const, color: 'red', label: `${label} of three words` }));
    expect(legendHeight(items, 1000)).toBe(18);
    expect(legendHeight(items, 150)).toBe(54);
    expect(legendHeight([], 100)).toBe(0);
  });
});

describe('a figure that waits', () => {
  const root = () => new JSDOM('<svg xmlns="http://www.w3.org/2000/svg"></svg>').window.document.querySelector('svg')! as unknown as SVGSVGElement;
  it('fills the place kept for it behind its words, and leaves nothing of that once it draws', () => {
    const svg = root();
    expect(emptyState(svg, { width: 400, height: 240 }, 'Starts with the first step.')).toBe(true);
    expect([...svg.children].map((layer) => layer.getAttribute('class'))).toEqual(['waits', 'empty']);
    expect(svg.querySelector('.waits rect')!.getAttribute('width')).toBe('399');
    expect(emptyState(svg, { width: 400, height: 240 }, null)).toBe(false);
    expect(svg.querySelector('.waits')).toBeNull();
    // A line of its own has no place to fill.
    emptyState(svg, { width: 400, height: 28 }, 'Starts with the first step.');
    expect(svg.querySelector('.waits')).toBeNull();
  });
});
