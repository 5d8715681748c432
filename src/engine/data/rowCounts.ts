/** The check that what a file announces, what was read, and what stands beside it have as many rows: a reader that counts otherwise than it reads shifts ids and labels in silence. */
import { InputError } from '../errors';
import { count } from './limits';

/**
 * @param announced rows that the file says or was counted to have
 * @param lengths by name, what was read: each must be `used`
 * @throws InputError with both numbers where one differs.
 */
export function checkCounts(name: string, announced: number, lengths: Readonly<Record<string, readonly number[]>>, used: number, read = announced): void {
  const fault = read === announced ? undefined : `${count(announced)} rows are announced, ${count(read)} could be read`;
  const uneven = Object.entries(lengths).find(([, all]) => all.some((length) => length !== used));
  const said = fault ?? (uneven && `${count(used)} rows are in use, but ${uneven[0]} has ${count(uneven[1].find((length) => length !== used)!)}`);
  if (said === undefined) return;
  throw new InputError(`${name}: ${said}. Ids and labels would be assigned to the wrong rows.`, 'The file is damaged, or written in a way that is not understood: write it anew, for example as CSV or Parquet.');
}
