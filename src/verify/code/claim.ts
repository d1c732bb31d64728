// The same in code: a claimed gradient as a function of tensors, against the function that it is to be the gradient of.
import { fromData } from '../../create.js'
import { ArgumentError, ChainruleError, describe } from '../../errors.js'
import { mul, reshape, sub, sum } from '../../ops/index.js'
import { random } from '../../random.js'
import { formatShape, sameShape } from '../../shape.js'
import { isTensor, type Tensor } from '../../tensor.js'
import { checkGradientWith } from '../../testing/index.js'
import { measured } from '../../testing/rounding.js'
import { grad, jacobian } from '../../transforms/index.js'
import { shown } from '../decide/decide.js'
import { Evaluation } from '../evaluate/evaluation.js'
import type { Point } from '../evaluate/point.js'
import type { Context } from '../given/context.js'
import { BUDGET, type Budget, Meter, unlessTooLarge } from '../meaning/budget.js'
import { type Problem, problemOf } from '../meaning/lower.js'
import { BATTERY, dimsOf, drawPoint, type Recipe, sizesFor, UNSEEN } from '../points/draw.js'
import { PointArbitrary, shrink } from '../points/shrink.js'
import { constantsNear } from '../repair/constants.js'
import { sumOfTwo } from '../repair/fit.js'
import { matrixAtoms, relatedSymbols } from '../repair/vocabulary.js'
import { caught, counterexampleLines } from '../report/claimText.js'
import { unpainted } from '../report/paint.js'
import type { Counterexample, Diagnosis, Verdict } from '../report/report.js'
import { product } from '../text/make.js'
import { print, type Style } from '../text/print/print.js'

/** Tensors by name, as the given block declares them; classes are int32 and count from 0. */
export type Inputs = Readonly<Record<string, Tensor>>

/** A gradient that is claimed. */
export interface GradientClaim {
  /** The function: inputs → a tensor of any shape. */
  readonly of: (inputs: Inputs) => Tensor
  /** The name of the input that it is differentiated by. */
  readonly by: string
  /** The claimed derivative: of that input's shape, or [...of, ...by] where the function is not scalar. */
  readonly claim: (inputs: Inputs) => Tensor
}

/** What became of it. */
export interface GradientClaimReport {
  /** What became of it. */
  readonly verdict: Verdict
  /** Why, in a sentence. */
  readonly reason: string | undefined
  /** The smallest case that fails, where one does. */
  readonly counterexample: Counterexample | undefined
  /** What is wrong, the likeliest first. */
  readonly diagnoses: readonly Diagnosis[]
  /** The smallest relative mistake that would have been caught. */
  readonly resolution: number
  /** How many cases were compared. */
  readonly cases: number
  /** What drew the cases. */
  readonly seed: number
  /** In words. */
  readonly message: string
}

/** What was found out, before it is put into words. */
type Finding = Omit<GradientClaimReport, 'seed' | 'message'>

/** One case: the inputs, the true derivative and the claimed one. */
interface Trial {
  readonly point: Point
  readonly actual: Tensor
  readonly claimed: Tensor
  readonly agrees: boolean
  /** The largest relative mistake that would not have shown. */
  readonly resolution: number
}

/** Random combinations of all entries that are compared: a mistake of any shape shows in one, short of a coincidence. */
const DIRECTIONS = 3

/** What a claim is tried on. */
class Trials {
  readonly problem: Problem
  readonly symbols: readonly string[]
  readonly dims: readonly string[]

  constructor(
    readonly claim: GradientClaim,
    readonly context: Context,
    readonly seed: number,
  ) {
    this.problem = problemOf(context)
    this.symbols = [...context.symbols.values()]
      .filter(({ definition }) => definition === undefined)
      .map(({ name }) => name)
    this.dims = dimsOf(this.problem, this.symbols)
    const kind = context.symbols.get(claim.by)?.kind
    if (kind === undefined || !this.symbols.includes(claim.by)) {
      throw new ArgumentError(
        'verify',
        `'by' names an input of the given block (${this.symbols.join(', ')}), got ${describe(claim.by)}`,
      )
    }
    if (['class', 'integer', 'binary', 'sign'].includes(kind))
      throw new ArgumentError('verify', `${claim.by} is of kind ${kind}, and has no derivative`)
  }

  /** The case of a recipe. */
  draw(recipe: Recipe, i: number): Point {
    return drawPoint(this.problem, this.symbols, sizesFor(this.dims, recipe), recipe.lane, this.seed + i)
  }

  /** A case as tensors. */
  inputs(point: Point): Inputs {
    return Object.fromEntries(
      this.symbols.map(name => {
        const { axes, kind } = this.context.symbols.get(name)!
        const shape = axes.map(dim => point.sizes[dim] ?? Number(dim))
        const values = point.values[name]!
        return [
          name,
          kind === 'class'
            ? fromData(
                Int32Array.from(values, v => v - 1),
                shape,
                'int32',
              )
            : fromData(values, shape),
        ]
      }),
    )
  }

