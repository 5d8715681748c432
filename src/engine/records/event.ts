/** What a run tells the page. */
import type { Problem } from './basics';
import type { ClickResult, ClickSnapshot, SourceResult, SourceSnapshot } from './click';
import type { ValueResult, ValueSnapshot } from './predict';
import type { QuantizerResult, QuantizerSnapshot } from './quantize';
import type { RetrievalResult, RetrievalSnapshot } from './retrieval';
import type { CheckpointInfo, Doing, MetricPoint, Progress, RunStatus } from './run';

/** What the views show of a run at a step, by family. */
export type Snapshot = QuantizerSnapshot | ValueSnapshot | ClickSnapshot | SourceSnapshot | RetrievalSnapshot;
/** Everything a finished (or stopped) run leaves, by family. */
export type RunResult = QuantizerResult | ValueResult | ClickResult | SourceResult | RetrievalResult;

/** What a run tells the page; at most ten a second, a snapshot only after the last was acknowledged. */
export type RunEvent =
  | { readonly type: 'status'; readonly status: RunStatus }
  /** What the run is at before its first report, or within a step or an end that takes long. */
  | { readonly type: 'doing'; readonly doing: Doing }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'points'; readonly points: readonly MetricPoint[] }
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'result'; readonly result: RunResult }
  /** All checkpoints of the run, after one was written. */
  | { readonly type: 'checkpoints'; readonly checkpoints: readonly CheckpointInfo[] }
  | { readonly type: 'failed'; readonly problem: Problem };
