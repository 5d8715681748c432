/** The planted instances follow the law they name, and what each piece of knowledge is worth is as stated. */
import { beforeAll, describe, expect, it } from 'vitest';
import { auc, logLoss } from '../../math/binary';
import { Random } from '../../math/random';
import { mean, quantiles } from '../../math/statistics';
import { drawInstances, FIRST_DAY, INSTANCE_DAYS, LAW_COLUMNS, plantedInstances, type PlantedInstances } from './plantedInstances';
import { CATEGORIES, EFFECT_SIZE, instanceTables, KNOWN, knownProbabilities, PLACEMENTS, positiveProbability, type Instance } from './plantedInstancesLaw';

const SECONDS = 86_400;
const day = (time: number): number => Math.floor((time - FIRST_DAY) / SECONDS);
const rowsWhere = ({ rows }: PlantedInstances, belongs: (row: number) => boolean): number[] => Array.from({ length: rows }, (_, row) => row).filter(belongs);

let made: PlantedInstances;
beforeAll(() => {
  made = drawInstances(5);
});

describe('the tables', () => {
  it('are balanced in every column', () => {
    for (const seed of [1, 2, 3]) {
      const { pastDevice, pastPlacement, pastLabel, bit, pair } = instanceTables(new Random(seed));
      for (const table of [pastDevice, pastPlacement, pastLabel]) {
        for (let column = 0; column < CATEGORIES; column++) expect(table.filter((_, at) => at % CATEGORIES === column).reduce((sum, sign) => sum + sign, 0)).toBe(0);
        expect(new Set(table)).toEqual(new Set([1, -1]));
      }
      expect([bit.reduce((sum, value) => sum + value, 0), new Set(bit)]).toEqual([4, new Set([0, 1])]);
      expect([pair.reduce((sum, value) => sum + value, 0), new Set(pair)]).toEqual([0, new Set([1, -1])]);
    }
  });
});

describe('the law', () => {
  const tables = instanceTables(new Random(1));
  const past = { device: 1, placement: 3, positive: true, ready: true };
  const row: Instance = { group: 2, category: 5, price: 1, device: 0, effect: 0.4, previous: past, placementBefore: 6 };
  const mixed = (rows: readonly Instance[]): number => mean(rows.map((each) => knownProbabilities(tables, each)[5]!));

  it('averages over what is not known: both signs, and the normal law of the effect', () => {
    const [own, device, placement, pair, label, lateLabel, effect] = knownProbabilities(tables, row) as [number, number, number, number, number, number, number];
    const random = new Random(2);
    const draws = Float64Array.from({ length: 40_000 }, () => positiveProbability(tables, { ...row, effect: EFFECT_SIZE * random.normal() }));
    expect(Math.abs(mean(draws) - lateLabel)).toBeLessThan(0.004);
    expect([effect, label]).toEqual([positiveProbability(tables, row), lateLabel]);
    const either = [row, { ...row, previous: { ...past, positive: false } }];
    expect(pair).toBeCloseTo(mixed(either), 12);
    expect(knownProbabilities(tables, { ...row, previous: { ...past, ready: false } })[4]).toBeCloseTo(pair, 12);
    // A placement with the same bit and one with the other: both signs of the pair.
    const [same, other] = [0, 1].map((bit) => tables.bit.findIndex((value) => Math.abs(value - tables.bit[past.placement]!) === bit)) as [number, number];
    expect(placement).toBeCloseTo(mixed(either.flatMap((each) => [{ ...each, placementBefore: same }, { ...each, placementBefore: other }])), 12);
    expect(new Set([own, device, placement, pair, label, effect]).size).toBe(6);
  });

  it('knows nothing more without a past, and no pair after one request', () => {
    const first = knownProbabilities(tables, { ...row, previous: null, placementBefore: null });
    expect(new Set(first.slice(0, 6)).size).toBe(1);
    const second = knownProbabilities(tables, { ...row, placementBefore: null });
    expect(second[2]).toBe(second[3]);
    expect(new Set(second.slice(0, 3)).size).toBe(3);
  });
});

