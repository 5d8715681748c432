import type { Plugin } from 'vite';

export function guardPreview(): Plugin;
