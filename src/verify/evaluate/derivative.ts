// The derivative of a formula by a symbol, by the library's own autodiff, and how far it may be off.
import { DifferentiationError } from '../../errors.js'
import { full } from '../../fill.js'
import { broadcastTo, reshape } from '../../ops/index.js'
import { stopGradient, type Tensor } from '../../tensor.js'
import { jacobian } from '../../transforms/index.js'
import { kindIn } from '../given/index.js'
import { dimOf, type Node, type Operation, type Problem } from '../meaning/index.js'
import { each, plain, type Scaled, toScale } from '../numbers/index.js'
import { placesOf, readAt } from './axes.js'
import type { Point } from './point.js'
import { PER_ENTRY, type Values } from './values.js'

/**
 * How far a derivative may be off, in units of eps: of itself, and of how far it moves where the values of the point do. Terms
 * that cancel in it do not show in the first, but in the second. Where this is too little, more digits decide.
 */
const DERIVATIVE = 16
/** By how much the values of a point are moved for that, relatively. */
const SHAKE = 2 ** -30
/** A pullback costs about twice what it takes to compute what is pulled back. */
const PULLBACK = 2

/** The value of a node that takes a derivative. */
export function derivativeOf(
  values: Values,
  node: Node,
  { name, keep, row }: Extract<Operation, { op: 'derivative' }>,
): Scaled {
  const { args, type } = node
  const [of, ...indices] = args
  const extentOf = (label: string): number => values.extent(dimOf(label))
  const at = stopGradient(values.plainRaw(name))
  // What is differentiated keeps the scale that it has there, a constant, so that its slope is neither lost nor infinite.
  let level: Tensor | undefined
  const { meter } = values.problem
  const f = (value: Tensor): Tensor => {
    const before = meter.spent
    const moved = values.cutAt(name, value).full(of!)
    const [n, m] = [moved.c.size, value.size]
    meter.hold(values.held + PER_ENTRY * n * m, node)
    meter.spend(n * m + PULLBACK * Math.min(n, m) * (meter.spent - before), node)
    level = moved.scale && stopGradient(moved.scale)
    return level === undefined ? moved.c : toScale(moved, level).c
  }
  const [whole] = jacobiansOrNone(([value]) => f(value!), [values.plainRaw(name)])
  // Axes: those of what is differentiated, labels, rows, columns; then those of the symbol.
  const lead = of!.type.labels
  const positional = [of!.type.rows, of!.type.cols].filter(dim => dim !== '1')
  const outer = [...lead.map(extentOf), ...positional.map(dim => values.extent(dim))]
  const shape = [...outer, ...at.shape]
  const kept = [...positional.map(() => true), ...keep]
  const isRow = positional.length === 1 && !keep.includes(true) ? of!.type.rows === '1' : row
  const places = placesOf(lead, shape, values.indices(indices), kept, isRow, type.labels, extentOf)
  const c = readAt(reshape(whole!, shape), places)
  const beside = level && broadcastTo(reshape(level, [...outer, ...at.shape.map(() => 1)]), shape)
  const value = { c, scale: beside && readAt(beside, places), error: undefined }
  return { ...value, error: values.bounded ? errorOf(values, node, value) : undefined }
}

/** How far rounding may have moved a derivative. */
function errorOf(values: Values, node: Node, { c, scale }: Scaled): Tensor {
  const nearby = values.nearby(point => shaken(values.problem, point)).value(node)
  const beside = scale === undefined ? plain(nearby) : toScale(nearby, scale)
  return each(
    (y, near) => {
      const moved = Math.abs(near - y) * (1 / SHAKE)
      // Where it jumps to infinity, nothing is known of how it moves, and so of how far it may be off.
      return (Math.abs(y) + moved) * DERIVATIVE
    },
    c,
    beside.c,
  )
}

/** All derivatives of f by each of its arguments; NaN, which is no value, where an op refuses one, as the norm does its second at 0. */
export function jacobiansOrNone(
  f: (values: readonly Tensor[]) => Tensor,
  at: readonly Tensor[],
): readonly Tensor[] {
  try {
    return jacobian(f)(at) as readonly Tensor[]
  } catch (error) {
    if (!(error instanceof DifferentiationError)) throw error
    const { shape } = f(at)
    return at.map(x => full([...shape, ...x.shape], Number.NaN))
  }
}

/** A point whose values are moved a little, each by another part of SHAKE, up or down. */
function shaken(problem: Problem, { sizes, values }: Point): Point {
  let turn = 0
  const move = (v: number): number => {
    // The golden ratio's multiples are spread evenly between 0 and 1.
    turn = (turn + 0.618033988749895) % 1
    return v * (1 + SHAKE * (turn < 0.5 ? turn - 1 : turn))
  }
  const moved = Object.entries(values).map(([name, of]) => [
    name,
    kindIn(problem, name).movable ? of.map(move) : of,
  ])
  return { sizes, values: Object.fromEntries(moved) }
}