  /** Both derivatives at a case. */
  at(point: Point): Trial | { readonly shapes: string } {
    const inputs = this.inputs(point)
    const { of, by, claim } = this.claim
    const along = (x: Tensor): Tensor => checked(of({ ...inputs, [by]: x }), 'of')
    const x = inputs[by]!
    const derivative =
      along(x).size === 1 ? grad((v: Tensor) => sum(along(v))) : (jacobian(along) as (x: Tensor) => Tensor)
    const actual = derivative(x)
    const claimed = checked(claim(inputs), 'claim')
    if (!sameShape(actual.shape, claimed.shape)) {
      const turned = sameShape([...actual.shape].reverse(), claimed.shape)
      return {
        shapes: `the claim has shape ${formatShape(claimed.shape)}, the derivative ${formatShape(actual.shape)}${turned ? ': the layout is transposed' : ''}`,
      }
    }
    const stream = random(this.seed + 77)
    let agrees = true
    let resolution = 0
    for (let i = 0; i < DIRECTIONS; i++) {
      const weights = stream.normal(actual.shape)
      const { value, rounding } = measured(
        ([v]: readonly Tensor[]) => {
          const all = { ...inputs, [by]: v! }
          return sum(mul(weights, sub(claim(all), derivative(v!))))
        },
        [x],
      )
      if (!Number.isFinite(value)) continue
      if (Math.abs(value) > rounding) agrees = false
      const size = Math.sqrt([...actual.data].reduce((total, v) => total + v * v, 0))
      if (size > 0) resolution = Math.max(resolution, rounding / size)
    }
    return { point, actual, claimed, agrees, resolution }
  }
}

function checked(value: unknown, role: string): Tensor {
  if (!isTensor(value))
    throw new ArgumentError('verify', `'${role}' must return a tensor, got ${describe(value)}`)
  return value
}

/** Decides a gradient that is claimed as a function, on the cases that formulas are tried on. */
export function verifyGradient(
  claim: GradientClaim,
  context: Context,
  seed = 0,
  budget: Required<Budget> = BUDGET,
): GradientClaimReport {
  const trials = new Trials(claim, context, seed)
  const found = unlessTooLarge(
    () => trials.problem.metered(new Meter(budget), () => decide(trials)),
    ({ what }): Finding => ({ ...NOTHING, verdict: 'inconclusive', reason: `too large to decide: ${what}` }),
  )
  return { ...found, seed, message: messageOf(found, seed) }
}

const NOTHING = { counterexample: undefined, diagnoses: [], cases: 0, resolution: Infinity } as const

function decide(trials: Trials): Finding {
  const { claim, seed } = trials
  const nothing = NOTHING
  let resolution = Infinity
  let cases = 0
  for (const [i, recipe] of BATTERY.entries()) {
    const point = trials.draw(recipe, i)
    const trial = trials.at(point)
    if ('shapes' in trial) return { verdict: 'refuted', reason: trial.shapes, ...nothing }
    if (![...trial.actual.data].every(Number.isFinite)) continue
    if (i === 0 || !trial.agrees) {
      const inputs = trials.inputs(point)
      const trust = checkGradientWith({ seed, entries: 0 })(
        (x: Tensor) => claim.of({ ...inputs, [claim.by]: x }),
        inputs[claim.by]!,
      )
      if (trust.verdict === 'nonsmooth') continue
      if (trust.verdict !== 'holds')
        return {
          verdict: 'inconclusive',
          reason: `the oracles disagree about the function:\n${trust.message}`,
          ...nothing,
        }
    }
    if (!trial.agrees) return refuted(trials, point)
    cases++
    if (trial.resolution > 0) resolution = Math.min(resolution, trial.resolution)
  }
  if (cases === 0)
    return {
      verdict: 'inconclusive',
      reason: 'no case was found in which the function has a derivative',
      ...nothing,
    }
  return { verdict: 'holds', reason: undefined, counterexample: undefined, diagnoses: [], resolution, cases }
}

/** The smallest failing case, and what is wrong. */
function refuted(trials: Trials, failing: Point): Finding {
  const { problem, symbols, dims, seed } = trials
  const fails = (point: Point): boolean => {
    try {
      const trial = trials.at(point)
      return !('shapes' in trial) && !trial.agrees
    } catch (error) {
      if (error instanceof ChainruleError) return false
      throw error
    }
  }
  const { point, path } = shrink(new PointArbitrary(problem, symbols, dims), failing, seed, fails)
  const trial = trials.at(point)
  const counterexample = 'shapes' in trial ? undefined : shownAt(trials, trial, path)
  return {
    verdict: 'refuted',
    reason: undefined,
    counterexample,
    diagnoses: diagnosesOf(trials),
    resolution: Infinity,
    cases: 1,
  }
}

