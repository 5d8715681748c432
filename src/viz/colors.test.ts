import { describe, expect, it } from 'vitest';
import { HUES, LEVEL_STEPS, contrast, levelStep, themes } from './colors';

describe.each(['light', 'dark'] as const)('%s theme', (name) => {
  const theme = themes[name];
  const against = (variable: string, ground = '--ground') => contrast(theme[variable] ?? '', theme[ground] ?? '');

  it('has the same variables as the other', () => {
    expect(Object.keys(theme)).toEqual(Object.keys(themes[name === 'light' ? 'dark' : 'light']));
  });

  it('keeps text at 4.5:1 and marks at 3:1 against the ground', () => {
    for (const text of ['--ink', '--ink-muted', ...HUES.map((hue) => `--hue-${hue}-text`)]) expect(against(text), text).toBeGreaterThanOrEqual(4.5);
    for (const mark of ['--axis', '--focus', ...HUES.map((hue) => `--hue-${hue}`)]) expect(against(mark), mark).toBeGreaterThanOrEqual(3);
  });

  it('steps down from level 1, every step a mark that can be seen and written on', () => {
    for (const hue of HUES) {
      const steps = Array.from({ length: LEVEL_STEPS }, (_, i) => against(`--hue-${hue}-${i + 1}`));
      steps.forEach((seen, i) => {
        expect(seen, `${hue} ${i + 1}`).toBeGreaterThanOrEqual(3);
        if (i > 0) expect(seen, `${hue} ${i + 1}`).toBeLessThan(steps[i - 1]!);
        expect(against(`--on-hue-${hue}-${i + 1}`, `--hue-${hue}-${i + 1}`), `text on ${hue} ${i + 1}`).toBeGreaterThanOrEqual(4.5);
      });
    }
  });
});

it('spreads few levels over the steps and never repeats one among eight', () => {
  expect([0, 1, 2].map((level) => levelStep(level, 3))).toEqual([1, 5, 8]);
  expect(new Set(Array.from({ length: 8 }, (_, level) => levelStep(level, 8))).size).toBe(8);
  expect(levelStep(0, 1)).toBe(1);
  expect(levelStep(30, 12)).toBe(8);
});
