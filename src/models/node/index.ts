// Models and checkpoints in files, for Node: written whole or not at all, and read with care.
import { ArgumentError, DataError, describe } from '../../errors.js'
import { ScoreModel } from '../glm/scoreModel.js'
import { type AnyModel, fromJSON } from '../saved/fromJSON.js'
import { SoftmaxModel } from '../softmaxModel.js'
import { anyFromJSON } from '../table/fromJSON.js'
import { TableModel } from '../table/tableModel.js'
import { MODEL, readWhole, tooLarge } from './read.js'
import { writeWhole } from './write.js'

export { loadCheckpoint, saveCheckpoint } from './checkpoint.js'

/**
 * Writes a model to a file as JSON. Whatever happens, the file holds the old model or the new one: the text goes to a
 * temporary file beside it, to the disk, and into place by one rename. A symbolic link stays, and its target is
 * replaced; permissions stay. Temporary files that a killed save left there are removed.
 *
 * Throws a `DataError` with the path where the file cannot be written, a temporary file is then removed, or where it would
 * be larger than the 268,435,456 bytes that `loadModel` reads.
 */
export async function saveModel(path: string, model: AnyModel | TableModel): Promise<void> {
  if (!(model instanceof SoftmaxModel || model instanceof ScoreModel || model instanceof TableModel))
    throw new ArgumentError(
      'saveModel',
      `wants a fitted model such as a SoftmaxModel, got ${describe(model)}`,
    )
  await writeWhole(path, textOf(model, path))
}

/**
 * Reads a softmax regression that `saveModel` wrote, of 268,435,456 bytes at most.
 *
 * Throws a `DataError` with the path, and the field where there is one, if the file cannot be read, is no regular file, is
 * too large or holds no model.
 */
export async function loadModel(path: string): Promise<SoftmaxModel> {
  return fromJSON(await read(path), path)
}

/** The same for a model of any kind, with the schema of its table or without one: `instanceof` tells which it is. */
export async function loadAnyModel(path: string): Promise<AnyModel | TableModel> {
  return anyFromJSON(await read(path), path)
}

async function read(path: string): Promise<string> {
  const bytes = await readWhole(path, MODEL)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError(path, 'is not UTF-8 text, so it is no saved model')
  }
}

function textOf(model: AnyModel | TableModel, path: string): string {
  let text: string
  try {
    text = `${JSON.stringify(model)}\n`
  } catch (error) {
    // A string takes half a gigabyte, and no more.
    if (!(error instanceof RangeError)) throw error
    throw tooLarge(path, MODEL, 'more')
  }
  const size = Buffer.byteLength(text)
  if (size > MODEL.bytes) throw tooLarge(path, MODEL, size)
  return text
}
