/** The element types of .npy and .safetensors files: the name NumPy gives them, their size, and how a block of them is decoded. */

/** float64 is for the whole numbers that say where something is; vectors are float32. */
export type Decoded = Float32Array | Float64Array;

export interface Element {
  /** As NumPy names it: "float32". */
  readonly dtype: string;
  readonly size: number;
  /** Writes every element of the block to `out` from `at` on. */
  readonly decode: (block: ArrayBuffer, out: Decoded, at: number) => void;
}

/** By the descr without its byte order: "f4". Integers beyond 2^24 and doubles are rounded to the nearest float32. */
export const ELEMENTS: ReadonlyMap<string, Element> = new Map<string, Element>([
  ['f2', { dtype: 'float16', size: 2, decode: decodeHalf }],
  ['f4', { dtype: 'float32', size: 4, decode: (block, out, at) => out.set(new Float32Array(block), at) }],
  ['f8', { dtype: 'float64', size: 8, decode: (block, out, at) => out.set(new Float64Array(block), at) }],
  ['i1', { dtype: 'int8', size: 1, decode: (block, out, at) => out.set(new Int8Array(block), at) }],
  ['i2', { dtype: 'int16', size: 2, decode: (block, out, at) => out.set(new Int16Array(block), at) }],
  ['i4', { dtype: 'int32', size: 4, decode: (block, out, at) => out.set(new Int32Array(block), at) }],
  ['i8', { dtype: 'int64', size: 8, decode: (block, out, at) => decodeLong(new Int32Array(block), block, out, at) }],
  ['u1', { dtype: 'uint8', size: 1, decode: (block, out, at) => out.set(new Uint8Array(block), at) }],
  ['u2', { dtype: 'uint16', size: 2, decode: (block, out, at) => out.set(new Uint16Array(block), at) }],
  ['u4', { dtype: 'uint32', size: 4, decode: (block, out, at) => out.set(new Uint32Array(block), at) }],
  ['u8', { dtype: 'uint64', size: 8, decode: (block, out, at) => decodeLong(new Uint32Array(block), block, out, at) }],
  ['b1', { dtype: 'bool', size: 1, decode: (block, out, at) => out.set(new Uint8Array(block), at) }],
]);

/** The upper half of a float32; NumPy has no such type. */
export const BFLOAT16: Element = { dtype: 'bfloat16', size: 2, decode: decodeBrain };

/** From two 32-bit halves: ten times faster than BigInt64Array, and as exact as float32 can tell. `high` gives the upper half its sign. */
function decodeLong(high: Int32Array | Uint32Array, block: ArrayBuffer, out: Decoded, at: number): void {
  const low = new Uint32Array(block);
  for (let i = 0; i < low.length; i += 2) out[at + (i >> 1)] = high[i + 1]! * 4294967296 + low[i]!;
}

/** IEEE 754 binary16. */
function decodeHalf(block: ArrayBuffer, out: Decoded, at: number): void {
  const halves = new Uint16Array(block);
  for (let i = 0; i < halves.length; i++) {
    const bits = halves[i]!;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    const size =
      exponent === 0
        ? fraction * 2 ** -24
        : exponent === 31
          ? fraction === 0
            ? Infinity
            : NaN
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    out[at + i] = bits & 0x8000 ? -size : size;
  }
}

function decodeBrain(block: ArrayBuffer, out: Decoded, at: number): void {
  out.set(new Float32Array(Uint32Array.from(new Uint16Array(block), (half) => half << 16).buffer), at);
}

/** The element as it is where the most significant byte stands first. */
export function bigEndian(element: Element): Element {
  const { size } = element;
  return {
    ...element,
    decode: (block, out, at) => {
      const bytes = new Uint8Array(block);
      for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
      element.decode(block, out, at);
    },
  };
}
