/** What every story asks of a page: no serious or critical fault by axe, and nothing to scroll sideways for. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test';

interface Asked {
  /** Selectors of the parts that are looked at; all by default. */
  readonly within?: readonly string[];
  /** Only these rules of axe. */
  readonly rules?: readonly string[];
  /** Of whatever impact. */
  readonly minor?: boolean;
}

/** Faults in words: serious and critical ones, or all. */
export async function faults(page: Page, { within = [], rules, minor = false }: Asked = {}): Promise<string[]> {
  // Of what passes axe would write down every node: half of its time.
  let axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  if (rules) axe = axe.withRules([...rules]);
  for (const part of within) axe = axe.include(part);
  const { violations } = await axe.analyze();
  return violations.filter(({ impact }) => minor || impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) => nodes.slice(0, 4).map((node) => `${id} (${impact}): ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
}

/** Pixels the page can be scrolled sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** On a phone: no faults, and nothing beyond the edge. */
export async function expectFitsPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await faults(page)).toEqual([]);
  expect(await sideways(page), 'pixels sideways').toBeLessThanOrEqual(0);
}
