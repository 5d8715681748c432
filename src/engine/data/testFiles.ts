/** Files made by hand for the tests of the readers. */

/** A .npy file from its parts, with no check that they agree. */
export function npyOf(
  descr: string,
  shape: string,
  data: ArrayBufferView<ArrayBuffer> | number[],
  options: { fortran?: boolean; version?: number } = {},
): Uint8Array<ArrayBuffer> {
  const version = options.version ?? 1;
  const quoted = descr.startsWith('[') ? descr : `'${descr}'`;
  const text = `{'descr': ${quoted}, 'fortran_order': ${options.fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const bytes = data instanceof Array ? Uint8Array.from(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  const parts = [[0x93, ...new TextEncoder().encode('NUMPY'), version, 0, ...length], [...new TextEncoder().encode(text)]];
  const header = Uint8Array.from(parts.flat());
  const file = new Uint8Array(header.length + bytes.length);
  file.set(header);
  file.set(bytes, header.length);
  return file;
}

export function fileOf(name: string, content: BlobPart): File {
  return new File([content], name);
}

/** Awaits a rejection and gives message and hint, to assert both. */
export async function refusal(attempt: Promise<unknown>): Promise<{ message: string; hint: string }> {
  try {
    await attempt;
  } catch (thrown) {
    const { name, message, hint } = thrown as { name: string; message: string; hint: string };
    if (name !== 'input') throw thrown;
    return { message, hint };
  }
  throw new Error('Nothing was refused.');
}

/** A .safetensors file of tensors one behind the other, or with a header as it is given. */
export function safetensorsOf(tensors: Readonly<Record<string, readonly [type: string, shape: readonly number[], data: Uint8Array]>>, header?: string): Uint8Array<ArrayBuffer> {
  let at = 0;
  const entries = Object.entries(tensors).map(([name, [dtype, shape, data]]) => [name, { dtype, shape, data_offsets: [at, (at += data.length)] }]);
  const text = new TextEncoder().encode(header ?? JSON.stringify({ __metadata__: { format: 'np' }, ...Object.fromEntries(entries) }));
  const file = new Uint8Array(8 + text.length + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  Object.values(tensors).reduce((offset, [, , data]) => (file.set(data, offset), offset + data.length), 8 + text.length);
  return file;
}
