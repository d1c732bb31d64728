// Encoded rows of a large table in a binary file beside it, so that it is parsed once and not at each pass of a training.

import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { endianness } from 'node:os'
import { dirname } from 'node:path'
import { ArgumentError, checkOptions, DataError, describe } from '../../errors.js'
import { temporaryIn } from '../../models/node/temporary.js'
import { encodeBlocks } from '../schema/encode.js'
import type { Schema } from '../schema/schema.js'
import type { Source } from '../source.js'
import { guarded } from './fileBytes.js'

/** Rows as numbers, to be read again and again. */
export interface CachedRows {
  /** Where they lie. */
  readonly path: string
  /** Whether they were there already, from an earlier call. */
  readonly found: boolean
  /** How many rows there are. */
  readonly n: number
  /** How many features they have. */
  readonly d: number
  /** All rows from the first to the last. The arrays of a block are overwritten by the next one. */
  blocks(): Iterable<RowBlock>
  /** Deletes the file. */
  remove(): void
}

/** Some rows as numbers. */
export interface RowBlock {
  /** how many rows there are */
  readonly size: number
  /** [size, d] */
  readonly x: Float64Array
  /** [size], classes or numbers; `undefined` where the table had no target */
  readonly y: Float64Array | undefined
}

/** What `cacheRows` takes beside the table and the schema. */
export interface CacheOptions {
  /** Where the rows are put: the table's path with `.rows` behind it, unless given. */
  readonly to?: string
}

/** What a file of rows begins with; the newline keeps it from being taken for text that was cut. */
const MAGIC = 'chainrule rows 1\n'

/** The bytes of the head: the magic, then JSON, then blanks. */
const HEAD = 4096

/** About so many numbers are in a block. */
const NUMBERS = 2 ** 17

/** What makes rows stale, and what they are. */
interface Head {
  readonly key: string
  readonly n: number
  readonly d: number
  readonly target: boolean
}

/**
 * The rows of a table by a schema, out of a binary file beside it, which is written where there is none, or one of another table,
 * state of the table (its size and the time of its last change), layout or schema. Memory is that of a block, a few MB.
 *
 * The file takes 8(d + 1) bytes a row. It is written beside its place and put there by one rename, so that it is whole or not
 * there; where reading fails, nothing stays. A file that is there and was not written by this is never overwritten.
 *
 * path : the file from which `source` reads
 *
 * @example
 * const rows = cacheRows('big.csv', csvFile('big.csv'), schema)
 * for (const { x, y, size } of rows.blocks()) …
 */
export function cacheRows(
  path: string,
  source: Source,
  schema: Schema,
  options: CacheOptions = {},
): CachedRows {
  checkOptions('cacheRows', options, ['to'])
  if (typeof path !== 'string')
    throw new ArgumentError('cacheRows', `wants the path of a table, got ${describe(path)}`)
  const to = options.to ?? `${path}.rows`
  const key = keyOf(path, source, schema)
  const old = headOf(to)
  if (old?.key === key) return rowsIn(to, old, true)
  return rowsIn(to, write(to, key, source, schema), false)
}

/** All that the rows follow from, in short. */
function keyOf(path: string, source: Source, schema: Schema): string {
  const { size, mtimeMs } = guarded(path, () => statSync(path))
  const layout = 'layout' in source ? source.layout : undefined
  const text = JSON.stringify([size, mtimeMs, source.name, source.columns, layout, schema, endianness()])
  return createHash('sha256').update(text).digest('hex')
}

const strideOf = ({ d, target }: Head): number => d + (target ? 1 : 0)

/** How many rows a block has; the last one may have fewer. */
const rowsOf = (head: Head): number => Math.max(1, Math.floor(NUMBERS / strideOf(head)))

