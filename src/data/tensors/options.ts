// What the readers of tensor files take beside the bytes, and how they refuse.
import { checkDType, type DType } from '../../dtype.js'
import { ArgumentError, checkOptions, DataError, describe } from '../../errors.js'

/** What all readers of tensor files take beside the bytes. */
export interface TensorFileOptions {
  /** What errors call the file; its format unless given. */
  readonly source?: string
  /**
   * The dtype that tensors get. Unless given, floats of 64 bits become float64, smaller ones float32, whole numbers int32,
   * bools bool. Whole numbers that it does not hold exactly are refused; float64 holds those up to 2⁵³.
   */
  readonly dtype?: DType
}

/** The options with the name of the file, checked along with the bytes. */
export function fileOptions(
  op: string,
  format: string,
  bytes: Uint8Array,
  options: TensorFileOptions,
): {
  readonly source: string
  readonly dtype: DType | undefined
  readonly refuse: (message: string) => DataError
} {
  checkOptions(op, options, ['source', 'dtype'])
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError(op, `wants the bytes of a file as a Uint8Array, got ${describe(bytes)}`)
  const { source = format, dtype } = options
  if (typeof source !== 'string')
    throw new ArgumentError(op, `source must be the name of a file, got ${describe(source)}`)
  if (dtype !== undefined) checkDType(op, dtype)
  return { source, dtype, refuse: message => new DataError(source, message) }
}

/** What a file that ends early says. */
export const cutOff = (has: number, wanted: number | string): string =>
  `the file is cut off: it has ${has} bytes where ${wanted} were wanted`
