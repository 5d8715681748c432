import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { PALETTE } from './testing/palette';
import { svgText } from './exportSvg';
import { drawn } from './testing/figure';
import { firstOf } from './testing/fixture';
import { utilization } from './utilization';
import { utilizationFixtures } from './utilization.fixture';

describe('svgText', () => {
  const data = firstOf(utilizationFixtures);
  const root = drawn(utilization, data, 700, { select: () => undefined });

  it.each(['light', 'dark'] as const)('stands alone in the %s theme', (theme) => {
    root.setAttribute('aria-label', utilization.describe(data));
    const text = svgText(root, PALETTE[theme]);
    const file = new JSDOM(text, { contentType: 'image/svg+xml' }).window.document;
    expect(file.documentElement.namespaceURI).toBe('http://www.w3.org/2000/svg');
    expect(text).not.toMatch(/var\(|tabindex|style=|data-key|class="hit"|<script/);
    expect(text).toContain(PALETTE[theme]['--hue-rq-vae-1']);
    expect(file.querySelector('rect')?.getAttribute('fill')).toBe(PALETTE[theme]['--ground']);
    expect(file.querySelector('title')?.textContent).toBe('Codes in use');
    expect(file.querySelector('desc')?.textContent).toBe(utilization.describe(data));
    expect(file.documentElement.getAttribute('font-family')).toContain('sans-serif');
  });

  it('leaves the figure on the page as it was', () => {
    const before = root.outerHTML;
    svgText(root, PALETTE.dark, { title: 'Mine', description: 'A & B' });
    expect(root.outerHTML).toBe(before);
  });

  it('names a colour that no theme has', () => {
    const odd = drawn(utilization, data, 700);
    odd.setAttribute('fill', 'var(--nowhere)');
    expect(() => svgText(odd, PALETTE.light)).toThrow(/--nowhere/);
  });
});