/** The head of a file of rows, `undefined` where there is no file or it is not whole; throws where it is something else. */
function headOf(to: string): Head | undefined {
  let file: number
  try {
    file = openSync(to, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    return guarded(to, () => {
      throw error
    })
  }
  try {
    const bytes = new Uint8Array(HEAD)
    const got = guarded(to, () => readSync(file, bytes, 0, HEAD, 0))
    const text = new TextDecoder().decode(bytes.subarray(0, got))
    if (!text.startsWith(MAGIC))
      throw new DataError(
        to,
        'is there and holds no rows of a table; move it away, or have the rows put elsewhere',
      )
    const head = parsed(text.slice(MAGIC.length))
    if (head === undefined) return undefined
    const whole = HEAD + 8 * head.n * strideOf(head)
    return guarded(to, () => fstatSync(file)).size === whole ? head : undefined
  } finally {
    closeSync(file)
  }
}

/** What the head says; `undefined` where it is damaged, and the rows are made anew. */
function parsed(text: string): Head | undefined {
  try {
    const { key, n, d, target } = JSON.parse(text)
    const isHead =
      typeof key === 'string' && Number.isSafeInteger(n) && Number.isSafeInteger(d) && n >= 0 && d >= 1
    return isHead ? { key, n, d, target: target === true } : undefined
  } catch {
    return undefined
  }
}

function write(to: string, key: string, source: Source, schema: Schema): Head {
  const temporary = temporaryIn(dirname(to))
  const file = guarded(to, () => openSync(temporary, 'wx'), 'written')
  let isOpen = true
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  const put = (array: Float64Array | Uint8Array, at: number) =>
    guarded(
      to,
      () => {
        const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
        for (let done = 0; done < bytes.length; )
          done += writeSync(file, bytes, done, bytes.length - done, at + done)
      },
      'written',
    )
  try {
    let head: Head = { key, n: 0, d: schema.names.length, target: false }
    let [x, y, size, at] = [new Float64Array(0), new Float64Array(0), 0, HEAD]
    const flush = () => {
      put(x.subarray(0, size * head.d), at)
      at += 8 * size * head.d
      if (head.target) put(y.subarray(0, size), at)
      at += head.target ? 8 * size : 0
      head = { ...head, n: head.n + size }
      size = 0
    }
    let isFirst = true
    for (const block of encodeBlocks(source, schema)) {
      if (isFirst) {
        isFirst = false
        head = { ...head, target: block.y !== undefined }
        x = new Float64Array(rowsOf(head) * head.d)
        y = new Float64Array(rowsOf(head))
      }
      const { d } = head
      for (let done = 0; done < block.size; ) {
        const some = Math.min(block.size - done, rowsOf(head) - size)
        x.set(block.x.subarray(done * d, (done + some) * d), size * d)
        if (block.y !== undefined) y.set(block.y.subarray(done, done + some), size)
        size += some
        done += some
        if (size === rowsOf(head)) flush()
      }
    }
    flush()
    const text = MAGIC + JSON.stringify(head)
    put(new TextEncoder().encode(text.padEnd(HEAD, ' ')), 0)
    guarded(to, () => fsyncSync(file), 'written')
    guarded(to, close, 'written')
    guarded(to, () => renameSync(temporary, to), 'written')
    return head
  } catch (error) {
    // Nothing half-written stays; why it was half-written is what is told.
    for (const act of [close, () => unlinkSync(temporary)]) {
      try {
        act()
      } catch {}
    }
    throw error
  }
}

function rowsIn(path: string, head: Head, found: boolean): CachedRows {
  const { n, d, target } = head
  return {
    path,
    found,
    n,
    d,
    *blocks() {
      const most = rowsOf(head)
      const buffer = new Float64Array(Math.min(most, n) * strideOf(head))
      const file = guarded(path, () => openSync(path, 'r'))
      try {
        for (let row = 0, at = HEAD; row < n; row += most) {
          const size = Math.min(most, n - row)
          const numbers = size * strideOf(head)
          const bytes = new Uint8Array(buffer.buffer, 0, 8 * numbers)
          for (let done = 0; done < bytes.length; ) {
            const got = guarded(path, () => readSync(file, bytes, done, bytes.length - done, at + done))
            if (got === 0)
              throw new DataError(
                path,
                'was cut off while it was read; delete it, and the rows are made anew',
              )
            done += got
          }
          at += bytes.length
          yield {
            size,
            x: buffer.subarray(0, size * d),
            y: target ? buffer.subarray(size * d, numbers) : undefined,
          }
        }
      } finally {
        closeSync(file)
      }
    },
    remove: () => guarded(path, () => unlinkSync(path), 'deleted'),
  }
}
