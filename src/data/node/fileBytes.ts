// The bytes of a file, from the start at each pass; a file that changes meanwhile is refused.
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { ArgumentError, DataError, describe } from '../../errors.js'
import { checkKind } from '../../models/node/read.js'
import { reasonOf } from '../../models/node/write.js'
import type { Bytes } from '../csv/bytes.js'

/** What tells one state of a file from another. */
export interface Stamp {
  readonly size: number
  /** When it was changed, in milliseconds. */
  readonly time: number
}

/** A file's bytes, and its stamp when it was looked at first. */
export interface FileBytes extends Bytes {
  readonly stamp: Stamp
}

const stampOf = ({ size, mtimeMs }: Stats): Stamp => ({ size, time: mtimeMs })

/** The bytes of a regular file; a `DataError` where there is none, and later where it is not what it was. */
export function fileBytes(path: string, op = 'csv'): FileBytes {
  if (typeof path !== 'string') throw new ArgumentError(op, `wants the path of a file, got ${describe(path)}`)
  const stamp = guarded(path, () => {
    const found = statSync(path)
    checkKind(path, found, false)
    return stampOf(found)
  })

  function check(found: Stamp, read: number): void {
    if (found.size !== stamp.size || read > stamp.size)
      throw new DataError(
        path,
        `was changed while it was read: it had ${stamp.size} bytes at first, and ${Math.max(found.size, read)} now; begin again when it is whole`,
      )
    if (found.time !== stamp.time)
      throw new DataError(path, 'was written to while it was read; begin again when it is whole')
  }

  return {
    name: path,
    stamp,
    open() {
      const file = guarded(path, () => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)))
      const look = () => guarded(path, () => stampOf(fstatSync(file)))
      let read = 0
      try {
        guarded(path, () => checkKind(path, fstatSync(file), false))
        check(look(), 0)
      } catch (error) {
        closeSync(file)
        throw error
      }
      return {
        read(into, at) {
          const got = guarded(path, () => readSync(file, into, at, into.length - at, null))
          read += got
          if (got === 0 || read > stamp.size) check(look(), read)
          return got
        },
        close: () => closeSync(file),
      }
    },
  }
}

/** What the file system refuses is a `DataError`. */
export function guarded<T>(path: string, act: () => T, what = 'read'): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof DataError) throw error
    throw new DataError(path, `cannot be ${what}: ${reasonOf(error)}`)
  }
}
