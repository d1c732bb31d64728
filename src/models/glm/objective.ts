// The loss of a fit as a function of one flat vector, with the gradient that autodiff finds: summed over blocks of rows.
import { compile } from '../../compile/index.js'
import { fromData } from '../../create.js'
import { dot, mul, sum } from '../../ops/index.js'
import { type Tensor, valuesOf } from '../../tensor.js'
import { type GradientOf, valueAndGrad } from '../../transforms/index.js'
import { type Family, type LinearParams, linearScores } from './family.js'
import type { Rows } from './rows.js'

/** The parameters that a flat vector holds: θ [d, k], row by row, and behind it the bias [k]; k is left out for one score a row. */
export interface Layout {
  readonly d: number
  readonly k: number | undefined
  readonly bias: boolean
}

/** How many numbers a layout takes. */
export const lengthOf = ({ d, k = 1, bias }: Layout): number => (d + (bias ? 1 : 0)) * k

/** The parameters in a flat vector. Its values are copied, for they change from step to step. */
export function unpack(
  vector: Float64Array,
  { d, k, bias }: Layout,
  dtype: 'float32' | 'float64' = 'float64',
): LinearParams {
  const split = d * (k ?? 1)
  const part = (from: number, to: number) =>
    dtype === 'float64' ? vector.slice(from, to) : Float32Array.from(vector.subarray(from, to))
  const theta = fromData(part(0, split), k === undefined ? [d] : [d, k])
  if (!bias) return { theta }
  return { theta, bias: fromData(part(split, vector.length), k === undefined ? [] : [k]) }
}

/** The way back: parameters as a flat vector. */
export function pack({ theta, bias }: LinearParams, layout: Layout): Float64Array {
  const out = new Float64Array(lengthOf(layout))
  out.set(valuesOf(theta))
  if (layout.bias && bias !== undefined) out.set(valuesOf(bias), theta.size)
  return out
}

/** The loss and its gradient over the rows of a block, times `share`. */
export type Evaluate = (
  params: LinearParams,
  rows: Rows,
  share: number,
) => { readonly value: Tensor; readonly gradient: GradientOf<LinearParams> }

/** Smaller problems, of this many products a pass, are done before a compiler is. */
const WORTH_COMPILING = 5000

/** Programs of so many numbers of features are kept: 2 MB each, and 16 of them at most. */
const KEPT = 2 ** 18

/** The evaluations of families: to compile takes longer than many fits do, so all fits share programs. */
const made = new WeakMap<Family, Evaluate>()

/**
 * The evaluation of a family's loss: op by op, and compiled when there is much to do. Fits share it and its programs. A program holds
 * memory as large as its rows; where these are many, it goes when no fit uses it.
 */
export function evaluationOf(family: Family): Evaluate {
  const known = made.get(family)
  if (known !== undefined) return known
  const evaluate = evaluationFor(family)
  made.set(family, evaluate)
  return evaluate
}

function evaluationFor({ losses }: Family): Evaluate {
  const loss = (params: LinearParams, { x, y, weights, offset }: Rows, share: number): Tensor => {
    const each = losses(linearScores(params, x, offset), y)
    return mul(weights === undefined ? sum(each) : dot(weights, each), share)
  }
  const evaluate: Evaluate = (params, rows, share) =>
    valueAndGrad((p: LinearParams) => loss(p, rows, share))(params)
  const small = compile(evaluate)
  let large: WeakRef<Evaluate> | undefined
  const shared = (): Evaluate => {
    const known = large?.deref()
    if (known !== undefined) return known
    const compiled = compile(evaluate)
    large = new WeakRef(compiled)
    return compiled
  }
  return (params, rows, share) => {
    const { size } = rows.x
    if (size * (params.theta.shape[1] ?? 1) < WORTH_COMPILING) return evaluate(params, rows, share)
    return (size <= KEPT ? small : shared())(params, rows, share)
  }
}

/** What an objective is made of. */
export interface Terms {
  readonly evaluate: Evaluate
  readonly layout: Layout
  /** The same rows at each call. */
  readonly blocks: () => Iterable<Rows>
  /** One over the sum of all weights, and of the unit that the loss is measured in. */
  readonly share: number
  /** How much ½θ² counts for each row of θ, [d]. */
  readonly ridge: Float64Array
  /** What the rows are in, and so all that is computed of them; float64 unless given. */
  readonly dtype?: 'float32' | 'float64'
}

/** x ↦ share · Σ losses + ½ Σ ridge·θ², which writes its gradient into g. */
export function objectiveOf({ evaluate, layout, blocks, share, ridge, dtype }: Terms) {
  const { d, k = 1 } = layout
  return (x: Float64Array, g: Float64Array): number => {
    const params = unpack(x, layout, dtype)
    let value = 0
    g.fill(0)
    for (const rows of blocks()) {
      const found = evaluate(params, rows, share)
      value += found.value.item()
      addTo(g, 0, found.gradient.theta)
      if (found.gradient.bias !== undefined) addTo(g, d * k, found.gradient.bias)
    }
    for (let j = 0, at = 0; j < d; j++) {
      for (let c = 0; c < k; c++, at++) {
        value += 0.5 * ridge[j]! * x[at]! ** 2
        g[at]! += ridge[j]! * x[at]!
      }
    }
    return value
  }
}

function addTo(out: Float64Array, from: number, x: Tensor): void {
  const values = valuesOf(x)
  for (let i = 0; i < values.length; i++) out[from + i]! += values[i]!
}
