/** Made-up attention of readers to histories: focused and even ones, and what a figure of them must survive. */
import { CLICKERS, attentionOf, clicker } from './testing/seededClicks';
import type { Fixture } from './testing/fixture';
import type { HistoryStripData } from './historyStrip';

const LENGTHS = [26, 9, 0, 1, 60];
const readers = [0.8, 0.45, 0].map((focus, i) => ({ series: clicker([0, 1, 3][i]!), attention: attentionOf(7, LENGTHS, focus) }));
const long = [1.2, 0.2].map((focus, i) => ({ series: clicker([0, 3][i]!), attention: attentionOf(19, [256], focus, 900 * 86_400) }));
const odd = attentionOf(3, [4], 1);

export const historyStripFixtures: readonly Fixture<HistoryStripData>[] = [
  { name: 'three readers', data: { readers } },
  { name: 'one reader, another user', data: { readers: [readers[0]!], user: 138 } },
  { name: 'sixty events', data: { readers: readers.slice(0, 2), user: 429 } },
  { name: '256 events over years', data: { readers: long } },
  { name: 'no earlier events', data: { readers, user: 235 } },
  { name: 'one earlier event', data: { readers: [readers[0]!], user: 332 } },
  { name: 'all at once, NaN, and readers that wait or lack the user', data: { readers: [{ series: clicker(0), attention: { ...odd, gaps: new Float64Array(4), weights: new Float32Array([NaN, 0.5, 0.2, 0]), probabilities: new Float32Array([NaN]) } }, { series: clicker(3), attention: null }, { series: clicker(1), attention: { ...odd, users: new Int32Array([-5]) } }] } },
  { name: 'a long name', data: { readers: [{ series: { id: 'long', name: 'A reader that a person gave a very long name of its own and longer than a phone is wide', hue: 'iat' }, attention: readers[0]!.attention }] } },
  { name: 'not reached', data: { readers: CLICKERS.map((series) => ({ series, attention: null })) } },
];
