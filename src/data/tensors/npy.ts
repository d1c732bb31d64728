// NumPy's NPY files: one array each, read in versions 1 to 3 and written in version 1.
import { fromData } from '../../create.js'
import type { TypedArray } from '../../dtype.js'
import { ArgumentError, type DataError, describe } from '../../errors.js'
import { formatShape, sizeOf, stridesOf } from '../../shape.js'
import { Tensor } from '../../tensor.js'
import { countOf, decode, ELEMENTS, type Element } from './elements.js'
import { header } from './npyHeader.js'
import { cutOff, fileOptions, type TensorFileOptions } from './options.js'

/** \x93NUMPY */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** The letter and size in `descr`, and what the elements are. */
const TYPES: Readonly<Record<string, Element>> = {
  b1: ELEMENTS.bool,
  i1: ELEMENTS.int8,
  i2: ELEMENTS.int16,
  i4: ELEMENTS.int32,
  i8: ELEMENTS.int64,
  u1: ELEMENTS.uint8,
  u2: ELEMENTS.uint16,
  u4: ELEMENTS.uint32,
  u8: ELEMENTS.uint64,
  f2: ELEMENTS.float16,
  f4: ELEMENTS.float32,
  f8: ELEMENTS.float64,
}

/** What the other letters stand for. */
const OTHERS: Readonly<Record<string, string>> = {
  O: 'Python objects, which are a pickle: reading one would run code',
  c: 'complex numbers; save their real and imaginary parts',
  f: 'floats of a size that only some machines have; save them as float64',
  S: 'bytes; save numbers that stand for them',
  a: 'bytes; save numbers that stand for them',
  U: 'texts; save numbers that stand for them',
  M: 'dates and times; save numbers, such as days since one of them',
  m: 'time differences; save numbers, such as seconds',
  V: 'records; save each of their fields as an array',
}

/**
 * The array in an NPY file (NumPy, NEP 1), as numpy.save writes it: C or Fortran order, either byte order.
 *
 * Types: bool becomes bool, integers of 8 to 64 bits int32, float16 and float32 float32, float64 float64, unless another
 * dtype is asked for. Throws a `DataError` for any other type, a whole number that the dtype does not hold, and where
 * the bytes are not as many as the shape says.
 *
 * @example
 * const x = readNpy(readFileSync('x.npy'))                                 // Tensor [1797, 64]
 * const y = readNpy(new Uint8Array(await (await fetch(url)).arrayBuffer()), { dtype: 'float64' })
 */
export function readNpy(bytes: Uint8Array, options: TensorFileOptions = {}): Tensor {
  const { dtype, refuse } = fileOptions('readNpy', 'npy', bytes, options)
  if (MAGIC.some((byte, i) => i < bytes.length && bytes[i] !== byte))
    throw refuse('is no NPY file: it does not begin with \\x93NUMPY')
  if (bytes.length < 10) throw refuse(cutOff(bytes.length, 'at least 10'))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const version = bytes[6]!
  if (version < 1 || version > 3 || bytes[7] !== 0)
    throw refuse(`is NPY of version ${version}.${bytes[7]}; 1.0, 2.0 and 3.0 are read`)
  const start = version === 1 ? 10 : 12
  if (bytes.length < start) throw refuse(cutOff(bytes.length, `at least ${start}`))
  const from = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (bytes.length < from) throw refuse(cutOff(bytes.length, `a header of ${from - start}`))
  // Version 3 may have UTF-8 in the names of fields, which are refused in any case.
  const text = Array.from(bytes.subarray(start, Math.min(from, start + MOST)), b =>
    String.fromCharCode(b),
  ).join('')
  if (from - start > MOST) throw refuse(`has a header of ${from - start} bytes; at most ${MOST} are read`)
  const { descr, fortran, shape } = header(text, refuse)
  const element = typeOf(descr, refuse)
  const count = countOf(shape, (bytes.length - from) / element.size)
  if (count === undefined || from + count * element.size > bytes.length)
    throw refuse(
      `is cut off: shape ${formatShape(shape)} of ${element.name} takes more than the ${bytes.length - from} bytes that follow`,
    )
  if (from + count * element.size < bytes.length)
    throw refuse(
      `has ${bytes.length - from - count * element.size} bytes behind the array of shape ${formatShape(shape)}`,
    )
  const wanted = dtype ?? element.dtype
  const data = decode({ bytes, from, count, element, little: descr[0] !== '>' }, wanted, refuse)
  return fromData(fortran ? rowMajor(data, shape) : data, shape, wanted)
}

/** Longer than any header of an array that is no record. */
const MOST = 10_000

function typeOf(descr: string, refuse: (message: string) => DataError): Element {
  const type = /^[<>|=]/.test(descr) ? descr.slice(1) : descr
  const found = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  // A size of more than one byte without its order is no file that numpy writes.
  if (found !== undefined && (found.size === 1 || /^[<>]/.test(descr))) return found
  const other = Object.hasOwn(OTHERS, type[0] ?? '') ? OTHERS[type[0]!] : undefined
  throw refuse(
    other === undefined
      ? `has elements of type ${describe(descr)}; bool, integers of 8 to 64 bits and floats of 16 to 64 are read`
      : `has elements of type ${describe(descr)}: ${other}`,
  )
}

/** Values of which the first axis runs fastest, as values of which the last one does. */
function rowMajor(values: TypedArray, shape: readonly number[]): TypedArray {
  const data = values.slice()
  const steps = stridesOf([...shape].reverse()).reverse()
  const place = shape.map(() => 0)
  let from = 0
  for (let i = 0; i < data.length; i++) {
    data[i] = values[from]!
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis]!
      if (++place[axis]! < shape[axis]!) break
      from -= steps[axis]! * shape[axis]!
      place[axis] = 0
    }
  }
  return data
}

const DESCR = { float64: '<f8', float32: '<f4', int32: '<i4', bool: '|b1' } as const

/**
 * A tensor as an NPY file of version 1.0, which numpy.load reads: float64, float32, int32 or bool, in C order.
 *
 * @example
 * writeFileSync('x.npy', writeNpy(x))
 */
export function writeNpy(x: Tensor): Uint8Array {
  if (!(x instanceof Tensor)) throw new ArgumentError('writeNpy', `wants a tensor, got ${describe(x)}`)
  const shape = x.shape.length === 1 ? `(${x.shape[0]},)` : `(${x.shape.join(', ')})`
  const said = `{'descr': '${DESCR[x.dtype]}', 'fortran_order': False, 'shape': ${shape}, }`
  // The array begins at a multiple of 64 bytes.
  const from = Math.ceil((10 + said.length + 1) / 64) * 64
  const body = littleEndian(x)
  const bytes = new Uint8Array(from + body.length)
  bytes.set([...MAGIC, 1, 0])
  new DataView(bytes.buffer).setUint16(8, from - 10, true)
  const text = `${said.padEnd(from - 11)}\n`
  for (let i = 0; i < text.length; i++) bytes[10 + i] = text.charCodeAt(i)
  bytes.set(body, from)
  return bytes
}

/** The values of a tensor as bytes, the lowest first. */
export function littleEndian({ data, dtype, shape }: Tensor): Uint8Array {
  const { size } = ELEMENTS[dtype]
  const bytes = new Uint8Array(sizeOf(shape) * size)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    if (dtype === 'float64') view.setFloat64(8 * i, value, true)
    else if (dtype === 'float32') view.setFloat32(4 * i, value, true)
    else if (dtype === 'int32') view.setInt32(4 * i, value, true)
    else bytes[i] = value
  }
  return bytes
}
