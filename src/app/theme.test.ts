/** The colours of the first picture, which stand in a style sheet, are those of the themes that come after it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { themes } from '../viz/colors';

it('the first picture has the ground, ink and lines of the theme', () => {
  const [light, dark] = readFileSync(new URL('styles/skeleton.css', import.meta.url), 'utf8').split('prefers-color-scheme: dark') as [string, string];
  for (const [text, theme] of [[light, themes({}).light], [dark.split('.bone')[0]!, themes({}).dark]] as const) {
    const told = Object.fromEntries([...text.matchAll(/(--[\w-]+): (#\w+);/g)].map(([, name, value]) => [name, value]));
    expect(Object.keys(told)).toEqual(['--ground', '--ink', '--hairline']);
    for (const [name, value] of Object.entries(told)) expect([name, theme[name]]).toEqual([name, value]);
  }
});
