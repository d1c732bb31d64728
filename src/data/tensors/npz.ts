// NumPy's NPZ files: archives of arrays by name.
import { type Zippable, zipSync } from 'fflate'
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import { readNpy, writeNpy } from './npy.js'
import { fileOptions, type TensorFileOptions } from './options.js'
import { membersOf } from './zip.js'

/** What `readNpz` takes beside the bytes. */
export interface NpzOptions extends TensorFileOptions {
  /** The arrays to be read, all unless given; the others may hold anything. */
  readonly names?: readonly string[]
}

/**
 * The arrays in an NPZ file by name, as numpy.savez and numpy.savez_compressed write it. Each is read as `readNpy` does.
 *
 * Throws a `DataError` for a name that is not there, a member that is no array or whose checksum is wrong, and for whatever
 * `readNpy` refuses, with the name of the array.
 *
 * @example
 * const arrays = readNpz(readFileSync('digits.npz'), { names: ['x', 'y'] })
 * const x = arrays.get('x')
 */
export function readNpz(bytes: Uint8Array, options: NpzOptions = {}): ReadonlyMap<string, Tensor> {
  const { names, ...rest } = checkOptions('readNpz', options, ['source', 'dtype', 'names'])
  const { source, refuse } = fileOptions('readNpz', 'npz', bytes, rest)
  if (names !== undefined && (!Array.isArray(names) || names.some(name => typeof name !== 'string')))
    throw new ArgumentError('readNpz', `names must be an array of texts, got ${describe(names)}`)
  const members = new Map(membersOf(bytes, refuse).map(member => [member.name.replace(/\.npy$/, ''), member]))
  const wanted = names ?? [...members.keys()]
  return new Map(
    wanted.map(name => {
      const member = members.get(name)
      if (member === undefined)
        throw refuse(`has no array ${describe(name)}; it has ${[...members.keys()].join(', ') || 'none'}`)
      if (!member.name.endsWith('.npy'))
        throw refuse(`${describe(member.name)} is no array; give the names of those to be read`)
      return [name, readNpy(member.bytes(), { ...rest, source: `${source}: ${member.name}` })]
    }),
  )
}

/** What `writeNpz` takes beside the tensors. */
export interface NpzWriteOptions {
  /** Whether they are deflated, which takes time; they are stored unless it is `true`. */
  readonly compress?: boolean
}

/** Tensors by name as an NPZ file, which numpy.load reads. Equal tensors give equal bytes. */
export function writeNpz(
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
  options: NpzWriteOptions = {},
): Uint8Array {
  const { compress = false } = checkOptions('writeNpz', options, ['compress'])
  const files: Zippable = Object.create(null)
  for (const [name, x] of namedTensors('writeNpz', tensors)) files[`${name}.npy`] = writeNpy(x)
  // The earliest date of ZIP: when it was written says nothing.
  return zipSync(files, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1, 12) })
}

/** The entries of a map or an object of tensors. */
export function namedTensors(
  op: string,
  tensors: ReadonlyMap<string, Tensor> | Readonly<Record<string, Tensor>>,
): readonly (readonly [string, Tensor])[] {
  if (typeof tensors !== 'object' || tensors === null || Array.isArray(tensors))
    throw new ArgumentError(op, `wants tensors by name, as in { w, b }, got ${describe(tensors)}`)
  return tensors instanceof Map ? [...tensors] : Object.entries(tensors as Readonly<Record<string, Tensor>>)
}
