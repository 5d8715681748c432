/** Trains runs on the data that the engine holds, and works with what finished runs trained: repairs of IDs, IDs of new items, predictions for new rows. */
import { taskKind } from './catalog';
import type { CheckpointStore } from './checkpoints/store';
import { EngineError } from './errors';
import type { Held } from './held';
import { RetrievalTask } from './predictors/retrieval/training/task';
import { predictNew } from './predictors/value/predictNew';
import { ValueTask } from './predictors/value/training/task';
import type { Questions } from './protocol';
import { QuantizerTask } from './quantizers/training/task';
import { Vectors } from './quantizers/vectors';
import type { NewPredictions } from './records/predict';
import type { Recommendation } from './records/retrieval';
import type { Appended, Repair } from './records/repair';
import type { RunSpec } from './records/run';
import { appendItems } from './repair/appendItems';
import { previewRepair } from './repair/preview';
import { breathe } from './runs/breathe';
import { KeptRuns } from './runs/kept';
import type { Run } from './runs/run';
import { takeUp } from './runs/takeUp';
import type { Task } from './runs/task';

export class Trainer {
  constructor(
    private readonly held: Held,
    private readonly checkpoints: () => Promise<CheckpointStore | undefined>,
    private readonly healthy: () => boolean = () => true,
    readonly kept = new KeptRuns(),
  ) {}

  /** @throws EngineError where the data is gone; every other outcome leaves as an event of the run. */
  async train(run: Run): Promise<void> {
    const { spec } = run;
    const inputs = this.held.inputs(spec.inputs);
    this.kept.forgetBefore(spec.runId);
    const checkpoints = await this.checkpoints();
    await run.train(taskKind(spec.kind), inputs, { keep: (task) => this.kept.keep(spec, task), healthy: this.healthy, ...(checkpoints && { checkpoints }) });
  }

  repair({ run, options }: Questions['repair']['ask']): Promise<Repair> {
    return this.trained(run, (task) => previewRepair(quantizerOf(task), options, breathe));
  }

  append({ run, items, codes, levels, options }: Questions['append']['ask']): Promise<Appended> {
    return this.trained(run, async (task) => {
      const fresh = new Vectors(items.data, items.rows, items.dim);
      try {
        return await appendItems(quantizerOf(task), fresh, items.ids, { codes, levels }, options);
      } finally {
        fresh.dispose();
      }
    });
  }

  predict({ run, fresh }: Questions['predict']['ask']): Promise<NewPredictions> {
    return this.trained(run, (task) => {
      if (!(task instanceof ValueTask)) throw new EngineError('This run trained no predictor.', 'Choose a predictor.');
      return predictNew(task.predictor, task.table, fresh);
    });
  }

  recommend({ run, ...ask }: Questions['recommend']['ask']): Promise<Recommendation> {
    return this.trained(run, (task) => {
      if (!(task instanceof RetrievalTask)) throw new EngineError('This run trained no recommender.', 'Choose a recommender.');
      return task.recommend(ask);
    });
  }

  /**
   * Works with what a finished run trained, made again from its checkpoint where it is no longer kept; it is not disposed meanwhile.
   * @throws InputError in words where it is gone: run the cell again.
   */
  private async trained<T>(spec: RunSpec, work: (task: Task) => Promise<T>): Promise<T> {
    if (!this.healthy()) this.kept.clear();
    const checkpoints = await this.checkpoints();
    const again = spec.checkpoints && this.held.holds(spec.inputs) ? () => takeUp(taskKind(spec.kind), this.held.inputs(spec.inputs), spec, checkpoints) : undefined;
    return this.kept.use(spec, work, again);
  }
}

function quantizerOf(task: Task): QuantizerTask {
  if (task instanceof QuantizerTask) return task;
  throw new EngineError('This run trained no quantizer.', 'Choose a quantizer.');
}
