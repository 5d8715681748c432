/** The module in the repository is what its sources compile to. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compileKernels } from '../../../scripts/buildKernels.mjs';

it('kernels.wasm is the sources in assembly/, compiled: after a change run npm run kernels', async () => {
  const kept = readFileSync(new URL('./kernels.wasm', import.meta.url));
  expect((await compileKernels()).equals(kept)).toBe(true);
}, 60_000);

it('asks for nothing but the memory, and brings no data that would overwrite it', async () => {
  const module = new WebAssembly.Module(readFileSync(new URL('./kernels.wasm', import.meta.url)));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  new WebAssembly.Instance(module, { env: { memory } });
  expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true);
});
