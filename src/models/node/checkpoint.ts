// Checkpoints in files: a run that is killed at any time goes on from the last one.
import { DataError } from '../../errors.js'
import { checkpointText, fromCheckpoint } from '../../optim/index.js'
import { type Limit, readWhole, tooLarge } from './read.js'
import { writeWhole } from './write.js'

/** About 14 million values, as of 5 million parameters with two moments each. */
const CHECKPOINT: Limit = { what: 'a checkpoint', bytes: 2 ** 28 }

/**
 * Writes a tree to a file, as `checkpointText` from `chainrule/optim` has it: parameters, the state of an optimizer, an epoch.
 * Whatever happens, the file holds the old checkpoint or the new one, as with `saveModel`. Await it before the next.
 *
 * Throws an `ArgumentError` that names the place of what is neither a tensor, a number, a text, a boolean, null nor undefined, in plain
 * objects and arrays, and a `DataError` with the path where the file cannot be written, or would be larger than 268,435,456 bytes.
 *
 * @example
 * await saveCheckpoint('run.json', { params, state, epoch })
 */
export async function saveCheckpoint(path: string, tree: unknown): Promise<void> {
  await writeWhole(path, textOf(tree, path))
}

/**
 * Reads what `saveCheckpoint` wrote, bit by bit as it was.
 *
 * like : a tree such as the one that is wanted, with its nesting, shapes and dtypes; an empty array in it stands for any array, such as
 * the moments before the first step. Without it the type is unknown.
 *
 * Throws a `DataError` with the path, and the field where there is one, if the file cannot be read, is too large, is damaged, or holds
 * another tree.
 *
 * @example
 * const { params, state } = await loadCheckpoint('run.json', { params: start, state: optimizer.init(start) })
 */
export async function loadCheckpoint(path: string): Promise<unknown>
export async function loadCheckpoint<T>(path: string, like: T): Promise<T>
export async function loadCheckpoint(path: string, like?: unknown): Promise<unknown> {
  const bytes = await readWhole(path, CHECKPOINT)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError(path, 'is not UTF-8 text, so it is no checkpoint')
  }
  return fromCheckpoint(text, like, path)
}

function textOf(tree: unknown, path: string): string {
  let text: string
  try {
    text = checkpointText(tree)
  } catch (error) {
    // A string takes half a gigabyte, and no more.
    if (!(error instanceof RangeError)) throw error
    throw tooLarge(path, CHECKPOINT, 'more')
  }
  const size = Buffer.byteLength(text)
  if (size > CHECKPOINT.bytes) throw tooLarge(path, CHECKPOINT, size)
  return text
}
