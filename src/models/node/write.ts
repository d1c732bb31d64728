// Writing a file whole: beside its place first, then into it by one rename.
import {
  access,
  constants,
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  unlink,
} from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DataError } from '../../errors.js'
import { sweep, temporaryIn } from './temporary.js'

/**
 * Writes text to a file so that, at every moment, the path holds all of the old text or all of the new. What a killed process
 * left beside it is removed.
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  let temporary: string | undefined
  try {
    const { target, mode } = await placeOf(path)
    await sweep(dirname(target))
    const name = temporaryIn(dirname(target))
    const file = await open(name, 'wx', mode ?? 0o666)
    temporary = name
    await fill(file, text, mode)
    await rename(name, target)
    temporary = undefined
    await settle(dirname(target))
  } catch (error) {
    if (temporary !== undefined) await unlink(temporary).catch(() => undefined)
    throw refusal(path, error)
  }
}

/** Refuses a path to which nothing can be written, before work is done whose result should go there. */
export async function checkPlace(path: string): Promise<void> {
  try {
    const { target } = await placeOf(path)
    await access(dirname(target), constants.W_OK)
  } catch (error) {
    throw refusal(path, error)
  }
}

const refusal = (path: string, error: unknown): DataError =>
  error instanceof DataError ? error : new DataError(path, `cannot be written: ${reasonOf(error)}`)

async function fill(file: FileHandle, text: string, mode: number | undefined): Promise<void> {
  try {
    await file.writeFile(text, 'utf8')
    // The mode given to open lost what the umask takes; a file that was there keeps its own.
    if (mode !== undefined) await file.chmod(mode)
    // Without this a power cut may leave the new name with no content.
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The rename itself to the disk, where the system lets a directory be opened. */
async function settle(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

const MOST_LINKS = 40

/** Where a path leads once its symbolic links are followed, also to a file not there yet, and that file's permissions. */
async function placeOf(
  path: string,
): Promise<{ readonly target: string; readonly mode: number | undefined }> {
  let target = resolve(path)
  for (let links = 0; links < MOST_LINKS; links++) {
    const found = await lstat(target).catch(ignoreMissing)
    if (found === undefined) return { target, mode: undefined }
    if (found.isSymbolicLink()) {
      target = resolve(await realpath(dirname(target)), await readlink(target))
      continue
    }
    if (found.isDirectory()) throw new DataError(path, 'cannot be written: it is a directory')
    if (!found.isFile()) throw new DataError(path, 'cannot be written: it is no regular file')
    // A rename would replace even a file that may not be written.
    await access(target, constants.W_OK)
    return { target, mode: found.mode & 0o777 }
  }
  throw new DataError(path, 'cannot be written: its symbolic links never end')
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of its path is no directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission is denied',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EFBIG: 'the file would be too large',
  EMFILE: 'too many files are open',
  ELOOP: 'its symbolic links never end',
  EAGAIN: 'there is nothing to read from it now',
  ENAMETOOLONG: 'its name is too long',
}

/** Why the file system refused, in plain words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  const reason = typeof code === 'string' ? REASONS[code] : undefined
  return reason ?? (error instanceof Error ? error.message : String(error))
}
