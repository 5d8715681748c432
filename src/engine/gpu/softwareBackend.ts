/**
 * TensorFlow.js's WebGPU backend for adapters that run on the processor. There a barrier makes every invocation of a workgroup wait its turn:
 * the library's sums, maxima, softmax and transposes of 256 rows took 4 to 20 ms where they take 0.3 to 1 ms in workgroups as wide as the
 * processor's registers. Results differ by the order of float additions only.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { UploadingBackend } from './uploadingBackend';

const LIBRARY_FLAG = 'RESIDUA_LIBRARY_PROGRAMS';
tf.env().registerFlag(LIBRARY_FLAG, () => false);

/** Float32 numbers in one register of the processors of today. */
const WIDTH = 4;
/** The library's workgroup for rows below 4,096 numbers; longer ones are few, and share their work well. */
const SHORT_ROWS = 64;
/** Ours for what needs no other invocation. */
const WORKGROUP = 64;

type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];
/** A sum with a bias of up to 127 numbers, which the library copies to workgroup memory first. */
type BiasProgram = Program & { type: 'shared' | 'nonshared'; readonly lastDimensionSize: number };

/** Makes this whole thread use the library's programs as they are, or again the ones below: for tests and measurements. */
export function useLibraryPrograms(on: boolean): void {
  tf.env().set(LIBRARY_FLAG, on);
}

export class SoftwareBackend extends UploadingBackend {
  override runWebGPUProgram(program: Program, ...rest: Tail<Parameters<WebGPUBackend['runWebGPUProgram']>>): tf.TensorInfo {
    return super.runWebGPUProgram(tf.env().getBool(LIBRARY_FLAG) ? program : withoutWaiting(program), ...rest);
  }
}

type Tail<T extends unknown[]> = T extends [unknown, ...infer Rest] ? Rest : never;

function withoutWaiting(program: Program): Program {
  if (program.shaderKey === 'transposeShared') return transposed(program.outputShape);
  if (/^(reduce_|softmax$|argMinMax_._shared$)/.test(program.shaderKey) && program.workgroupSize[0] === SHORT_ROWS) {
    program.workgroupSize = [WIDTH, 1, 1];
  } else if (hasBias(program)) {
    program.type = 'nonshared';
    program.shaderKey += '_plain';
  }
  return program;
}

function hasBias(program: Program): program is BiasProgram {
  return program.shaderKey.startsWith('binary_') && 'type' in program && program.type === 'shared';
}

/** Of a matrix, to `shape`. The library's own writes through a tile in workgroup memory. */
function transposed(shape: number[]): Program {
  return {
    variableNames: ['A'],
    outputShape: shape,
    size: true,
    workgroupSize: [WORKGROUP, 1, 1],
    dispatchLayout: { x: [0, 1] },
    dispatch: [Math.ceil((shape[0]! * shape[1]!) / WORKGROUP), 1, 1],
    shaderKey: 'transposePlain',
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          let at = getCoordsFromIndex(index);
          setOutputAtIndex(index, f32(A[at.y * uniforms.outShape.x + at.x]));
        }
      }`,
  };
}
