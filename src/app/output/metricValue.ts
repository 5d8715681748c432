/** A catalog metric's value in a result; seconds stand beside the metrics and not among them. */
import type { QuantizerResult } from '../../engine/records/quantize';

export function metricValue(key: string, result: QuantizerResult): number | readonly number[] | undefined {
  if (key === 'seconds') return result.seconds;
  return (result.metrics as unknown as Record<string, number | readonly number[] | undefined>)[key];
}
