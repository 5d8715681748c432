// Starts a headless browser on the served page, with WebGPU on the real adapter where there is one.
import { BASE_ARGS, NO_GPU_ARGS, REAL_GPU_ARGS, SOFTWARE_GPU_ARGS } from '../browser.mjs';

/** Flags for a start: `software` forces the software adapter, and the processor backends need no WebGPU at all. */
export function gpuArgs({ backend, software }) {
  if (software) return SOFTWARE_GPU_ARGS;
  return backend === 'wasm' || backend === 'cpu' ? NO_GPU_ARGS : REAL_GPU_ARGS;
}

/**
 * Opens `url` and returns { browser, page, errors }, the last the messages of errors nobody caught, growing. Where WebGPU was asked for by name and the machine's own adapter does not answer,
 * starts again on the software adapter; without a request the engine chooses by itself what is fastest without a GPU.
 */
export async function openPage({ url, executablePath, backend, software = false }) {
  const first = await launch({ url, executablePath, args: gpuArgs({ backend, software }) });
  if (backend !== 'webgpu' || software || (await hasAdapter(first.page))) return first;
  await first.browser.close();
  console.log('No GPU answered: WebGPU runs on the software adapter, correct but slow.');
  const second = await launch({ url, executablePath, args: SOFTWARE_GPU_ARGS });
  if (await hasAdapter(second.page)) return second;
  await second.browser.close();
  throw new Error('WebGPU was asked for, but this browser offers no adapter, not even a software one. Use --backend wasm, or another browser through BROWSER_PATH.');
}

async function launch({ url, executablePath, args }) {
  const { chromium } = await import('playwright');
  let browser;
  try {
    browser = await chromium.launch({ executablePath, headless: true, args: [...BASE_ARGS, ...args] });
  } catch (error) {
    throw new Error(`The browser ${executablePath} does not start: ${error.message.split('\n')[0]}`, { cause: error });
  }
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    return { browser, page, errors };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function hasAdapter(page) {
  return page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
}
