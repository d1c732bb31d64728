// Whether our own derivatives can be trusted at a case: reverse mode, forward mode and differences must agree first.
import { add, mul } from '../../ops/index.js'
import { random } from '../../random.js'
import type { Tensor } from '../../tensor.js'
import { checkGradientWith } from '../../testing/index.js'
import { Evaluation, type Point } from '../evaluate/index.js'
import { type Node, nodesWithin, type Problem } from '../meaning/index.js'
import { isTerm, termOf } from '../terms/index.js'

/** What the oracles say of a derivative at a point. */
export interface Trust {
  readonly verdict: 'holds' | 'nonsmooth' | 'inconclusive'
  /** Why not `holds`. */
  readonly reason: string | undefined
  /** The report of the check, where they do not agree. */
  readonly report?: string
}

/** All derivatives that nodes take, also inside of definitions. */
export const derivativesIn = (problem: Problem, nodes: readonly Node[]): readonly Node[] =>
  nodesWithin(nodes, problem).filter(({ operation }) => operation.op === 'derivative')

/** A wrong derivative escapes one direction by a coincidence only. At a kink, where what is near by matters, two are asked. */
const DIRECTIONS = 1
const DIRECTIONS_AGAIN = 2

const TRUSTED: Trust = { verdict: 'holds', reason: undefined }

/** Whether the oracles agree about the derivative of a function by a symbol; `again` asks for kinks that they do not see. */
export function trustOf(
  f: (value: Tensor) => Tensor,
  at: Tensor,
  name: string,
  seed: number,
  again: boolean,
): Trust {
  const report = checkGradientWith({ seed, entries: 0, directions: again ? DIRECTIONS_AGAIN : DIRECTIONS })(
    f,
    at,
  )
  if (report.verdict === 'nonsmooth' || (again && report.verdict === 'holds' && bends(f, at, seed)))
    return {
      verdict: 'nonsmooth',
      reason: `the derivative by ${name} does not exist at a case: there is a kink or a jump`,
    }
  if (report.verdict === 'holds') return TRUSTED
  const reason =
    report.verdict === 'refuted'
      ? `the oracles disagree about the derivative by ${name}`
      : `the derivative by ${name} could not be established: ${report.reason}`
  return { verdict: 'inconclusive', reason, report: report.message }
}

/**
 * Checks the derivatives that nodes take, at a point, in random Gaussian directions. One that was established at another
 * point is not checked again, unless this very point matters: at a kink.
 */
export function trustIn(
  problem: Problem,
  point: Point,
  nodes: readonly Node[],
  seed: number,
  again = false,
): Trust {
  const evaluation = new Evaluation(problem, point, false)
  let worst = TRUSTED
  for (const { operation, args } of derivativesIn(problem, nodes)) {
    if (operation.op !== 'derivative') continue
    const key = `${args[0]!.id} ${operation.name}`
    if (!again && problem.established.has(key)) continue
    const { f, at } = evaluation.along(args[0]!, operation.name)
    const trust = trustOf(f, at, operation.name, seed, again)
    if (trust.verdict === 'nonsmooth') return trust
    if (trust.verdict === 'holds') problem.established.add(key)
    else worst = trust
  }
  return worst
}

/** Steps at which one-sided slopes are taken, and the distance of slopes that rounding alone makes at the smaller one. */
const [FAR, NEAR] = [2 ** -8, 2 ** -16]
const NOISE = 2 ** -46 / NEAR

/**
 * Whether slopes on both sides of a point stay apart as the step shrinks: also at a kink like that of |x|, where differences
 * and autodiff agree on the slope 0 between them. Of a smooth function they draw together as the step does, by 2⁻⁸.
 */
function bends(f: (value: Tensor) => Tensor, at: Tensor, seed: number): boolean {
  const stream = random(seed)
  const here = f(at).data
  return Array.from({ length: DIRECTIONS_AGAIN }, () => stream.normal(at.shape)).some(direction => {
    const bend = (step: number): readonly number[] => {
      const [ahead, back] = [step, -step].map(h => f(add(at, mul(direction, h))).data)
      return Array.from(here, (y, e) => Math.abs(ahead![e]! - y - (y - back![e]!)) / step)
    }
    const [far, near] = [bend(FAR), bend(NEAR)]
    return near.some((spread, e) => spread > far[e]! / 2 && spread > NOISE * (1 + Math.abs(here[e]!)))
  })
}

/** Whether a function has a kink or a jump where a node computes it. */
const isKinked = ({ operation: o, args }: Node): boolean =>
  (isTerm(o) ? termOf(o).kinks : o.op === 'reduce' && (o.how === 'max' || o.how === 'min')) ||
  (o.op === 'compare' && args.some(({ type }) => type.sort === 'real'))

/** Whether nodes have kinks anywhere, so that a difference must first be asked whether it lies at one. */
export const hasKinks = (problem: Problem, nodes: readonly Node[]): boolean =>
  nodesWithin(nodes, problem).some(isKinked)
