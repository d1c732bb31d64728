// Reading a model back: text of unknown origin becomes a whole model, or an error that names what is wrong with it.
import { ArgumentError, DataError, describe } from '../../errors.js'
import { reshape } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import type { ScoreModel, ScoreModelParts } from '../glm/scoreModel.js'
import { LINEAR, LinearModel, POISSON, PoissonModel } from '../linearRegression.js'
import { LOGISTIC, LogisticModel } from '../logisticRegression.js'
import { SoftmaxModel } from '../softmaxModel.js'
import { FORMAT, VERSION } from './format.js'
import { checkOutline } from './outline.js'
import { type Field, readNames, readObject, readTensor, wrong } from './reader.js'

/** Any fitted model. */
export type AnyModel = SoftmaxModel | LogisticModel | LinearModel | PoissonModel

/**
 * A softmax regression from the text that `JSON.stringify(model)` gave; it predicts exactly what that model does.
 *
 * source : what errors call the text, usually its file; `model` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged or is no such model; nothing in it is trusted.
 *
 * @example
 * fromJSON(JSON.stringify(model)).predict(x)
 */
export function fromJSON(text: string, source = 'model'): SoftmaxModel {
  const root = rootOf('fromJSON', text, source)
  checkKind(root, [FORMAT])
  return softmaxFrom(root)
}

/**
 * A model of any kind from the text that `JSON.stringify(model)` gave: `instanceof` tells which it is.
 *
 * source : what errors call the text, usually its file; `model` unless given
 *
 * Throws a `DataError` naming the field where the text is damaged or is no model; nothing in it is trusted.
 */
export function modelFromJSON(text: string, source = 'model'): AnyModel {
  return modelFrom(rootOf('modelFromJSON', text, source))
}

/** A model of any kind from plain data that nobody vouches for. */
export function modelFrom(root: Field): AnyModel {
  switch (checkKind(root, [FORMAT, LOGISTIC, LINEAR, POISSON])) {
    case LOGISTIC: {
      const { classes, ...parts } = scoreParts(root, true)
      return new LogisticModel({ ...parts, classes: classes! })
    }
    case LINEAR:
      return new LinearModel(scoreParts(root, false))
    case POISSON:
      return new PoissonModel(scoreParts(root, false))
    default:
      return softmaxFrom(root)
  }
}

function rootOf(op: string, text: string, source: string): Field {
  if (typeof text !== 'string')
    throw new ArgumentError(op, `wants the text of a model, got ${describe(text)}`)
  checkOutline(text, source)
  return { value: parsed(text, source), path: '', source }
}

function softmaxFrom(root: Field): SoftmaxModel {
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
  const bias = params.bias.value === undefined ? undefined : vector(params.bias, k)
  return new SoftmaxModel({
    ...common(fields, d, 'a row of theta each'),
    params: bias === undefined ? { theta } : { theta, bias },
    classes,
  })
}

function scoreParts(
  root: Field,
  classified: boolean,
): ScoreModelParts & { readonly classes: readonly string[] | undefined } {
  const names = ['format', 'version', 'featureNames', 'scale', 'params'] as const
  const fields = readObject<(typeof names)[number] | 'classes'>(
    root,
    classified ? [...names, 'classes'] : names,
  )
  const params = readObject(fields.params, ['theta', 'bias'])
  const theta = readTensor(params.theta, shape => shape.length === 1, '[features]')
  const classes = classified ? readNames(fields.classes, 2) : undefined
  if (classes !== undefined && classes.length !== 2)
    throw wrong(fields.classes, `wanted 2 names, got ${classes.length}`)
  const bias = params.bias.value === undefined ? undefined : reshape(vector(params.bias, 1), [])
  return {
    ...common(fields, theta.size, 'one for each of theta'),
    params: bias === undefined ? { theta } : { theta, bias },
    classes,
  }
}

const vector = (field: Field, n: number) =>
  readTensor(field, shape => shape.length === 1 && shape[0] === n, `[${n}]`) as Tensor<readonly [number]>

/** What all models have beside their parameters and classes. */
function common(
  fields: { readonly featureNames: Field; readonly scale: Field },
  d: number,
  each: string,
): Pick<ScoreModel, 'featureNames' | 'scale' | 'history' | 'converged' | 'reason' | 'message'> {
  const featureNames = fields.featureNames.value === undefined ? undefined : readNames(fields.featureNames, d)
  if (featureNames !== undefined && featureNames.length !== d)
    throw wrong(fields.featureNames, `wanted ${d} names, ${each}, got ${featureNames.length}`)
  let scale: SoftmaxModel['scale']
  if (fields.scale.value !== undefined) {
    const parts = readObject(fields.scale, ['mean', 'deviation'])
    scale = { mean: vector(parts.mean, d), deviation: vector(parts.deviation, d) }
    if (scale.deviation.toArray().some(value => value <= 0))
      throw wrong(parts.deviation, 'wanted values above 0')
  }
  return {
    featureNames,
    scale,
    history: [],
    converged: false,
    reason: 'loaded',
    message: 'the model was loaded',
  }
}

export function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new DataError(source, `is not JSON: ${reason}; is it cut off, or another file?`)
  }
}

/** Format and version come first: in another format every other field would be wrong too. */
function checkKind(root: Field, formats: readonly string[]): string {
  const { value } = root
  const kind = typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : new Map()
  const format = kind.get('format')
  if (typeof format !== 'string' || !formats.includes(format))
    throw wrong(
      root,
      `is no saved model: wanted format ${formats.map(name => describe(name)).join(' or ')}, got ${describe(format)}`,
    )
  const version = kind.get('version')
  if (version !== VERSION) {
    const newer = typeof version === 'number' && version > VERSION ? '; it needs a newer chainrule' : ''
    throw wrong(root, `wanted version ${VERSION} of the format, got ${describe(version)}${newer}`)
  }
  return format
}
