/** What goes wrong while Parquet is read, in words that name the file. */
import { InputError } from '../errors';

/** The bytes disagree with what they say of themselves; the message is a main clause without its subject: "claims 5 rows, but ...". */
export class Damage extends Error {}

/** Runs the attempt; damage found on the way becomes a refusal of the file. */
export async function readable<T>(file: File, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (thrown) {
    if (!(thrown instanceof Damage)) throw thrown;
    throw new InputError(`${file.name} cannot be read as Parquet: ${thrown.message}.`, 'Copy or download the file again, or write it anew without unusual encodings.');
  }
}

/** For calls of a library over bytes that nobody has checked: whatever it throws, the bytes are at fault. */
export function orDamage<T>(message: string, call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    if (thrown instanceof Damage || thrown instanceof InputError) throw thrown;
    throw new Damage(message);
  }
}
