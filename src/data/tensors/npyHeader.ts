// The header of an NPY file: a Python dictionary with three keys, of which no more than this is understood.
import { type DataError, describe } from '../../errors.js'

/** What the header of an NPY file says. */
export interface NpyHeader {
  /** The type of the elements: `<f8`. */
  readonly descr: string
  /** Whether the first axis runs fastest. */
  readonly fortran: boolean
  readonly shape: readonly number[]
}

const VALUE = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|(\([\d,L\s]*\))|(\[|\())/y
const KEY = /\s*(?:'(\w+)'|"(\w+)")\s*:/y

/** As many axes as NumPy has, and more than it had for long. */
const DEEPEST = 64

/** Reads the header; refuses any other key, a key that lacks, and what is no such dictionary. */
export function header(text: string, refuse: (message: string) => DataError): NpyHeader {
  const found = new Map<string, string | boolean | readonly number[]>()
  const broken = (at: number) =>
    refuse(`has a header that cannot be read: ${describe(text.slice(at).trimEnd())} is not what was expected`)
  let at = /^\s*\{/.exec(text)?.[0].length ?? 0
  if (at === 0) throw broken(0)
  for (;;) {
    const end = /\s*\}\s*$/y
    end.lastIndex = at
    if (end.test(text)) break
    KEY.lastIndex = at
    const key = KEY.exec(text)
    if (key === null) throw broken(at)
    const name = key[1] ?? key[2]!
    VALUE.lastIndex = KEY.lastIndex
    const value = VALUE.exec(text)
    if (value === null) throw broken(KEY.lastIndex)
    const [, single, double, flag, tuple, other] = value
    if (other !== undefined) {
      if (name === 'descr')
        throw refuse('is a structured array, whose elements are records; save each of its fields as an array')
      throw broken(KEY.lastIndex)
    }
    if (found.has(name)) throw refuse(`has a header that says ${name} twice`)
    found.set(name, single ?? double ?? (tuple === undefined ? flag === 'True' : extents(tuple, refuse)))
    at = VALUE.lastIndex
    const comma = /\s*,/y
    comma.lastIndex = at
    if (comma.test(text)) at = comma.lastIndex
    else if (!/^\s*\}/.test(text.slice(at))) throw broken(at)
  }
  const [descr, fortran, shape] = ['descr', 'fortran_order', 'shape'].map(name => found.get(name))
  if (typeof descr !== 'string' || typeof fortran !== 'boolean' || !Array.isArray(shape) || found.size !== 3)
    throw refuse(
      `has a header with ${[...found.keys()].join(', ') || 'nothing'}; wanted descr, fortran_order and shape`,
    )
  return { descr, fortran, shape }
}

function extents(tuple: string, refuse: (message: string) => DataError): readonly number[] {
  const inner = tuple.slice(1, -1).trim()
  // Python needs a comma behind the only one, and takes one behind the last. Python 2 wrote 3L.
  const parts = inner === '' ? [] : inner.replace(/,$/, '').split(',')
  const isTuple = parts.length !== 1 || inner.endsWith(',')
  const shape = parts.map(part => (/^\s*\d{1,16}L?\s*$/.test(part) ? Number.parseInt(part, 10) : Number.NaN))
  if (!isTuple || shape.some(extent => !Number.isSafeInteger(extent)))
    throw refuse(`has the shape ${describe(tuple)}; wanted whole numbers below 2^53, as in (3, 4)`)
  if (shape.length > DEEPEST) throw refuse(`has ${shape.length} axes; at most ${DEEPEST} are read`)
  return shape
}
