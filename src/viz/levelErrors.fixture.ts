/** Made-up errors by level: two runs, in order, and what a figure of them must survive. */
import { ALIGNED, UNALIGNED, decoded } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { LevelErrorsData } from './levelErrors';

const [good, poor] = [decoded(5, 120, [16, 16, 16]), decoded(6, 120, [16, 16, 16], 0.6)];
const two = [{ series: ALIGNED, decoding: good }, { series: UNALIGNED, decoding: poor }];

export const levelErrorsFixtures: readonly Fixture<LevelErrorsData>[] = [
  { name: 'two runs', data: { unit: 's', measure: 'mae', series: two } },
  { name: 'pairs in order', data: { unit: 's', measure: 'xauc', series: two } },
  { name: 'one run, one level', data: { unit: '', measure: 'mae', series: [{ series: ALIGNED, decoding: decoded(8, 9, [4]) }] } },
  { name: 'three runs, one waiting', data: { unit: 's', measure: 'mae', series: [...two, { series: { ...ALIGNED, id: 'third', name: 'RQ-Reg, 48 codes, no error head' }, decoding: null }] } },
  { name: 'NaN', data: { unit: 's', measure: 'xauc', series: [{ series: ALIGNED, decoding: { byLevel: [{ way: 'learned', mae: [NaN, NaN], xauc: [NaN, NaN] }], errorHead: { mae: NaN, without: NaN } } }] } },
  { name: 'not reached', data: { unit: 's', measure: 'mae', series: [{ series: ALIGNED, decoding: null }] } },
];
