// IDX files, those of MNIST: a type, extents and values, the highest byte first; often packed by gzip.
import { fromData } from '../../create.js'
import type { DataError } from '../../errors.js'
import { formatShape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'
import { countOf, decode, ELEMENTS, type Element } from './elements.js'
import { gunzip, isGzip } from './gzip.js'
import { cutOff, fileOptions, type TensorFileOptions } from './options.js'

const TYPES: ReadonlyMap<number, Element> = new Map([
  [0x08, ELEMENTS.uint8],
  [0x09, ELEMENTS.int8],
  [0x0b, ELEMENTS.int16],
  [0x0c, ELEMENTS.int32],
  [0x0d, ELEMENTS.float32],
  [0x0e, ELEMENTS.float64],
])

/** The most bytes before the values: 255 extents. */
const MOST_HEADER = 4 + 4 * 255

/**
 * The array in an IDX file (LeCun, Cortes and Burges, The MNIST database), as it is or packed by gzip.
 *
 * Bytes and integers become int32, floats float32 or float64, unless another dtype is asked for. Throws a `DataError` where the
 * type is none of IDX's, and where the bytes are not as many as the extents say.
 *
 * @example
 * const images = readIdx(readFileSync('train-images-idx3-ubyte.gz'), { dtype: 'float32' })   // [60000, 28, 28], 0 to 255
 * const labels = readIdx(readFileSync('train-labels-idx1-ubyte.gz'))                         // int32 [60000]
 */
export function readIdx(bytes: Uint8Array, options: TensorFileOptions = {}): Tensor {
  const { dtype, refuse } = fileOptions('readIdx', 'idx', bytes, options)
  const packed = isGzip(bytes)
  const first = packed ? gunzip(bytes, refuse).first(MOST_HEADER) : bytes
  const { element, shape, from } = headerOf(first, packed ? 'the unpacked file' : 'the file', refuse)
  // A byte of gzip gives 1032 at most, so that no more than this could be there.
  const room = (packed ? bytes.length * 1032 : bytes.length) - from
  const count = countOf(shape, room / element.size)
  if (count === undefined)
    throw refuse(
      `is cut off: shape ${formatShape(shape)} of ${element.name} takes more than the bytes that follow`,
    )
  const wanted = from + count * element.size
  const whole = packed ? gunzip(bytes, refuse).whole(wanted) : bytes
  if (whole.length < wanted) throw refuse(cutOff(whole.length, wanted))
  if (whole.length > wanted)
    throw refuse(`has ${whole.length - wanted} bytes behind the array of shape ${formatShape(shape)}`)
  const type = dtype ?? element.dtype
  return fromData(decode({ bytes: whole, from, count, element, little: false }, type, refuse), shape, type)
}

function headerOf(bytes: Uint8Array, what: string, refuse: (message: string) => DataError) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 4) throw refuse(`${what} has ${bytes.length} bytes, and is too short for IDX`)
  const element = TYPES.get(bytes[2]!)
  if (bytes[0] !== 0 || bytes[1] !== 0 || element === undefined)
    throw refuse('is no IDX file: it does not begin with two bytes of 0 and a type from 8 to 14')
  const rank = bytes[3]!
  const from = 4 + 4 * rank
  if (bytes.length < from) throw refuse(cutOff(bytes.length, `a header of ${from}`))
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
  return { element, shape, from }
}
