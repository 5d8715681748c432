/** Where soft shares and the choices of a beam are made on WebGPU: on a GPU by its kernels, on the software adapter in the worker, whose plain loops are 2 to 4 times faster there. */
import { hasKernels, kernelVariant } from '../../gpu/launch';

export function choosesOnDevice(): boolean {
  return hasKernels() && kernelVariant().variant === 'tiled';
}
