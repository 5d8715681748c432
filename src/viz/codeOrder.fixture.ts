/** Made-up code tables: with and without alignment, and what a figure of them must survive. */
import { ALIGNED, UNALIGNED, aligned } from './testing/seededValues';
import type { Fixture } from './testing/fixture';
import type { CodeOrderData } from './codeOrder';

const tables = (seed: number, codes: readonly number[], noise: number) => aligned(seed, 4, codes, noise).tables;

export const codeOrderFixtures: readonly Fixture<CodeOrderData>[] = [
  { name: 'with and without', data: { unit: 's', series: [{ series: ALIGNED, tables: tables(1, [16, 16, 16], 0.1) }, { series: UNALIGNED, tables: tables(2, [16, 16, 16], 1) }] } },
  { name: 'one run, 48 codes', data: { unit: 's', series: [{ series: ALIGNED, tables: tables(3, [48, 48, 48], 0.15) }] } },
  { name: 'one code, and unequal levels', data: { unit: '', series: [{ series: ALIGNED, tables: tables(4, [1, 2], 0) }, { series: UNALIGNED, tables: tables(5, [3], 0) }] } },
  { name: 'codes without place', data: { unit: 's', series: [{ series: ALIGNED, tables: tables(1, [4], 0).map((table) => ({ ...table, points: table.points.map(() => NaN), neighbourShare: NaN })) }] } },
  { name: 'not reached', data: { unit: 's', series: [{ series: ALIGNED, tables: null }] } },
];
