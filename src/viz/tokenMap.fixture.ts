/** Made-up vectors of events in two axes: clusters by placement, noise, and what a figure of them must survive. */
import { clicker, sourceOf } from './testing/seededClicks';
import type { Fixture } from './testing/fixture';
import type { TokenMapData } from './tokenMap';

const user = { id: 'user-order', name: 'User-order source', hue: 'iat' };
const temporal = { id: 'temporal', name: 'Temporal source', hue: 'din' };
const clusters = sourceOf(3, 500, 8, 0.35);

export const tokenMapFixtures: readonly Fixture<TokenMapData>[] = [
  { name: 'by placement', data: { by: 'placement', series: [{ series: user, source: sourceOf(3, 160, 8, 0.35) }] } },
  { name: 'by label, 2,000 events', data: { by: 'label', series: [{ series: user, source: sourceOf(4, 2000, 6, 0.5) }] } },
  { name: 'two sources by placement', data: { by: 'placement', series: [{ series: user, source: clusters }, { series: temporal, source: sourceOf(5, 500, 8, 1.6) }] } },
  { name: 'by a field of 25 values', data: { by: 'category', series: [{ series: user, source: sourceOf(4, 2000, 6, 0.5) }] } },
  { name: 'by a field that is not always known', data: { by: 'device', series: [{ series: user, source: clusters }] } },
  { name: 'one event', data: { by: 'label', series: [{ series: user, source: sourceOf(6, 1, 1) }] } },
  { name: 'all alike, without a field of that name', data: { by: 'nothing', series: [{ series: user, source: { ...clusters, points: new Float32Array(1000), axisShares: [NaN, NaN] } }] } },
  { name: 'NaN and one that waits', data: { by: 'label', series: [{ series: user, source: { points: new Float32Array([NaN, 1, 2, 3]), axisShares: [1, 0], rows: new Uint32Array([1, 2]), labels: new Uint8Array([0, 1]), colours: [] } }, { series: clicker(4), source: null }] } },
  { name: 'not reached', data: { by: 'label', series: [{ series: user, source: null }] } },
];
