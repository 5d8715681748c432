/** Checks the page's comparison against numbers computed anew from what it lets a person download. */
import type { Page } from '@playwright/test';
import { codeMetrics, errorMetrics, reconstructionErrors } from './metrics';
import type { ErrorMetrics } from './metrics';
import type { Matrix } from './npy';
import { readNpy } from './npy';
import { METHOD_IDS, METHODS, command, comparison, downloaded } from './page';
import type { Method } from './page';
import { expect } from './test';

/** Code vectors are float32 and the page adds in another order. */
const RELATIVE = 1e-4;

export interface Trained {
  readonly codes: Matrix;
  readonly codebooks: readonly Matrix[];
  readonly reconstruction: Matrix;
}

/** Downloads what a method made, checks its shapes. */
export async function download(page: Page, method: Method, rows: Matrix, numCodes: readonly number[]): Promise<Trained> {
  const file = async (title: string, name: string) => {
    const saved = await downloaded(page, () => command(page, method, new RegExp(`^${title}`)));
    expect(saved.name).toBe(name);
    return readNpy(saved.bytes);
  };
  const codes = await file(method === 'evenrq' ? 'Codes by rule as .npy' : 'Codes as .npy', `${method}.codes.npy`);
  expect([codes.descr, codes.rows, codes.columns]).toEqual(['<i4', rows.rows, numCodes.length]);
  const codebooks: Matrix[] = [];
  for (const [level, size] of numCodes.entries()) {
    const book = await file(`Codebook ${level + 1} as .npy`, `${method}.codebook.${level}.npy`);
    expect([book.descr, book.rows]).toEqual(['<f4', size]);
    codebooks.push(book);
  }
  const reconstruction = await file('Reconstruction as .npy', `${method}.reconstruction.npy`);
  expect([reconstruction.descr, reconstruction.rows, reconstruction.columns]).toEqual(['<f4', rows.rows, rows.columns]);
  return { codes, codebooks, reconstruction };
}

/** Every number of the table that can be had from the files is the number that they give. */
export async function expectTableTrue(page: Page, rows: Matrix, numCodes: readonly number[]): Promise<void> {
  const table = await comparison(page);
  expect(Object.keys(table)).toEqual([...Object.values(METHODS), 'Even RQ; stored IDs']);
  for (const method of METHOD_IDS) {
    const told = table[METHODS[method]]!;
    const trained = await download(page, method, rows, numCodes);
    const fromCodes = codeMetrics(trained.codes, numCodes);
    const perLevel = (['utilization', 'perplexity', 'deadCodes'] as const).flatMap((key) => fromCodes[key].map((value, level) => [`${key}_${level + 1}`, value] as const));
    const flat = (['collisionRate', 'uniqueIdShare', 'largestBucket'] as const).map((key) => [key, fromCodes[key]] as const);
    for (const [key, value] of [...perLevel, ...flat]) expectClose(`${method} ${key}`, told[key], value);

    expectErrors(method, told, reconstructionErrors(rows, trained.reconstruction), 0);
    // RQ-VAE's code vectors lie in its latent space: only its decoder turns them into rows.
    if (method === 'rqvae') continue;
    const fromBooks = errorMetrics(rows, trained.codes, trained.codebooks);
    expectErrors(method, told, fromBooks, numCodes.length);
    expect(fromBooks.residualEnergy.every((energy, level) => energy < (fromBooks.residualEnergy[level - 1] ?? 1)), `${method}: each level leaves less`).toBe(true);
  }
}

/** `depths` of the levels' energies are known, the last always. */
function expectErrors(method: Method, told: Record<string, number>, wanted: ErrorMetrics, depths: number): void {
  expectClose(`${method} rmse`, told.rmse, wanted.rmse);
  expectClose(`${method} relativeError`, told.relativeError, wanted.relativeError);
  for (let level = 0; level < depths; level++) expectClose(`${method} residualEnergy_${level + 1}`, told[`residualEnergy_${level + 1}`], wanted.residualEnergy[level]!);
}

function expectClose(name: string, seen: number | undefined, wanted: number): void {
  expect(Number.isFinite(seen), `${name} is in the table`).toBe(true);
  expect(Math.abs(seen! - wanted), `${name}: the table says ${seen}, the files give ${wanted}`).toBeLessThanOrEqual(RELATIVE * Math.max(Math.abs(wanted), 1e-6));
}
