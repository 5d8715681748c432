/**
 * TensorFlow.js's WebGPU backend with another way for numbers to the device. The library maps a new buffer for every array and every constant, ends the compute pass, and records a copy out of it.
 * A write to the queue does without all three. It needs no order among recorded commands: a buffer from the pool is in no command that is still to be submitted.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

export class UploadingBackend extends WebGPUBackend {
  override uploadToGPU(dataId: object): void {
    const stored = this.tensorMap.get(dataId);
    if (stored.resource || !stored.values || stored.dtype === 'string' || stored.dtype === 'complex64') return super.uploadToGPU(dataId);
    const values = stored.dtype === 'float32' ? asTyped(Float32Array, stored.values) : asTyped(Int32Array, stored.values);
    if (values.length === 0) return super.uploadToGPU(dataId);
    const buffer = this.bufferManager.acquireBuffer(values.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
    this.device.queue.writeBuffer(buffer, 0, values);
    stored.values = null as unknown as typeof stored.values;
    stored.resource = buffer;
  }
}

type Typed = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

function asTyped<T extends Typed>(type: { new (values: ArrayLike<number>): T }, values: unknown): T {
  return values instanceof type ? values : new type(values as ArrayLike<number>);
}
