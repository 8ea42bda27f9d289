import type { ClassicModel } from './classic-model.ts'

/** A tensor of the simulated model. Its shape is without the batch dimension. */
export interface TensorMetadata {
  readonly name: string
  readonly datatype: string
  readonly dims: readonly number[]
}

/** Every simulated model takes this … */
export const inputTensor: TensorMetadata = { name: 'INPUT0', datatype: 'FP32', dims: [16] }
/** … and answers with this: the sums of the quarters of its input. */
export const outputTensor: TensorMetadata = { name: 'OUTPUT0', datatype: 'FP32', dims: [4] }

/** The shape with the batch dimension, where the model has one. */
export function fullShape(tensor: TensorMetadata, model: ClassicModel): readonly number[] {
  return model.triton.maxBatchSize > 0 ? [-1, ...tensor.dims] : tensor.dims
}
