// Reading a model back: text of unknown origin becomes a whole model, or an error that names what is wrong with it.
import { ArgumentError, DataError, describe } from '../errors.js'
import type { Tensor } from '../tensor.js'
import { checkOutline } from './outline.js'
import { type Field, readNames, readObject, readTensor, wrong } from './reader.js'
import { FORMAT, VERSION } from './saved.js'
import { SoftmaxModel } from './softmaxModel.js'

/**
 * A model from the text that `JSON.stringify(model)` gave; it predicts exactly what that model does.
 *
 * source : what errors call the text, usually its file; `model` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged or is no model; nothing in it is trusted.
 *
 * @example
 * fromJSON(JSON.stringify(model)).predict(x)
 */
export function fromJSON(text: string, source = 'model'): SoftmaxModel {
  if (typeof text !== 'string')
    throw new ArgumentError('fromJSON', `wants the text of a model, got ${describe(text)}`)
  checkOutline(text, source)
  const root: Field = { value: parsed(text, source), path: '', source }
  checkKind(root)
  const fields = readObject(root, ['format', 'version', 'classes', 'featureNames', 'scale', 'params'])
  const classes = readNames(fields.classes, 2)
  const k = classes.length
  const params = readObject(fields.params, ['theta', 'bias'])
  const theta = readTensor(
    params.theta,
    shape => shape.length === 2 && shape[1] === k,
    `[features, ${k}] for ${k} classes`,
  ) as Tensor<readonly [number, number]>
  const [d] = theta.shape
  const vector = (field: Field, n: number) =>
    readTensor(field, shape => shape.length === 1 && shape[0] === n, `[${n}]`) as Tensor<readonly [number]>
  const bias = params.bias.value === undefined ? undefined : vector(params.bias, k)

  const featureNames = fields.featureNames.value === undefined ? undefined : readNames(fields.featureNames, d)
  if (featureNames !== undefined && featureNames.length !== d)
    throw wrong(fields.featureNames, `wanted ${d} names, a row of theta each, got ${featureNames.length}`)

  let scale: SoftmaxModel['scale']
  if (fields.scale.value !== undefined) {
    const parts = readObject(fields.scale, ['mean', 'deviation'])
    scale = { mean: vector(parts.mean, d), deviation: vector(parts.deviation, d) }
    if (scale.deviation.toArray().some(value => value <= 0))
      throw wrong(parts.deviation, 'wanted values above 0')
  }
  return new SoftmaxModel({
    params: bias === undefined ? { theta } : { theta, bias },
    scale,
    classes,
    featureNames,
    history: [],
    converged: false,
  })
}

function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError(source, `is not JSON: ${reason}; is it cut off, or another file?`)
  }
}

/** Format and version come first: in another format every other field would be wrong too. */
function checkKind(root: Field): void {
  const { value } = root
  const kind = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map()
  const format = kind.get('format')
  if (format !== FORMAT)
    throw wrong(root, `is no saved model: wanted format ${describe(FORMAT)}, got ${describe(format)}`)
  const version = kind.get('version')
  if (version !== VERSION) {
    const newer = typeof version === 'number' && version > VERSION ? '; it needs a newer chainrule' : ''
    throw wrong(root, `wanted version ${VERSION} of the format, got ${describe(version)}${newer}`)
  }
}
