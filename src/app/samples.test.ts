/** What is said where a sample or a notebook that comes with the page cannot be fetched. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchAsked, fetchFirstNotebook, fetchNotebook, fetchSample, fetchSamples } from './samples';

const BASE = 'http://127.0.0.1:4173/page/';
const SAMPLES = [{ id: 's', title: 'S', sentence: '', file: 'data/s.npy', rows: 1, dim: 1 }, { id: 't', kind: 'table' as const, title: 'T', sentence: '', file: 'data/t.csv', rows: 1, columns: 1 }];
const NOTEBOOK = { version: 2, cells: [{ id: 'table', mode: 'table', spec: { sample: 't' } }, { id: 'note', mode: 'note' }] };

function serve(answers: Readonly<Record<string, () => Response | Promise<Response>>>) {
  vi.stubGlobal('fetch', (url: URL) => Promise.resolve(Object.entries(answers).find(([end]) => url.href.endsWith(end))?.[1]() ?? new Response('', { status: 404 })));
}
const offline = () => Promise.reject(new TypeError('Failed to fetch'));
const words = async (promise: Promise<unknown>) => promise.then(() => 'fetched', (thrown: { name: string; message: string; hint: string }) => `${thrown.name}: ${thrown.message} ${thrown.hint}`);
const all = {
  'a sample': () => fetchSample(SAMPLES, 's', BASE), 'the list of samples': () => fetchSamples(BASE), 'the first notebook': () => fetchFirstNotebook(BASE),
  'a sample notebook': () => fetchNotebook('continuous-values', BASE), 'what a link asks for': () => fetchAsked('continuous-values', BASE),
};

afterEach(() => vi.unstubAllGlobals());

describe.each(Object.entries(all))('%s', (_, fetched) => {
  it('says that the server does not answer, and of being offline where the browser knows', async () => {
    vi.stubGlobal('fetch', offline);
    expect(await words(fetched())).toMatch(/^input: samples\/.* could not be fetched: the server of this page does not answer\. .*online/);
    vi.stubGlobal('navigator', { onLine: false });
    expect(await words(fetched())).toMatch(/You are offline: connect, then try again/);
  });
  it('says what the server answered', async () => {
    serve({});
    expect(await words(fetched())).toMatch(/^input: samples\/.* could not be fetched \(HTTP 404\)/);
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })));
    expect(await words(fetched())).toMatch(/^input: samples\/.* is not on the server of this page/);
  });
});

describe('what a link asks for', () => {
  const known = { 'samples.json': () => Response.json(SAMPLES), 'continuous-values.json': () => Response.json(NOTEBOOK) };
  it('comes with its samples, or not at all', async () => {
    serve({ ...known, 't.csv': () => new Response('a\n1\n') });
    const { notebook, samples } = await fetchAsked('continuous-values', BASE);
    expect(notebook).toEqual(NOTEBOOK);
    expect(await samples.get('t')!.text()).toBe('a\n1\n');
    serve({ ...known, 't.csv': offline });
    expect(await words(fetchAsked('continuous-values', BASE))).toMatch(/samples\/data\/t\.csv could not be fetched/);
    serve({ 'samples.json': () => new Response('[{'), 'continuous-values.json': () => Response.json(NOTEBOOK) });
    expect(await words(fetchAsked('continuous-values', BASE))).toMatch(/not valid JSON/);
  });
  it('is refused by name where there is no such notebook', async () => {
    serve(known);
    expect(await words(fetchAsked('mine', BASE))).toMatch(/no sample notebook "mine".*compare-quantizers, residual-quantization, continuous-values/);
  });
});
