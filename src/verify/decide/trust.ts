// Whether our own derivatives can be trusted at a case: reverse mode, forward mode and differences must agree first.
import { add, mul } from '../../ops/index.js'
import { random } from '../../random.js'
import type { Tensor } from '../../tensor.js'
import { checkGradientWith } from '../../testing/index.js'
import { Evaluation } from '../evaluate/evaluation.js'
import type { Point } from '../evaluate/point.js'
import type { Node } from '../meaning/node.js'
import type { Problem } from '../meaning/problem.js'
import { isTerm, termOf } from '../terms/index.js'

/** What the oracles say of a derivative at a case. */
export interface Trust {
  readonly verdict: 'holds' | 'nonsmooth' | 'inconclusive'
  /** Why not `holds`. */
  readonly reason: string | undefined
}

/** All derivatives that a node takes, also inside of definitions. */
export function derivativesIn(problem: Problem, nodes: readonly Node[]): readonly Node[] {
  const seen = new Set<number>()
  const found: Node[] = []
  const visit = (node: Node): void => {
    if (seen.has(node.id)) return
    seen.add(node.id)
    const { operation } = node
    if (operation.op === 'derivative') found.push(node)
    if (operation.op === 'symbol' || operation.op === 'derivative') {
      const symbol = problem.context.symbols.get(operation.name)!
      if (symbol.definition !== undefined && operation.op === 'symbol') visit(problem.definition(symbol).node)
    }
    node.args.forEach(visit)
  }
  nodes.forEach(visit)
  return found
}

/** Two suffice: a wrong derivative escapes even one by a coincidence only. */
const DIRECTIONS = 2

const TRUSTED: Trust = { verdict: 'holds', reason: undefined }

/**
 * Checks the derivatives that nodes take, at a case, in random Gaussian directions. One that was established at another
 * case is not checked again, unless this very case matters: at a kink.
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
    const report = checkGradientWith({ seed, entries: 0, directions: DIRECTIONS })(f, at)
    if (report.verdict === 'nonsmooth' || (again && report.verdict === 'holds' && bends(f, at, seed))) {
      return {
        verdict: 'nonsmooth',
        reason: `the derivative by ${operation.name} does not exist at a case: there is a kink or a jump`,
      }
    }
    if (report.verdict === 'holds') {
      problem.established.add(key)
      continue
    }
    const reason =
      report.verdict === 'refuted'
        ? `the oracles disagree about the derivative by ${operation.name}`
        : `the derivative by ${operation.name} could not be established: ${report.reason}`
    worst = { verdict: 'inconclusive', reason }
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
  return Array.from({ length: DIRECTIONS }, () => stream.normal(at.shape)).some(direction => {
    const bend = (step: number): readonly number[] => {
      const [ahead, back] = [step, -step].map(h => f(add(at, mul(direction, h))).data)
      return Array.from(here, (y, e) => Math.abs(ahead![e]! - y - (y - back![e]!)) / step)
    }
    const [far, near] = [bend(FAR), bend(NEAR)]
    return near.some((spread, e) => spread > far[e]! / 2 && spread > NOISE * (1 + Math.abs(here[e]!)))
  })
}

/** Whether a node has kinks anywhere, so that a difference must first be asked whether it lies at one. */
export function hasKinks(problem: Problem, nodes: readonly Node[]): boolean {
  const seen = new Set<number>()
  const visit = (node: Node): boolean => {
    if (seen.has(node.id)) return false
    seen.add(node.id)
    const { operation: o } = node
    if (isTerm(o) ? termOf(o).kinks : o.op === 'reduce' && (o.how === 'max' || o.how === 'min')) return true
    if (o.op === 'compare' && node.args.some(({ type }) => type.sort === 'real')) return true
    if (o.op === 'symbol') {
      const symbol = problem.context.symbols.get(o.name)!
      if (symbol.definition !== undefined && visit(problem.definition(symbol).node)) return true
    }
    return node.args.some(visit)
  }
  return nodes.some(visit)
}
