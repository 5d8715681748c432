/** How far a reading is, in words. */
import type { ReadProgress } from '../../engine/records/data';

/** "Reading … 43 %"; a format that is gone through more than once tells which time it is. */
export function readWords(what: string, progress: ReadProgress | null): string {
  if (!progress || progress.size === 0) return `${what} …`;
  const { bytes, size } = progress;
  const times = Math.floor(bytes / size);
  // Just read to its end: what was read is being worked on.
  const share = bytes === size ? 1 : bytes / size - times;
  const again = bytes > size ? `time ${times + 1}, ` : '';
  return `${what} … ${again}${Math.floor(100 * share)}\u202f%`;
}
