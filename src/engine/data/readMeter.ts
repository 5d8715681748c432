/** Counts the bytes that readers take from a file: the one place where reading is watched. */

/** What a metered file tells. */
export interface ReadMeter {
  /** Bytes were taken. */
  took(bytes: number): void;
  /** There is more to read: bytes of a file, or of what was unpacked from it. */
  grew(bytes: number): void;
}

const METER = Symbol('meter');

interface Metered {
  readonly [METER]?: ReadMeter;
}

/** The same file, which tells of every byte taken from it or its slices from now on. */
export function metered(file: File, meter: ReadMeter): File {
  meter.grew(file.size);
  return watched(file, meter);
}

/** What was unpacked or recoded from a file is watched as that file is. */
export function meteredLike(file: File, made: File): File {
  const meter = (file as Metered)[METER];
  return meter && (made as Metered)[METER] === undefined ? metered(made, meter) : made;
}

function watched<B extends Blob>(blob: B, meter: ReadMeter): B {
  const plain = { slice: blob.slice.bind(blob), arrayBuffer: blob.arrayBuffer.bind(blob), stream: blob.stream.bind(blob) };
  const arrayBuffer = async () => {
    const bytes = await plain.arrayBuffer();
    meter.took(bytes.byteLength);
    return bytes;
  };
  return Object.assign(blob, {
    [METER]: meter,
    arrayBuffer,
    slice: (...range: Parameters<Blob['slice']>) => watched(plain.slice(...range), meter),
    // Node's own takes the bytes by arrayBuffer, a browser's does not: by this way they are counted once in both.
    text: async () => new TextDecoder().decode(await arrayBuffer()),
    stream: () =>
      plain.stream().pipeThrough(
        new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform(bytes, onward) {
            meter.took(bytes.length);
            onward.enqueue(bytes);
          },
        }),
      ),
  });
}
