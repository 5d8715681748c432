// The engine's readers as one module that Node can run, built from the TypeScript sources.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

/** Builds src/engine/testing/fuzz/entry.ts into the report folder; the address to import. Packages stay where they are. */
export async function buildReaders(projectRoot) {
  const outDir = join(projectRoot, 'test-results/readers');
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: 'src/engine/testing/fuzz/entry.ts', outDir, emptyOutDir: true, target: 'node20', minify: false, rollupOptions: { output: { entryFileNames: 'readers.mjs' } } },
  });
  return pathToFileURL(join(outDir, 'readers.mjs')).href;
}
