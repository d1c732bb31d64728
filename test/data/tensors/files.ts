// Files that numpy, gzip and torch wrote, with the values that these programs see in them, and how bytes are compared.
import { readFileSync } from 'node:fs'
import type { Tensor } from '../../../src/index.js'

interface Plain {
  readonly shape: readonly number[]
  readonly values: readonly (number | string)[]
}

const { files, values } = JSON.parse(
  readFileSync(new URL('../fixtures/tensors.json', import.meta.url), 'utf8'),
) as { readonly files: Record<string, string>; readonly values: Record<string, Plain> }

/** The bytes of a file, a copy to be changed. */
export const file = (name: string): Uint8Array => new Uint8Array(Buffer.from(files[name]!, 'base64'))

/** What is in a file, as its writer says: the shape, and each number by its shortest decimal. */
export const wanted = (name: string): readonly [readonly number[], readonly string[]] => {
  const { shape, values: list } = values[name]!
  return [shape, list.map(String)]
}

/** A tensor as `wanted` has it. */
export const plain = (x: Tensor): readonly [readonly number[], readonly string[]] => [
  x.shape,
  Array.from(x.data, value => (Object.is(value, -0) ? '-0' : String(value))),
]

/** All names of arrays whose values are known. */
export const known: readonly string[] = Object.keys(values).filter(name => `${name}.npy` in files)
