/** What is wrong with a run, judged from its numbers alone and told where its row stands: no better than the mean, codes that nobody uses, codes used very unevenly. */
import { formatSignificant } from '../math/words';
import type { Finding, FindingKind, Remedies } from '../records/basics';

/** Share of the codes a level could use (no more than there are rows) below which their use has collapsed, and perplexity in the same unit below which it is very uneven. */
const COLLAPSED = 0.1;
const UNEVEN = 0.3;
/** Levels of fewer codes, and fewer rows a code, say nothing about evenness. */
const FEWEST_CODES = 8;
const FEWEST_ROWS = 2;

const GENERAL: Readonly<Record<FindingKind, string>> = {
  error: 'Look at the data (outliers, one column that outweighs the others), and train longer or use a smaller learning rate.',
  codes: 'Use fewer codes or levels, or another start.',
  uneven: 'Use fewer codes, or another start.',
};

/** `usage`: uses of each code, [K_l] a level; `relativeError` NaN where undefined. `remedies`: what to try with the method, where it has words of its own. */
export function findingsOf({ relativeError, usage, rows }: { readonly relativeError: number; readonly usage: readonly ArrayLike<number>[]; readonly rows: number }, remedies: Remedies = {}): Finding[] {
  const found: Finding[] = [];
  const add = (kind: FindingKind, severity: Finding['severity'], text: string): void => void found.push({ kind, severity, text, remedy: remedies[kind] ?? GENERAL[kind] });
  if (relativeError >= 1) add('error', 'fault', `Relative error ${formatSignificant(relativeError)}: no better than giving every row the mean.`);
  const uneven: { level: number; perplexity: number; codes: number }[] = [];
  for (const [index, uses] of usage.entries()) {
    const level = index + 1;
    const codes = uses.length;
    const possible = Math.min(codes, rows);
    const used = Array.from(uses).filter((count) => count > 0).length;
    if (possible < 2 || used === 0) continue;
    if (used === 1) add('codes', 'fault', `Level ${level} uses one of its ${codes} codes.`);
    else if (used < COLLAPSED * possible) add('codes', 'warning', `Level ${level} uses ${used} of its ${codes} codes.`);
    else {
      const perplexity = perplexityOf(uses);
      if (codes >= FEWEST_CODES && rows >= FEWEST_ROWS * codes && perplexity < UNEVEN * possible) uneven.push({ level, perplexity, codes });
    }
  }
  if (uneven.length > 0) {
    const levels = uneven.map(({ level }) => level).join(', ');
    const words = uneven.map(({ perplexity, codes }) => `${formatSignificant(perplexity)} of ${codes}`).join(', ');
    add('uneven', 'warning', uneven.length === 1 ? `Level ${levels} uses its codes very unevenly: perplexity ${words}.` : `Levels ${levels} use their codes very unevenly: perplexity ${words}.`);
  }
  return found;
}

/** exp of the entropy of the uses. */
function perplexityOf(uses: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < uses.length; k++) total += uses[k]!;
  let entropy = 0;
  for (let k = 0; k < uses.length; k++) if (uses[k]! > 0) entropy -= (uses[k]! / total) * Math.log(uses[k]! / total);
  return Math.exp(entropy);
}

/** Of a predictor: an error no smaller than that of one constant for all rows. `baseline`: mean absolute error of the median of the training targets on the same rows. */
export function fitFindingsOf(mae: number, baseline: number): Finding[] {
  if (!(mae >= baseline) || baseline === 0) return [];
  return [{
    kind: 'error', severity: 'fault', text: `Test MAE ${formatSignificant(mae)}: no better than the median of the training targets for every row (${formatSignificant(baseline)}).`,
    remedy: 'Check whether any features carry information about the target, train longer, or use a smaller learning rate.',
  }];
}

/**
 * Of a predictor of labels on test rows: an order that chance would give too, and probabilities worse than one constant for all rows. `constant`: LogLoss of the positive share of the
 * training rows. Chance: within two standard errors of 0.5, sqrt((n + 1) / (12 n1 n0)) where the order says nothing.
 */
export function clickFindingsOf({ auc, logLoss, constant, labels }: { readonly auc: number; readonly logLoss: number; readonly constant: number; readonly labels: ArrayLike<number> }): Finding[] {
  const n = labels.length;
  const positives = Array.from(labels).reduce((sum, label) => sum + label, 0);
  const chance = 0.5 + 2 * Math.sqrt((n + 1) / (12 * positives * (n - positives)));
  const found: Finding[] = [];
  if (auc < chance) {
    found.push({
      kind: 'error', severity: 'fault', text: `Test AUC ${auc.toFixed(3)}: on so few rows chance alone reaches ${chance.toFixed(3)}.`,
      remedy: 'Check whether the fields carry information about the label, train longer, or take a later part of the log with more rows.',
    });
  }
  if (logLoss > constant) {
    found.push({
      kind: 'error', severity: 'warning', text: `Test LogLoss ${formatSignificant(logLoss)}: worse than the positive share of the training rows for every row (${formatSignificant(constant)}).`,
      remedy: 'Probabilities are too sure or shifted: train fewer epochs, choose the epoch by LogLoss, or use a smaller learning rate.',
    });
  }
  return found;
}
