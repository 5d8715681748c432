/** The compiled module as bytes. Throws the compiler's messages where a kernel does not compile. */
export function compileKernels(): Promise<Buffer>;
