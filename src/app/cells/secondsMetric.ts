/** Training time as a metric among others. */
import type { MetricEntry } from '../../engine/records/quantize';

/** Time is measured beside the metrics, and not by one of them. */
export const SECONDS: MetricEntry = { key: 'seconds', title: 'Seconds', term: 'training time', meaning: 'Time spent training on this machine, pauses left out.', formula: 'end − start − pauses', direction: 'none', perLevel: false, format: 'seconds', group: 'cost', shown: true };
