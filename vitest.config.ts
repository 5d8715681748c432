import { availableParallelism } from 'node:os';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BASE_ARGS, SOFTWARE_GPU_ARGS, findBrowser } from './scripts/browser.mjs';

// *.test.ts            Node only
// *.backends.test.ts   the same tests in Node (cpu, wasm) and in Chromium (real WebGPU)
// *.browser.test.ts    Chromium only
const executablePath = await findBrowser({ tests: true });

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.mjs'],
          exclude: ['src/**/*.browser.test.ts'],
          testTimeout: 60_000,
          // Files of one worker share modules: TensorFlow.js is loaded twice in all instead of for every file, which took half the time.
          isolate: false,
          // By default one core is left idle, which on two is half of them.
          maxWorkers: availableParallelism(),
        },
      },
      {
        optimizeDeps: {
          include: [
            '@tensorflow/tfjs-core', '@tensorflow/tfjs-core/dist/register_all_gradients',
            '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-backend-webgpu',
            // Found only on the way, each of these would reload the page in the middle of a test.
            'd3', 'fflate', 'hyparquet', 'hyparquet/src/assemble.js', 'hyparquet/src/column.js', 'hyparquet/src/convert.js', 'hyparquet/src/delta.js', 'hyparquet/src/encoding.js', 'hyparquet/src/plain.js', 'hyparquet-compressors', 'hyparquet-writer', 'idb', 'papaparse',
          ],
        },
        // As the page is served: only an isolated page may share memory with the pool's threads.
        server: { headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp', 'Cross-Origin-Resource-Policy': 'same-origin' } },
        test: {
          name: 'webgpu',
          include: ['src/**/*.backends.test.ts', 'src/**/*.browser.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
          // One page and one device for all files: a page of its own for each compiled every shader again, a third of the time.
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { ...(executablePath && { executablePath }), args: [...BASE_ARGS, ...SOFTWARE_GPU_ARGS] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