describe('the rows', () => {
  it('follow from the seed alone', () => {
    expect(drawInstances(7, 60)).toEqual(drawInstances(7, 60));
    expect(drawInstances(8, 60).label).not.toEqual(drawInstances(7, 60).label);
    expect(plantedInstances(7, 60)).toEqual(plantedInstances(7, 60));
  });

  it('are sorted by user and time, of the sizes stated, with labels that come late', () => {
    const { rows, user, time, request, labelReady, label, hour, group } = made;
    for (let row = 1; row < rows; row++) {
      expect(user[row] === user[row - 1] ? time[row]! > time[row - 1]! || request[row] === request[row - 1] : user[row] === user[row - 1]! + 1).toBe(true);
      if (user[row] === user[row - 1]) expect(group[row]).toBe(group[row - 1]);
    }
    const days = time.map(day);
    expect([Math.min(...days), Math.max(...days), INSTANCE_DAYS]).toEqual([0, 27, 28]);
    for (const [from, to, least, most] of [[0, 14, 25_000, 27_500], [14, 21, 15_000, 17_500], [21, 28, 8000, 10_000]] as const) {
      const { length } = days.filter((each) => each >= from && each < to);
      expect([length > least, length < most], `days ${from} to ${to}: ${length}`).toEqual([true, true]);
    }
    const perUser = new Float64Array(1500);
    user.forEach((each) => perUser[each]!++);
    expect(Math.abs(quantiles(perUser, [0.5])[0]! - 32.5)).toBeLessThan(2);
    expect(Math.abs(mean(label) - 0.33)).toBeLessThan(0.06);
    expect(Math.abs(mean(Float64Array.from(labelReady, (ready, row) => ready - time[row]!)) / 3600 - 6)).toBeLessThan(0.2);
    const first = rowsWhere(made, (row) => row === 0 || request[row] !== request[row - 1]);
    const later = first.filter((row) => row > 0 && user[row] === user[row - 1]);
    expect(Math.abs(mean(later.map((row) => (labelReady[row - 1]! <= time[row]! ? 1 : 0))) - 0.75)).toBeLessThan(0.02);
    expect(new Set(hour).size).toBe(24);
  });

  it('have the stated share of positives within four standard errors, by cell and by every probability', () => {
    const { category, group, price, placement, device, hour, item } = made;
    const cells: ((row: number) => number)[] = [
      () => 0, (row) => group[row]! * CATEGORIES + category[row]!, (row) => price[row]! * PLACEMENTS + placement[row]!, (row) => device[row]! * 24 + hour[row]!, (row) => item[row]!,
    ];
    // The others average signs as if both were alike and independent, which is exact over all rows only.
    for (const known of ['effect', 'lateLabel'] as const) {
      // Rows of a request share their effect: where it is not known their errors hang together, and are at most sqrt(3) larger with three rows.
      const width = known === 'effect' ? 4 : 4 * Math.sqrt(3);
      const law = made.law[known];
      for (const cell of [...cells, (row: number) => Math.floor(20 * law[row]!)]) {
        const sums = new Map<number, { rows: number; error: number; variance: number }>();
        for (let row = 0; row < made.rows; row++) {
          const found = sums.get(cell(row)) ?? { rows: 0, error: 0, variance: 0 };
          sums.set(cell(row), { rows: found.rows + 1, error: found.error + made.label[row]! - law[row]!, variance: found.variance + law[row]! * (1 - law[row]!) });
        }
        for (const [name, { rows, error, variance }] of sums) if (rows >= 50) expect(Math.abs(error), `${known} ${name}`).toBeLessThan(width * Math.sqrt(variance));
      }
    }
  });
});

describe('the ceilings', () => {
  // Mean and range of AUC over six seeds of another program that draws the same law with the same number of users, on days 21 to 27.
  const wanted = { own: [0.622, 0.05], device: [0.687, 0.03], placement: [0.786, 0.02], pair: [0.82, 0.015], label: [0.845, 0.015], lateLabel: [0.853, 0.015], effect: [0.882, 0.015] } as const;

  it.each([5, 6])('are ordered and near the stated ones, seed %i', (seed) => {
    const instances = seed === 5 ? made : drawInstances(seed);
    const test = rowsWhere(instances, (row) => day(instances.time[row]!) >= 21);
    const labels = test.map((row) => instances.label[row]!);
    const scores = KNOWN.map((known) => {
      const law = test.map((row) => instances.law[known][row]!);
      return { area: auc(labels, law), loss: logLoss(labels, law) };
    });
    KNOWN.forEach((known, at) => {
      const [middle, width] = wanted[known];
      expect(Math.abs(scores[at]!.area - middle), known).toBeLessThan(width);
      if (at > 0) expect([scores[at]!.area > scores[at - 1]!.area, scores[at]!.loss < scores[at - 1]!.loss], known).toEqual([true, true]);
    });
  });

  it('stand in the file to three digits, as references', () => {
    const { rows, columns } = plantedInstances(5, 40);
    const small = drawInstances(5, 40);
    for (const known of KNOWN) {
      const { values } = columns.find(({ name }) => name === LAW_COLUMNS[known])!;
      expect(values.length).toBe(rows);
      for (let row = 0; row < rows; row++) expect(Math.abs(Number(values[row]) - small.law[known][row]!)).toBeLessThan(0.001);
    }
  });
});
