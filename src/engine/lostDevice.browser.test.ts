/** A run whose GPU device is lost goes on, on a new device, from its last checkpoint, with the codes of a run that lost nothing. */
import { expect, it } from 'vitest';
import { memoryFolders } from './checkpoints/folders';
import { CheckpointStore } from './checkpoints/store';
import { openBackend } from './gpu/device';
import { KINDS, smallRows, trainSmall } from './testing/training';
import { quantizerKind } from './catalog';

for (const kind of KINDS) {
  it(`${kind}: gives the same codes bit for bit after the device was lost`, async () => {
    const rows = smallRows();
    const first = await openBackend('webgpu');
    const whole = await trainSmall({ kind }, rows);
    expect(whole.problem).toBeNull();

    const checkpoints = new CheckpointStore(memoryFolders());
    const plan = { key: 'key', every: 3, best: 'relativeError' };
    const broken = await trainSmall({ kind, checkpoints: plan }, rows, { checkpoints }, {
      kind: {
        ...quantizerKind(kind),
        async create(...given) {
          const quantizer = await quantizerKind(kind).create(...given);
          const train = quantizer.trainStep.bind(quantizer);
          let steps = 0;
          quantizer.trainStep = () => {
            if (++steps === 8) first.device!.destroy();
            return train();
          };
          return quantizer;
        },
      },
    });
    expect(broken.result).toBeNull();
    expect(broken.problem).not.toBeNull();
    expect((await first.lost).reason).toBe('destroyed');
    // What was computed on the lost device was not kept.
    expect(broken.checkpoints[0]!.step).toBeLessThanOrEqual(7);

    const second = await openBackend('webgpu');
    rows.dispose();
    const again = await trainSmall({ kind, checkpoints: { ...plan, every: 0 }, resume: 'last' }, rows, { checkpoints });
    expect(again.problem).toBeNull();
    expect(again.result!.codes).toEqual(whole.result!.codes);
    expect(again.result!.reconstruction).toEqual(whole.result!.reconstruction);
    expect(second.uncaptured).toEqual([]);
    rows.dispose();
    second.device!.destroy();
  });
}
