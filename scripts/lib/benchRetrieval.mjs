// Generative retrieval beside PyTorch: a training step and beam search in the sizes of the default settings.
import { inTurns, turnsTable } from './benchTurns.mjs';

export async function retrievalSteps({ page, scale, effort, attempt, log }) {
  const names = await page.evaluate(() => window.residuaBench.retrievalStepNames());
  const measure = (name) => attempt(name, () => page.evaluate((given) => window.residuaBench.retrievalStep(...given), [name, effort]));
  return inTurns({ script: 'scripts/retrievalSteps.py', names, measure, scale, log });
}

export function retrievalText(rows) {
  const search = rows.find(({ name }) => name.startsWith('beam'));
  const users = search && Number(/\d+/.exec(search.name)[0]);
  const aSecond = (milliseconds) => Math.round((1000 * users) / milliseconds);
  const rates = search ? `Beam search makes the lists of ${aSecond(search.alone)} users a second on one thread and of ${aSecond(search.pool)} on ${search.threads}${search.torch === null ? '' : `; PyTorch ${search.version}, ${aSecond(search.torch)} on one`}.` : '';
  return [turnsTable(rows), rates].join('\n\n');
}
