// Learning from a stream: a step of an optimizer for each batch of rows, with the state passed in and out.
import { ArgumentError, checkOptions, describe } from '../../errors.js'
import { zeros } from '../../fill.js'
import { add, cast, dot, mul, slice, square, sum } from '../../ops/index.js'
import { DivergenceError, type Optimizer } from '../../optim/index.js'
import { stopGradient, type Tensor, valuesOf } from '../../tensor.js'
import { valueAndGrad } from '../../transforms/index.js'
import { type LinearParams, linearScores } from '../glm/family.js'
import type { RowOptions } from '../glm/options.js'
import type { Rows } from '../glm/rows.js'
import { namesOf, rowsOf, type Task } from '../glm/task.js'
import { onScaleOf } from '../glm/units.js'
import { scaled } from '../scale.js'
import {
  checkCheckpoint,
  checkScale,
  type PartialCheckpoint,
  type PartialState,
  type StartOptions,
} from './state.js'

/** What the rows of a call have beside features and responses. */
export interface PartialRows extends RowOptions {
  /** Rows a step, taken in their order; all of them in one step unless given. */
  readonly batchSize?: number
}

/** What learns batch by batch, M being its model and S what it must know at the start. */
export interface Stream<M, S> {
  /**
   * The state before the first batch. What a stream cannot tell is settled here: columns, classes, scale, and the rule of the steps.
   *
   * @example
   * const regression = softmaxRegression({ l2: 1e-3 })
   * let state = regression.start({ features: 4, classes: ['a', 'b', 'c'], optimizer: adam() })
   * for (const { x, y } of batches) state = regression.partialFit(state, x, y)
   * state.model.predict(rows)
   */
  start(options: S): PartialState<M>

  /** The state that a checkpoint was taken of, with the same rule of steps; it goes on bit for bit. */
  resume(checkpoint: PartialCheckpoint, optimizer: Optimizer): PartialState<M>

  /**
   * The state after one step along the gradient of the mean loss of these rows and the penalty; after one for each `batchSize` of them
   * where that is given. A weight of a row multiplies its part of the step.
   *
   * x : [m, d]; y : [m] as `fit` takes it, but that classes may be missing
   *
   * Throws an error where rows have another number of columns than at the start, or a class that was not named there, and a
   * `DivergenceError` where the loss or a parameter is not finite.
   */
  partialFit(state: PartialState<M>, x: Tensor, y: Tensor, rows?: PartialRows): PartialState<M>
}

/** All three functions of a regression, from the task for some classes. taskOf refuses classes that are none */
export function streamOf<M, S extends StartOptions<M>>(
  known: readonly string[],
  taskOf: (op: string, classes: readonly string[] | undefined) => Task<M>,
): Stream<M, S> {
  return {
    start(options) {
      const op = 'start'
      const given: StartOptions<M> & { readonly classes?: readonly string[] } = checkOptions(op, options, [
        ...['features', 'optimizer', 'featureNames', 'scale', 'start'],
        ...known,
      ])
      const { features, optimizer, classes, featureNames, start } = given
      const task = taskOf(op, classes)
      const { settings, k } = task
      if (!Number.isSafeInteger(features) || features < 1)
        throw new ArgumentError(op, `features must be how many columns rows have, got ${describe(features)}`)
      checkOptimizer(op, optimizer)
      checkPenalty(op, task)
      if (settings.standardize && given.scale === undefined)
        throw new ArgumentError(
          op,
          'a stream does not know its means; give scale, such as standardize(firstRows), and leave standardize out',
        )
      const scale = checkScale(op, given.scale, features)
      const begin = start === undefined ? zero(features, k) : onScaleOf(task.read(start, features), scale)
      const params = settings.bias ? begin : { theta: begin.theta }
      return stateOf(task, optimizer, undefined, {
        kind: task.family.name,
        classes: task.classes ?? [],
        featureNames: namesOf(featureNames, features),
        scale,
        params,
        optimizer: optimizer.init(params),
      })
    },
    resume(checkpoint, optimizer) {
      const op = 'resume'
      const task = taskOf(op, checkpoint?.classes)
      checkOptimizer(op, optimizer)
      checkPenalty(op, task)
      checkScale(op, checkpoint.scale, checkCheckpoint(op, task, checkpoint))
      return stateOf(task, optimizer, undefined, checkpoint)
    },
    partialFit(state, x, y, given = {}) {
      const op = 'partialFit'
      if (typeof state?.optimizer?.step !== 'function' || state.checkpoint === undefined)
        throw new ArgumentError(
          op,
          `wants the state that start or the last call gave, got ${describe(state)}`,
        )
      const { batchSize, ...more } = checkOptions(op, given, ['weights', 'offset', 'batchSize'])
      if (batchSize !== undefined && !(Number.isSafeInteger(batchSize) && batchSize >= 1))
        throw new ArgumentError(op, `batchSize must be a whole number ≥ 1, got ${describe(batchSize)}`)
      const task = taskOf(op, state.checkpoint.classes)
      const d = checkCheckpoint(op, task, state.checkpoint)
      const rows = rowsOf(op, task, x, y, more, d)
      const n = x.shape[0]!
      const { scale } = state.checkpoint
      const ready: Rows = {
        ...rows,
        x: scaled(cast(stopGradient(x), 'float64'), scale),
        y: rows.y.dtype === 'float32' ? cast(rows.y, 'float64') : rows.y,
      }
      let { params, optimizer: carried } = state.checkpoint
      let total = 0
      for (let from = 0, size = batchSize ?? n; from < n; from += size) {
        const part = from === 0 && size >= n ? ready : sliced(ready, from, Math.min(from + size, n))
        const m = part.x.shape[0]!
        const { value, gradient } = valueAndGrad((p: LinearParams) => lossOf(task, p, part))(params)
        total += value.item() * m
        const next = state.optimizer.step(params, gradient, carried)
        refuseInfinite(value.item(), next.params, carried.steps)
        params = next.params
        carried = next.state
      }
      const checkpoint = { ...state.checkpoint, params, optimizer: carried }
      return stateOf(task, state.optimizer, total / n, checkpoint)
    },
  }
}

