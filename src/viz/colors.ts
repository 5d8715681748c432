/** Every colour of the figures, as CSS variables with a light and a dark value. */
import { hcl, interpolateViridis, rgb } from 'd3';
import type { Hue } from './view';

export type Theme = 'light' | 'dark';

/** Lightness steps of a hue: enough to tell eight levels apart. */
export const LEVEL_STEPS = 8;
/** Steps of the one sequential scale. */
export const SCALE_STEPS = 13;

/** Base colour of each hue, "#rrggbb", by its name: kinds of methods bring their own. */
export type Hues = Readonly<Record<Hue, string>>;

/** What tells categories apart together with a shape: those that share one (five apart) differ most. */
const CATEGORIES = ['#0072b2', '#e69f00', '#882255', '#cc79a7', '#7f4f24', '#d55e00', '#009e73', '#56b4e9', '#8f9a1b', '#3b2c85'];

/** What is no method's. */
const NEUTRAL: Hues = { ink: '#55524d' };

/** Contrast with the ground: lines and bars need 3, text needs 4.5 (WCAG 2.2, 1.4.11 and 1.4.3); a little more, for rounding. */
const MARK = 3.1;
const TEXT = 4.7;

const SURFACES: Record<Theme, Record<string, string>> = {
  light: { '--ground': '#fcfbf9', '--ink': '#1c1b19', '--ink-muted': '#66625c', '--hairline': '#e2dfd9', '--axis': '#8d8981', '--focus': '#0b57d0' },
  dark: { '--ground': '#141517', '--ink': '#e9e6e1', '--ink-muted': '#a19d96', '--hairline': '#2c2e31', '--axis': '#6f7276', '--focus': '#8ab4f8' },
};

/** CSS variables and their values. */
export type Colors = Readonly<Record<string, string>>;

/**
 * The colours of both themes. `--hue-H` draws lines, `--hue-H-text` writes, `--hue-H-1` to `-8` are the steps of a level (1 the strongest),
 * `--on-hue-H-1` to `-8` the text colour on such a ground, `--category-1` to `-10` categories, `--scale-0` to `-12` the sequential scale (0 next to the ground).
 */
export function themes(hues: Hues): Readonly<Record<Theme, Colors>> {
  const all = { ...NEUTRAL, ...hues };
  return { light: theme('light', all), dark: theme('dark', all) };
}

/** The colour of a method's lines and marks. */
export function hueColor(hue: Hue): string {
  return hue === 'ink' ? 'var(--ink)' : `var(--hue-${hue})`;
}

/** The colour of a method's name where it is written on the ground. */
export function hueText(hue: Hue): string {
  return hue === 'ink' ? 'var(--ink)' : `var(--hue-${hue}-text)`;
}

/** Step 1..8 of a 0-based level: spread over the steps so that few levels lie far apart. */
export function levelStep(level: number, levels: number): number {
  const last = Math.max(levels, 3) - 1;
  return 1 + Math.max(0, Math.min(LEVEL_STEPS - 1, Math.round((level * (LEVEL_STEPS - 1)) / last)));
}

/** The colour of a 0-based level among `levels` of a method. */
export function levelColor(hue: Hue, level: number, levels: number): string {
  return `var(--hue-${hue}-${levelStep(level, levels)})`;
}

/** The colour of a magnitude in 0..1 on the sequential scale; the step it falls in is `scaleStep`. */
export function scaleColor(step: number): string {
  return `var(--scale-${step})`;
}

/** Categories that have a colour of their own. */
export const CATEGORY_COLORS = CATEGORIES.length;

/** The colour of a 0-based category; it goes with the shape of `categories.ts`. */
export function categoryColor(category: number): string {
  return `var(--category-${1 + (category % CATEGORIES.length)})`;
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function theme(name: Theme, hues: Hues): Record<string, string> {
  const values: Record<string, string> = { ...SURFACES[name] };
  const ground = values['--ground'] ?? '';
  const strongest = name === 'light' ? 6 : 9;
  for (const [hue, base] of Object.entries(hues)) {
    const seen = contrast(base, ground);
    values[`--hue-${hue}`] = name === 'dark' ? atContrast(base, ground, Math.max(seen, 5.5)) : atContrast(base, ground, Math.max(seen, MARK));
    values[`--hue-${hue}-text`] = atContrast(base, ground, Math.max(TEXT, name === 'dark' ? 5.5 : seen));
    for (let step = 1; step <= LEVEL_STEPS; step++) {
      const color = atContrast(base, ground, strongest * (MARK / strongest) ** ((step - 1) / (LEVEL_STEPS - 1)));
      values[`--hue-${hue}-${step}`] = color;
      values[`--on-hue-${hue}-${step}`] = contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000';
    }
  }
  CATEGORIES.forEach((base, i) => (values[`--category-${i + 1}`] = atContrast(base, ground, Math.max(contrast(base, ground), MARK))));
  // More is further from the ground in both themes; the end next to the ground is cut off, so that a little used code is not taken for a dead one.
  for (let step = 0; step < SCALE_STEPS; step++) {
    const t = step / (SCALE_STEPS - 1);
    values[`--scale-${step}`] = rgb(interpolateViridis(name === 'light' ? 0.93 * (1 - t) : 0.17 + 0.83 * t)).formatHex();
  }
  return values;
}

/** The same hue at the lightness that has this contrast with the ground; chroma gives way where sRGB ends. */
function atContrast(base: string, ground: string, wanted: number): string {
  const color = hcl(base);
  const darkGround = luminance(ground) < 0.2;
  let [near, far] = [hcl(ground).l, darkGround ? 100 : 0];
  for (let i = 0; i < 30; i++) {
    const l = (near + far) / 2;
    if (contrast(hex(color.h, color.c, l), ground) < wanted) near = l;
    else far = l;
  }
  return hex(color.h, color.c, far);
}

function hex(h: number, c: number, l: number): string {
  let chroma = c;
  while (chroma > 1 && !hcl(h, chroma, l).displayable()) chroma -= 1;
  return hcl(h, chroma, l).formatHex();
}

function luminance(color: string): number {
  const { r, g, b } = rgb(color);
  const linear = (v: number) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