function shownAt(
  { problem, symbols, seed }: Trials,
  { point, actual, claimed }: Trial,
  path: string,
): Counterexample {
  const apart = [...actual.data].map((v, e) => Math.abs(claimed.data[e]! - v))
  const e = apart.indexOf(Math.max(...apart))
  const at: Record<string, number> = {}
  let rest = e
  actual.shape.toReversed().forEach((n, k) => {
    const axis = actual.shape.length - k
    at[
      actual.shape.length === 1
        ? 'entry'
        : actual.shape.length === 2
          ? axis === 1
            ? 'row'
            : 'column'
          : `axis ${axis}`
    ] = (rest % n) + 1
    rest = Math.floor(rest / n)
  })
  return {
    sizes: point.sizes,
    values: shown(problem, point, symbols),
    derived: {},
    at: Object.fromEntries(Object.entries(at).reverse()),
    claimed: claimed.data[e]!,
    actual: actual.data[e]!,
    difference: claimed.data[e]! - actual.data[e]!,
    confirmed: false,
    seed,
    path,
  }
}

/** A constant factor, or a term that is missing or too many: each must hold on sizes that were not used to find it. */
function diagnosesOf(trials: Trials): readonly Diagnosis[] {
  const { problem, context, symbols, dims, claim } = trials
  const style: Style = {
    latex: false,
    above: name => context.names.above(name),
    declared: name => context.names.has(name),
  }
  const first = trials.at(trials.draw(BATTERY[0]!, 100))
  if ('shapes' in first) return []
  const [actual, claimed] = [first.actual, first.claimed].map(({ data }) => Float64Array.from(data))
  const everywhere = (predict: (trial: Trial, evaluation: Evaluation) => Float64Array | undefined): boolean =>
    UNSEEN.every((recipe, i) => {
      const trial = trials.at(trials.draw(recipe, 200 + i))
      if ('shapes' in trial) return false
      const predicted = predict(trial, new Evaluation(problem, trial.point, false))
      return (
        predicted?.every((v, e) => Math.abs(v - trial.actual.data[e]!) <= 1e-9 * (1 + Math.abs(v))) === true
      )
    })
  const value = (
    evaluation: Evaluation,
    expr: Parameters<typeof print>[0],
    shape: readonly number[],
  ): Float64Array => Float64Array.from(reshape(evaluation.plainFull(problem.lower(expr)), shape).data)
  const [ratio] = sumOfTwo(actual!, claimed!) ?? []
  const constants = ratio === undefined ? [] : constantsNear(ratio, dims, first.point.sizes).slice(0, 3)
  const factors = constants.flatMap((constant): readonly Diagnosis[] => {
    const holds = everywhere((trial, evaluation) => {
      const c = evaluation.plainFull(problem.lower(constant)).item()
      return Float64Array.from(trial.claimed.data, v => c * v)
    })
    return holds
      ? [
          {
            kind: 'factor',
            message: `the claim must be multiplied by ${print(constant, style)}`,
            repair: undefined,
          },
        ]
      : []
  })
  if (factors.length > 0) return factors.slice(0, 1)
  const axes = context.symbols.get(claim.by)!.axes
  if (first.actual.rank !== axes.length || axes.length > 2 || axes.length === 0) return []
  const atoms = matrixAtoms(
    problem,
    relatedSymbols(problem, new Set(symbols)),
    axes[0]!,
    axes[1] ?? '1',
  ).slice(0, 48)
  const residual = actual!.map((v, e) => v - claimed![e]!)
  const at = new Evaluation(problem, first.point, false)
  for (const atom of atoms) {
    const values = value(at, atom, first.actual.shape)
    const [c] = sumOfTwo(residual, values) ?? []
    for (const constant of c === undefined ? [] : constantsNear(c, dims, first.point.sizes).slice(0, 2)) {
      const holds = everywhere((trial, evaluation) => {
        const k = evaluation.plainFull(problem.lower(constant)).item()
        const term = value(evaluation, atom, trial.actual.shape)
        return Float64Array.from(trial.claimed.data, (v, e) => v + k * term[e]!)
      })
      if (holds)
        return [
          {
            kind: 'term',
            message: `the term ${print(product(constant, atom), style)} is missing`,
            repair: undefined,
          },
        ]
    }
  }
  return []
}

function messageOf(
  { verdict, reason, counterexample, diagnoses, resolution }: Finding,
  seed: number,
): string {
  return [
    `${verdict}${verdict === 'holds' ? caught({ resolution }, '; ') : ''}`,
    ...(reason === undefined ? [] : [`  = reason: ${reason}`]),
    ...(counterexample === undefined ? [] : counterexampleLines(counterexample, unpainted)),
    ...diagnoses.map(({ message }, i) => `  = help: ${i === 0 ? '' : 'or '}${message}`),
    `  = replay: seed ${seed}`,
  ].join('\n')
}
