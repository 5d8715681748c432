/** What the scripts that open files need of the engine, in one module. */
import { fuzzCase } from './cases';
import { judgeFile, type Verdict } from './judge';

/** The case's bytes and what becomes of them. */
export async function runCase(seed: number, index: number): Promise<Verdict> {
  const { name, bytes, must } = fuzzCase(seed, index);
  return judgeFile(new File([bytes], name), must);
}

export { fuzzCase, judgeFile };
