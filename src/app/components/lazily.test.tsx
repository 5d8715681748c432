/** A part fetched apart from the page: what stands before it, that it is drawn at once when it is there, and what a failure says. */
import { JSDOM } from 'jsdom';
import { act } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lazily } from './lazily';

const Word = ({ word }: { readonly word: string }) => <b>{word}</b>;
const Dots = ({ word }: { readonly word: string }) => <i>{'.'.repeat(word.length)}</i>;

let host: HTMLElement;
beforeEach(() => {
  const { window } = new JSDOM('<div id="root"></div>');
  vi.stubGlobal('window', window);
  vi.stubGlobal('document', window.document);
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  host = window.document.getElementById('root')!;
});
afterEach(() => {
  vi.unstubAllGlobals();
});
const draw = async (node: ReactNode) => {
  const root = createRoot(host);
  await act(async () => root.render(node));
  return host.innerHTML;
};

describe('a part fetched when it is drawn', () => {
  it('has its stand-in until it is there, and is fetched once however often it is drawn', async () => {
    let arrive: (found: typeof Word) => void = () => {};
    const load = vi.fn(() => new Promise<typeof Word>((resolve) => (arrive = resolve)));
    const Part = lazily(load, Dots);
    expect(await draw(<><Part word="one" /><Part word="two" /></>)).toBe('<i>...</i><i>...</i>');
    await act(async () => arrive(Word));
    expect(host.innerHTML).toBe('<b>one</b><b>two</b>');
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('is drawn at once where it was fetched ahead', async () => {
    const Part = lazily(async () => Word, Dots);
    expect(renderToStaticMarkup(<Part word="one" />)).toBe('<i>...</i>');
    await Part.fetch();
    expect(renderToStaticMarkup(<Part word="one" />)).toBe('<b>one</b>');
  });

  it('says where it cannot be fetched, and asks again the next time', async () => {
    const load = vi.fn(async () => Word).mockRejectedValueOnce(new TypeError('no such file'));
    const Part = lazily(load, Dots);
    await Part.fetch();
    load.mockRejectedValueOnce(new TypeError('no such file'));
    expect(await draw(<Part word="one" />)).toContain('could not be fetched');
    await Part.fetch();
    expect(renderToStaticMarkup(<Part word="one" />)).toBe('<b>one</b>');
    expect(load).toHaveBeenCalledTimes(3);
  });
});