/** The mean loss of some rows, and ½·l2·‖θ‖². */
function lossOf<M>({ family, settings }: Task<M>, params: LinearParams, rows: Rows): Tensor {
  const { x, y, weights, offset } = rows
  const each = family.losses(linearScores(params, x, offset), y)
  const loss = mul(weights === undefined ? sum(each) : dot(weights, each), 1 / x.shape[0]!)
  return settings.l2 === 0 ? loss : add(loss, mul(settings.l2 / 2, sum(square(params.theta))))
}

function stateOf<M>(
  task: Task<M>,
  optimizer: Optimizer,
  loss: number | undefined,
  checkpoint: PartialCheckpoint,
): PartialState<M> {
  const { params, scale, featureNames, optimizer: carried } = checkpoint
  const message = `learned from a stream in ${carried.steps} ${carried.steps === 1 ? 'step' : 'steps'}`
  const outcome = { history: [], converged: false, reason: 'partial', message }
  return { model: task.build({ params, scale, ...outcome }, featureNames), loss, optimizer, checkpoint }
}

const zero = (d: number, k: number | undefined) => ({
  theta: zeros(k === undefined ? [d] : [d, k]),
  bias: zeros(k === undefined ? [] : [k]),
})

/** Rows from one place to another. */
function sliced({ x, y, weights, offset }: Rows, from: number, to: number): Rows {
  const part = (values: Tensor): Tensor => slice(values, [[from, to]])
  return {
    x: part(x),
    y: part(y),
    ...(weights === undefined ? {} : { weights: part(weights) }),
    ...(offset === undefined ? {} : { offset: part(offset) }),
  }
}

function checkOptimizer(op: string, optimizer: Optimizer): void {
  if (typeof optimizer?.step !== 'function' || typeof optimizer.init !== 'function')
    throw new ArgumentError(
      op,
      `wants an optimizer such as adam({ learningRate: 0.01 }), got ${describe(optimizer)}`,
    )
}

function checkPenalty<M>(op: string, { settings }: Task<M>): void {
  if (settings.l1 > 0)
    throw new ArgumentError(op, 'steps along the gradient do not know l1, whose slope jumps at 0; l2 they do')
}

function refuseInfinite(loss: number, { theta, bias }: LinearParams, steps: number): void {
  const isWhole = (x: Tensor | undefined) => x === undefined || valuesOf(x).every(Number.isFinite)
  if (Number.isFinite(loss) && isWhole(theta) && isWhole(bias)) return
  const what = Number.isFinite(loss) ? 'a parameter is not finite' : `the loss is ${loss}`
  throw new DivergenceError(
    steps,
    loss,
    `${what} after ${steps} steps; use a smaller learning rate, or a scale for the features`,
    'partialFit',
  )
}
