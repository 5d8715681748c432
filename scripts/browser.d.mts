export const BASE_ARGS: string[];
export const SOFTWARE_GPU_ARGS: string[];
export const NO_GPU_ARGS: string[];
export const REAL_GPU_ARGS: string[];
export function findBrowser(options?: { tests?: boolean }): Promise<string | undefined>;
export function needBrowser(): Promise<string>;
export function findFirefox(): string | undefined;
