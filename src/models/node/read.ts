// Reading a file whole: its kind and its size are looked at first, so that nothing hangs and no memory runs out.
import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { DataError } from '../../errors.js'
import { reasonOf } from './write.js'

/** What is read, in words, and the most bytes that it may have. */
export interface Limit {
  readonly what: string
  readonly bytes: number
}

/** A saved model: about 14 million parameters. */
export const MODEL: Limit = { what: 'a model', bytes: 2 ** 28 }

/** Streams that a shell has opened, by the names that it gives them: `<(zcat data.csv.gz)` and standard input. */
export const OPENED = /^(\/dev\/(stdin|fd\/\d+)|\/proc\/self\/fd\/\d+)$/

/**
 * The bytes of a regular file, or of a pipe that is open already, such as `/dev/stdin`.
 *
 * Throws a `DataError` with the path where there is none, where it is anything else, such as a directory, a device or a named
 * pipe that would be waited on for ever, or where it has more bytes than the limit, also if it grows while it is read.
 */
export async function readWhole(path: string, limit: Limit): Promise<Uint8Array> {
  try {
    const opened = OPENED.test(path)
    // Before it is opened, for to open a device may do something already.
    checkKind(path, await stat(path), opened)
    const file = await open(path, constants.O_RDONLY | (opened ? 0 : (constants.O_NONBLOCK ?? 0)))
    try {
      // And once more, for the path may lead to another file by now.
      const found = await file.stat()
      checkKind(path, found, opened)
      if (found.size > limit.bytes) throw tooLarge(path, limit, found.size)
      return await bytesOf(path, file, found.size, limit)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(path, `cannot be read: ${reasonOf(error)}`)
  }
}

/** The bytes of a stream up to its end; throws a `DataError` where it has more than the limit. */
export async function readStream(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  limit: Limit,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > limit.bytes) throw tooLarge(name, limit, 'more')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The size that a file tells is a guess only: it may grow, and files below /proc tell 0. */
async function bytesOf(path: string, file: FileHandle, guess: number, limit: Limit): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafe(Math.max(guess, 2 ** 12) + 1)
  let size = 0
  for (;;) {
    const { bytesRead } = await file.read(bytes, size, bytes.length - size)
    if (bytesRead === 0) return bytes.subarray(0, size)
    size += bytesRead
    if (size > limit.bytes) throw tooLarge(path, limit, 'more')
    if (size === bytes.length) bytes = Buffer.concat([bytes], Math.min(2 * size, limit.bytes + 1))
  }
}

/** Refuses what is no regular file, or no pipe where one is opened already. */
export function checkKind(path: string, found: Stats, opened: boolean): void {
  const kind = found.isDirectory()
    ? 'a directory'
    : found.isFIFO() && !opened
      ? 'a named pipe; write what comes out of it to a file'
      : found.isSocket()
        ? 'a socket'
        : found.isCharacterDevice() || found.isBlockDevice()
          ? 'a device'
          : undefined
  if (kind !== undefined) throw new DataError(path, `cannot be read: it is ${kind}`)
}

const grouped = (n: number): string => n.toLocaleString('en-US')

/** The error for what is larger than its limit: by its size, where that is known. */
export const tooLarge = (path: string, { what, bytes }: Limit, size: number | 'more'): DataError =>
  new DataError(
    path,
    `is too large: ${what} may have ${grouped(bytes)} bytes, and this has ${size === 'more' ? size : grouped(size)}`,
  )
