/** The device the engine computes on: opened, watched for its loss and its errors, and opened anew. */
import { EngineError, toProblem } from '../errors';
import { openBackend, type LostDevice, type OpenedBackend } from './device';
import type { Problem } from '../records/basics';
import type { BackendName, EngineInfo, SelfTestResult } from '../records/engine';

/** Milliseconds after which the loss of a device, or an error of it, has been noticed. */
const NOTICED = 100;

export class DeviceKeeper {
  private wanted: BackendName | undefined;
  private opened: OpenedBackend | null = null;
  private loss: LostDevice | null = null;

  /** `selfTest`: the proof that a device computes right, which is told with it. */
  constructor(private readonly selfTest: () => Promise<readonly SelfTestResult[]>) {}

  get isLost(): boolean {
    return this.loss !== null;
  }

  /** False once it is lost, or has refused commands: what it holds and what it says are not to be used. */
  get isHealthy(): boolean {
    return !this.isLost && !this.hasErred;
  }

  /** Opens `wanted`, or what is best here, and tests it. */
  open(wanted: BackendName | undefined): Promise<EngineInfo> {
    this.wanted = wanted;
    return this.reopen();
  }

  /** As before, on a new device. */
  async reopen(): Promise<EngineInfo> {
    const opened = await openBackend(this.wanted);
    this.loss = null;
    this.opened = opened;
    void opened.lost.then((loss) => {
      this.loss = loss;
    });
    return { ...opened.info, selfTest: await this.selfTest() };
  }

  /** What is wrong with the device, if anything: it was lost, or it refused commands, which TensorFlow.js does not tell and numbers do not show. */
  async problem(): Promise<Problem | null> {
    if (!this.opened?.device) return null;
    await new Promise((resolve) => setTimeout(resolve, NOTICED));
    if (this.loss) {
      return toProblem(
        new EngineError(
          `The GPU device was lost in the middle of the run (${this.loss.message || this.loss.reason}).`,
          'Resume the run, or run the cell again: the engine opens the device anew. If it happens again, use fewer codes or smaller batches, or force WebAssembly in the settings.',
        ),
      );
    }
    if (!this.hasErred) return null;
    return toProblem(
      new EngineError(
        `The GPU refused commands during the run, so its numbers were thrown away. It said: ${this.opened.uncaptured[0]}`,
        'Force WebAssembly in the settings and run again; a newer browser or graphics driver may fix it.',
      ),
    );
  }

  private get hasErred(): boolean {
    return (this.opened?.uncaptured.length ?? 0) > 0;
  }
}
