import { it } from 'vitest';
import { inspectLog, loadLog } from './log';
import { loadSequences } from '../sequences/sequences';
import { Random } from '../../math/random';
it('is fast', async () => {
  const random = new Random(1);
  const parts: string[] = ['user_id,item_id,timestamp,label\n'];
  for (let i = 0; i < 1_000_000; i++) parts.push(`u${random.integer(50_000)},${random.integer(100_000)},${1_650_000_000 + random.integer(1e7)},${random.integer(2)}\n`);
  const file = new File([parts.join('')], 'big.csv');
  console.log(file.size / 1e6, 'MB');
  for (const [name, run] of [['inspectLog', () => inspectLog({ file, choices: {} })], ['loadLog', () => loadLog({ file, choices: {} })], ['loadSequences', () => loadSequences({ file, choices: {} })]] as const) {
    const start = performance.now();
    await run();
    console.log(name, Math.round(performance.now() - start), 'ms');
  }
}, 120_000);
