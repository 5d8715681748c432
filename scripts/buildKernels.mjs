// npm run kernels: compiles the processor's kernels (src/engine/cpu/assembly) to src/engine/cpu/kernels.wasm. A test compares the bytes.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../src/engine/cpu/assembly/', import.meta.url));

const FLAGS = ['-O3', '--noAssert', '--runtime', 'stub', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536', '--enable', 'simd', '--enable', 'threads'];

/** The compiled module as bytes. Throws the compiler's messages where a kernel does not compile. */
export async function compileKernels() {
  let bytes = null;
  const { error, stderr } = await asc.main(['exports.ts', '--baseDir', folder, '--outFile', 'kernels.wasm', ...FLAGS], {
    readFile: (name, base) => {
      try {
        return readFileSync(join(base, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_, contents) => void (bytes = contents),
  });
  if (error || !bytes) throw new Error(`The kernels do not compile: ${stderr.toString() || error}`);
  return Buffer.from(bytes);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compileKernels();
  writeFileSync(new URL('../src/engine/cpu/kernels.wasm', import.meta.url), bytes);
  console.log(`src/engine/cpu/kernels.wasm: ${bytes.length} bytes`);
}
