// The gradient computed three ways, entry by entry: by autodiff, by the closed form, and by finite differences of the loss.
import { fromData } from '../create.js'
import { type SoftmaxParams, softmaxLoss } from '../models/index.js'
import { random } from '../random.js'
import { type Tensor, valuesOf } from '../tensor.js'
import { centralDifference } from '../testing/differences.js'
import { grad } from '../transforms/index.js'
import { type ClosedForm, closedForm } from './closedForm.js'

/** How far autodiff lies from another way at worst. */
export interface Comparison {
  /** The largest difference; where one is not allowed, the one farthest beyond its limit. */
  readonly error: number
  /** What is allowed there. */
  readonly tolerance: number
  /** Whether every difference is within its limit. */
  readonly holds: boolean
  readonly compared: number
  /** Entries about which finite differences could say nothing. */
  readonly unclear: number
}

/** What the check found at one point. */
export interface GradientCheck {
  readonly closedForm: Comparison
  readonly differences: Comparison
}

/** One entry: what autodiff says, what another way says, and how far apart they may lie. */
interface Pair {
  readonly ours: number
  readonly theirs: number
  readonly tolerance: number
}

/** Differences take many losses an entry: beyond this many, entries are drawn at random. */
const ENTRIES = 40

const NAMES = ['theta', 'bias'] as const

/** Checks the gradient of the loss at a point. x : [n, d]; labels : int32 [n] */
export function checkPoint(
  params: SoftmaxParams,
  x: Tensor,
  labels: Tensor,
  { l2, seed }: { readonly l2: number; readonly seed: number },
): GradientCheck {
  const ours = grad(softmaxLoss)(params, x, labels, { l2 })
  const paper = closedForm(params, x, labels, l2)
  const places = NAMES.flatMap(name =>
    Array.from({ length: params[name]?.size ?? 0 }, (_, index) => ({ name, index })),
  )
  const pairs = places.map(({ name, index }) => ({
    ours: ours[name]!.data[index]!,
    theirs: paper[name].gradient[index]!,
    tolerance: paper[name].tolerance[index]!,
  }))
  const drawn = [...random(seed).permutation(places.length).data].slice(0, ENTRIES)
  const slopes = drawn.map(at => {
    const { name, index } = places[at]!
    const slope = slopeAt(params, name, index, moved => softmaxLoss(moved, x, labels, { l2 }).item(), paper)
    // The bound speaks of the differences alone; autodiff itself may be off by what the closed form is allowed.
    return slope && { ...pairs[at]!, theirs: slope.derivative, tolerance: slope.bound + pairs[at]!.tolerance }
  })
  const clear = slopes.filter(pair => pair !== undefined)
  return { closedForm: worst(pairs, 0), differences: worst(clear, slopes.length - clear.length) }
}

/** The slope of the loss along one parameter, from values of the loss alone. */
function slopeAt(
  params: SoftmaxParams,
  name: (typeof NAMES)[number],
  index: number,
  loss: (params: SoftmaxParams) => number,
  { magnitude }: ClosedForm,
) {
  const values = valuesOf(params[name]!)
  const along = (value: number): number => {
    const moved = values.slice()
    moved[index] = value
    return loss({ ...params, [name]: fromData(moved, params[name]!.shape) })
  }
  const found = centralDifference(along, values[index]!, { magnitude })
  return found.kind === 'smooth' ? found : undefined
}

function worst(pairs: readonly Pair[], unclear: number): Comparison {
  const rows = pairs.map(({ ours, theirs, tolerance }) => ({ error: Math.abs(ours - theirs), tolerance }))
  const beyond = rows.filter(row => !(row.error <= row.tolerance))
  const size = (row: { readonly error: number; readonly tolerance: number }) =>
    beyond.length === 0 ? row.error : row.error / row.tolerance
  const [first = { error: 0, tolerance: 0 }, ...others] = beyond.length === 0 ? rows : beyond
  const { error, tolerance } = others.reduce((a, b) => (size(b) > size(a) ? b : a), first)
  return { error, tolerance, holds: beyond.length === 0, compared: rows.length, unclear }
}
