// Tensors in files of other programs: NumPy's NPY and NPZ, IDX, safetensors; from bytes, in any host.
export { readIdx } from './idx.js'
export { readNpy, writeNpy } from './npy.js'
export { type NpzOptions, type NpzWriteOptions, readNpz, writeNpz } from './npz.js'
export type { TensorFileOptions } from './options.js'
export {
  readSafetensors,
  type Safetensors,
  type SafetensorsWriteOptions,
  writeSafetensors,
} from './safetensors.js'
