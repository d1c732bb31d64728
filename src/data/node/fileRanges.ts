// Any part of a file, read where it is asked for; a file that changes meanwhile is refused.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { DataError } from '../../errors.js'
import type { Ranges } from '../columnar/parquet/ranges.js'
import { fileBytes, guarded } from './fileBytes.js'

/** The parts of a regular file; a `DataError` where there is none, and where it is not what it was at first. */
export function fileRanges(path: string, op: string): Ranges {
  const { stamp } = fileBytes(path, op)
  return {
    name: path,
    size: stamp.size,
    read(from, to) {
      return guarded(path, () => {
        const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
        try {
          const bytes = new Uint8Array(to - from)
          let held = 0
          while (held < bytes.length) {
            const got = readSync(file, bytes, held, bytes.length - held, from + held)
            if (got === 0) break
            held += got
          }
          const { size, mtimeMs } = fstatSync(file)
          if (held < bytes.length || size !== stamp.size || mtimeMs !== stamp.time)
            throw new DataError(path, 'was written to while it was read; begin again when it is whole')
          return bytes
        } finally {
          closeSync(file)
        }
      })
    },
  }
}
