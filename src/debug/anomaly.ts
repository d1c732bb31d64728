// A scope that stops at the first op that makes a NaN or an infinity out of finite inputs.
import { isFloat } from '../dtype.js'
import { AnomalyError, ArgumentError } from '../errors.js'
import { type Differential, type Operation, originOf, withWatcher } from '../graph/index.js'
import { formatShape } from '../shape.js'
import type { Tensor } from '../tensor.js'
import { callSite } from './site.js'

/** Where the user's code called an op, by its tracked output's origin: what a graph built in such a scope keeps. */
const sites = /* @__PURE__ */ new WeakMap<object, string>()

/**
 * Runs a function and throws an `AnomalyError` at the first op, ahead or within a derivative, whose inputs are finite and
 * whose output is not. It names the op, the shapes and ranges of its inputs, and where your code called it.
 * Every value is looked at, so it is for debugging.
 *
 * @example
 * detectAnomalies(() => grad(loss)(w))
 */
export function detectAnomalies<T>(run: () => T): T {
  let within: Tensor | undefined
  const during =
    (y: Tensor, rule: (t: Tensor) => Tensor) =>
    (t: Tensor): Tensor => {
      const former = within
      within = y
      try {
        return rule(t)
      } finally {
        within = former
      }
    }
  const differentials = (y: Tensor, found: readonly (Differential | undefined)[]) =>
    found.map(rule => rule && { jvp: during(y, dx => rule.jvp(dx)), vjp: during(y, dy => rule.vjp(dy)) })

  const ran = (op: Operation, inputs: readonly Tensor[], output: Tensor): void => {
    const own = callSite()
    if (own !== undefined && output.origin !== undefined) sites.set(output.origin, own)
    if (!isFloat(output.dtype) || firstBad(output) < 0 || inputs.some(x => firstBad(x) >= 0)) return
    const at = firstBad(output)
    const what = `${output.data[at]} at position ${at} of its output ${formatShape(output.shape)}`
    const origin = within && originOf(within)!
    const site = (origin && sites.get(origin)) ?? own
    const where =
      origin === undefined ? '' : `, in the derivative of ${origin.op.name}${ranges(origin.inputs)}`
    throw new AnomalyError(
      op.name,
      origin === undefined ? 'forward' : 'backward',
      `${op.name} made ${what} out of finite inputs${ranges(inputs)}${where}${site === undefined ? '' : `, called at ${site}`}`,
      site,
    )
  }

  const result = withWatcher({ ran, differentials }, run)
  if (result instanceof Promise)
    throw new ArgumentError('detectAnomalies', 'watches synchronous functions only, got a promise')
  return result
}

function firstBad({ data }: Tensor): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i
  return -1
}

/** Shapes and ranges: ` ([2, 3] in −1 … 4)`. */
function ranges(inputs: readonly Tensor[]): string {
  const one = ({ shape, data }: Tensor): string => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (let i = 0; i < data.length; i++) {
      low = Math.min(low, data[i]!)
      high = Math.max(high, data[i]!)
    }
    return data.length === 0 ? `${formatShape(shape)}, empty` : `${formatShape(shape)} in ${low} … ${high}`
  }
  return inputs.length === 0 ? '' : ` (${inputs.map(one).join('; ')})`
}
