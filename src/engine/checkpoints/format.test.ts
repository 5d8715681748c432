/** What is written is read again to the bit; what is broken or foreign is refused in words. */
import { describe, expect, it } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint, readHead, type Checkpoint } from './format';

const checkpoint: Checkpoint = {
  head: {
    kind: 'rq-vae', params: { numCodes: [8, 4], learningRate: 0.1 + 0.2 }, seed: 7, rows: 240, dim: 8, total: 1 / 3, backend: 'wasm', step: 41, items: 10_496,
    seconds: Math.PI, done: false, value: 0.25, best: null, level: { index: -1, steps: 0, seconds: 0 }, notes: ['Ein Satz mit Umlaut: ä.'],
  },
  points: [
    { step: 1, seconds: 0.1, level: 0, losses: { inertia: 3 } },
    { step: 2, seconds: 0.2, level: 1, stage: 'soft passes', losses: { inertia: Infinity, relativeError: 1 / 7 }, metrics: { utilization: 0.5 } },
  ],
  state: { 'weight.0': Float32Array.of(1.5, -0, NaN, 1e-40), place: Float64Array.of(41, -Infinity), odd: Float32Array.of(1, 2, 3), empty: new Float64Array(0) },
};

describe('a checkpoint file', () => {
  it('gives back head, points and every bit of the state', async () => {
    const read = await decodeCheckpoint(file());
    expect(read.head).toMatchObject(checkpoint.head);
    expect(read.points).toEqual(checkpoint.points);
    expect(Object.keys(read.state)).toEqual(Object.keys(checkpoint.state));
    for (const [name, data] of Object.entries(checkpoint.state)) {
      expect(read.state[name]!.constructor).toBe(data.constructor);
      expect(new Uint8Array(read.state[name]!.buffer)).toEqual(new Uint8Array(data.buffer));
    }
    expect(await readHead(file())).toMatchObject(checkpoint.head);
  });

  it('holds its arrays at multiples of eight bytes', () => {
    const bytes = encodeCheckpoint(checkpoint);
    const headBytes = new DataView(bytes.buffer).getUint32(12, true);
    expect((24 + headBytes) % 8).toBe(0);
    expect(new Float32Array(bytes.buffer, 24 + headBytes, 1)[0]).toBe(1.5);
  });

  it('is refused where any bit of its content changed', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    const headBytes = new DataView(bytes.buffer).getUint32(12, true);
    for (const at of [16, 24 + headBytes, 24 + headBytes + 17, bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      await expect(decodeCheckpoint(new Blob([changed]))).rejects.toThrow('does not match its checksum');
    }
  });

  it('is refused where it is cut short, foreign, of another version or without a sensible head', async () => {
    const bytes = encodeCheckpoint(checkpoint);
    const changed = (at: number, byte: number) => new Blob([bytes.slice().fill(byte, at, at + 1)]);
    for (const read of [readHead, decodeCheckpoint]) {
      await expect(read(new Blob([bytes.slice(0, -8)]))).rejects.toMatchObject({ name: 'input', message: expect.stringMatching(/has \d+ bytes, but its header says \d+/) as unknown });
      await expect(read(new Blob([bytes.slice(0, 10)]))).rejects.toThrow('does not start with the mark');
      await expect(read(new Blob(['PK\u0003\u0004, a zip file and no checkpoint']))).rejects.toThrow('does not start with the mark');
      await expect(read(changed(8, 9))).rejects.toThrow('version 9, and this page reads version 1');
      await expect(read(changed(15, 0xff))).rejects.toThrow('an invalid length');
      await expect(read(changed(24, 0x5b))).rejects.toThrow('header cannot be read');
    }
  });
});

function file(): Blob {
  return new Blob([encodeCheckpoint(checkpoint)]);
}
