// Which op a wrong derivative comes from: each op of the graph is checked alone, as the whole was.
import { type Operation, originOf } from '../graph/index.js'
import { broadcastTo, sumTo } from '../ops/broadcast.js'
import { random } from '../random.js'
import { stopGradient, type Tensor } from '../tensor.js'
import type { Path } from '../walk/index.js'
import { type Comparison, compare } from './compare.js'
import { centralDifference } from './differences.js'
import { dot, like, rounding } from './vectors.js'

/** An op of which a rule is not the derivative of its forward rule, seen along one random direction. */
export interface Culprit extends Comparison {
  /** The name of the op. */
  readonly op: string
  /** Which of the op's inputs; the first is 0. */
  readonly input: number
}

/** What became of the search for the guilty. */
export interface Blamed {
  /** The first op on the way from the inputs that is wrong by itself. */
  readonly culprit: Culprit | undefined
  /** An op that is at a kink of its own, where the chain rule need not hold. */
  readonly kink: string | undefined
  /** An op that is not finite at its inputs or beside them: its slope times 0 is NaN. */
  readonly edge: string | undefined
}

/** At how many places one op is checked, and along how many directions each: a rule may be right at one by chance. */
const OCCURRENCES = 4
const DIRECTIONS = 2

/** Checks each op between inputs and outputs at the values it had. */
export function culpritOf(path: Path, seed: number, points: number): Blamed {
  const stream = random(seed)
  const seen = new Map<Operation, number>()
  let kink: string | undefined
  let edge: string | undefined
  for (const [i, y] of path.nodes.entries()) {
    const from = path.sources.slice(path.starts[i], path.starts[i + 1])
    const { op } = originOf(y)!
    const times = seen.get(op) ?? 0
    if (from.length === 0 || times === OCCURRENCES) continue
    seen.set(op, times + 1)
    for (const [input, index] of from.entries()) {
      for (let direction = 0; index >= 0 && direction < DIRECTIONS; direction++) {
        const comparison = checkOp(y, input, shape => stream.normal(shape), points)
        if (comparison?.outcome === 'differ')
          return { culprit: { ...comparison, op: op.name, input }, kink, edge }
        if (comparison?.outcome === 'nonsmooth') kink ??= op.name
        if (comparison?.outcome === 'undefined') edge ??= op.name
      }
    }
  }
  return { culprit: undefined, kink, edge }
}

/** One op and one of its inputs, along a random direction; `undefined` where the input has no differential. */
function checkOp(
  y: Tensor,
  at: number,
  normal: (shape: readonly number[]) => Tensor,
  points: number,
): Comparison | undefined {
  const { op, inputs, params } = originOf(y)!
  const constants = inputs.map(stopGradient)
  const rule = op.differentials!(constants, stopGradient(y), params)[at]
  const x = constants[at]!
  if (rule === undefined || x.size === 0 || y.size === 0) return undefined
  const dx = like(x, normal(x.shape).data)
  const yBar = like(y, normal(y.shape).data)
  const dy = op.broadcasts ? broadcastTo(rule.jvp(dx), y.shape) : rule.jvp(dx)
  const pulled = op.spreads ? broadcastTo(rule.vjp(yBar), x.shape) : rule.vjp(yBar)
  const xBar = op.broadcasts ? sumTo(pulled, x.shape) : pulled
  const f = (t: number): number => {
    const moved = like(
      x,
      Float64Array.from(x.data, (value, i) => value + t * dx.data[i]!),
    )
    const all = constants.map((other, i) => (i === at ? moved : other))
    return dot(yBar.data, op.forward(all, params, y.shape, y.dtype))
  }
  const noise = rounding(yBar.data, y.data, y.dtype) + rounding(xBar.data, x.data, x.dtype)
  return compare(
    dot(dx.data, xBar.data),
    dot(yBar.data, dy.data),
    centralDifference(f, 0, { points, magnitude: noise / 2 ** -52 }),
    2 * (rounding(dx.data, xBar.data, x.dtype) + rounding(yBar.data, dy.data, y.dtype)),
  )
}
