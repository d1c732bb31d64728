// Models in files, for Node: written whole or not at all, and read with care.
import { readFile } from 'node:fs/promises'
import { ArgumentError, DataError, describe } from '../../errors.js'
import { fromJSON } from '../fromJSON.js'
import { SoftmaxModel } from '../softmaxModel.js'
import { reasonOf, writeWhole } from './write.js'

/**
 * Writes a model to a file as JSON. Whatever happens, the file holds the old model or the new one: the text goes to a
 * temporary file beside it, to the disk, and into place by one rename. A symbolic link stays, and its target is
 * replaced; permissions stay.
 *
 * Throws a `DataError` with the path where the file cannot be written; a temporary file is then removed.
 */
export async function saveModel(path: string, model: SoftmaxModel): Promise<void> {
  if (!(model instanceof SoftmaxModel))
    throw new ArgumentError('saveModel', `wants a SoftmaxModel, got ${describe(model)}`)
  await writeWhole(path, `${JSON.stringify(model)}\n`)
}

/**
 * Reads a model that `saveModel` wrote.
 *
 * Throws a `DataError` with the path, and the field where there is one, if the file cannot be read or holds no model.
 */
export async function loadModel(path: string): Promise<SoftmaxModel> {
  return fromJSON(await readText(path), path)
}

async function readText(path: string): Promise<string> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new DataError(path, `cannot be read: ${reasonOf(error)}`)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new DataError(path, 'is not UTF-8 text, so it is no saved model')
  }
}
