import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';
import { guardPreview } from './scripts/lib/guard.mjs';

// Nothing but the page's own files may be loaded, and nothing may be sent elsewhere: the browser enforces the promise the page makes. index.html says the same,
// so that a copied dist/ keeps it; as a header it covers the worker too, and other pages may not frame this one, which a meta element cannot say.
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The dev server reloads through inline scripts and styles, which the policy forbids. */
const noPolicyInDev: Plugin = { name: 'residua-no-policy-in-dev', apply: 'serve', transformIndexHtml: { order: 'pre', handler: (html) => html.replace(/\s*<meta http-equiv="Content-Security-Policy"[^>]*>/, '') } };

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export default defineConfig({
  plugins: [react(), noPolicyInDev, guardPreview()],
  server: { headers: { ...isolation, 'X-Content-Type-Options': 'nosniff' } },
  preview: { headers: { ...isolation, 'Content-Security-Policy': contentSecurityPolicy } },
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: true, chunkSizeWarningLimit: 1600 },
});
