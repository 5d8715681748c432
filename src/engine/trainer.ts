/** Trains runs on the data that the engine holds, and works with what finished runs trained: repairs of IDs, IDs of new items, predictions for new rows. */
import { taskKind } from './catalog';
import type { CheckpointStore } from './checkpoints/store';
import { EngineError } from './errors';
import type { Held } from './held';
import { codedItems } from './items/codedItems';
import type { CodedItems } from './items/codedItems';
import { codeMeaning, itemFacts } from './items/facts';
import type { PlainItems } from './items/facts';
import { StripMemory } from './items/keptStrips';
import { sampledVectors } from './items/sampled';
import { itemPlaces, itemStages, planeOfVectors } from './quantizers/training/stages';
import { equalItems, itemsApart, leftByCodes } from './items/together';
import { RetrievalTask } from './predictors/retrieval/training/task';
import { predictNew } from './predictors/value/predictNew';
import { ValueTask } from './predictors/value/training/task';
import type { Questions } from './protocol';
import { QuantizerTask } from './quantizers/training/task';
import { Vectors } from './quantizers/vectors';
import type { ApartItems, CodeMeaning, EqualItems, ItemFacts, ItemPlaces, ItemStages, LeftByCodes, SampledVectors } from './records/items';
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
  private readonly strips = new StripMemory();

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

  itemPlaces(dataId: string): ItemPlaces {
    const all = this.vectorsOf(dataId);
    return itemPlaces(plain(all), planeOfVectors(all));
  }

  async itemVectors({ of, most, seed }: Questions['itemVectors']['ask']): Promise<SampledVectors> {
    if ('dataId' in of) return sampledVectors(plain(this.vectorsOf(of.dataId)), most, seed);
    return this.trained(of.run, async (task) => sampledVectors(this.coded(task), most, seed));
  }

  itemStages(run: RunSpec): Promise<ItemStages> {
    return this.trained(run, (task) => itemStages(this.coded(task), breathe, task instanceof QuantizerTask ? planeOfVectors(task.rows) : undefined));
  }

  itemFacts({ of, row, count }: Questions['itemFacts']['ask']): Promise<ItemFacts> {
    return this.itemsOf(of, (items) => itemFacts(items, row, count));
  }

  equalItems({ of }: Questions['equalItems']['ask']): Promise<EqualItems> {
    return this.itemsOf(of, (items) => Promise.resolve(equalItems(items)));
  }

  itemsApart({ of, members, told }: Questions['itemsApart']['ask']): Promise<ApartItems> {
    return this.itemsOf(of, (items) => Promise.resolve(itemsApart(items, members, told)));
  }

  leftByCodes({ run, members, codes, levels }: Questions['leftByCodes']['ask']): Promise<LeftByCodes> {
    return this.trained(run, (task) => leftByCodes(this.coded(task), members, codes, levels));
  }

  private async itemsOf<Answer>(of: Questions['itemFacts']['ask']['of'], work: (items: PlainItems | CodedItems) => Promise<Answer>): Promise<Answer> {
    return 'dataId' in of ? work(plain(this.vectorsOf(of.dataId))) : this.trained(of.run, (task) => work(this.coded(task)));
  }

  codeMeaning({ run, level, code, count }: Questions['codeMeaning']['ask']): Promise<CodeMeaning> {
    return this.trained(run, (task) => codeMeaning(this.coded(task), level, code, count));
  }

  private coded(task: Task): CodedItems {
    return this.strips.over(codedItems(task), task);
  }

  private vectorsOf(dataId: string): Vectors {
    const found = this.held.inputs({ rows: dataId }).rows;
    if (!(found instanceof Vectors)) throw new EngineError('What is held under this id has no vectors.', 'Choose a data cell.');
    return found;
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

function plain({ rows, dim, data }: Vectors): PlainItems {
  return { rows, dim, data, known: null };
}

function quantizerOf(task: Task): QuantizerTask {
  if (task instanceof QuantizerTask) return task;
  throw new EngineError('This run trained no quantizer.', 'Choose a quantizer.');
}
