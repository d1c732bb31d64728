// What is wrong with a gradient in code: a constant factor, or a term that is missing or too many.
import { ChainruleError } from '../../errors.js'
import { reshape } from '../../ops/index.js'
import type { Tensor } from '../../tensor.js'
import { Evaluation, type Point } from '../evaluate/index.js'
import { BATTERY, UNSEEN } from '../points/index.js'
import { constantsNear, matrixAtoms, relatedSymbols, sumOfTwo } from '../repair/index.js'
import type { Diagnosis, DiagnosisKind } from '../report/index.js'
import { type Expr, print, product, type Style } from '../text/index.js'
import type { GradientTrial } from './trial.js'

/** At most so many atoms are tried, and so many ways to write the constant before one. */
const ATOMS = 48
const FACTORS = 3
const COEFFICIENTS = 2

/** Rounding of a formula's 16 digits. */
const CLOSE = 1e-9

/** What was found: it holds on sizes that were not used to find it. What throws at one of these is no explanation. */
export function diagnosesOf(trial: GradientTrial, by: string, seed: number): readonly Diagnosis[] {
  try {
    return trial.problem.scratch(() => explain(trial, by, seed))
  } catch (error) {
    if (error instanceof ChainruleError) return []
    throw error
  }
}

/** A point with the claim and the derivative there, and the values of formulas. */
interface Seen {
  readonly sizes: Point['sizes']
  readonly actual: Float64Array
  readonly claimed: Float64Array
  valuesOf(expr: Expr): Float64Array
}

function explain(trial: GradientTrial, by: string, seed: number): readonly Diagnosis[] {
  const { problem, symbols, dims } = trial
  const seenAt = (point: Point): Seen => {
    const { actual, claimed } = trial.sidesAt(point)
    const evaluation = new Evaluation(problem, point, false)
    const plainly = (x: Tensor): Float64Array => Float64Array.from(x.data)
    return {
      sizes: point.sizes,
      actual: plainly(actual),
      claimed: plainly(claimed),
      valuesOf: expr => plainly(reshape(evaluation.plainFull(problem.lower(expr)), [-1])),
    }
  }
  const first = seenAt(trial.draw(BATTERY[0]!, seed + 100)!)
  const unseen = UNSEEN.map((recipe, i) => seenAt(trial.draw(recipe, seed + 200 + i)!))
  const everywhere = (predict: (seen: Seen) => Float64Array): boolean =>
    unseen.every(seen =>
      predict(seen).every((v, e) => Math.abs(v - seen.actual[e]!) <= CLOSE * (1 + Math.abs(v))),
    )
  const style: Style = { latex: false, names: problem.names }
  const constants = (ratio: number | undefined, most: number): readonly Expr[] =>
    ratio === undefined ? [] : constantsNear(ratio, dims, first.sizes).slice(0, most)
  const factor = constants(sumOfTwo(first.actual, first.claimed)?.[0], FACTORS).find(constant =>
    everywhere(({ claimed, valuesOf }) => {
      const [c] = valuesOf(constant)
      return claimed.map(v => c! * v)
    }),
  )
  if (factor !== undefined)
    return [found('factor', `the claim must be multiplied by ${print(factor, style)}`)]
  const { axes } = problem.symbols.get(by)!
  const isShaped = first.actual.length === axes.reduce((n, dim) => n * (first.sizes[dim] ?? Number(dim)), 1)
  if (!isShaped || axes.length > 2 || axes.length === 0) return []
  const missing = first.actual.map((v, e) => v - first.claimed[e]!)
  const names = relatedSymbols(problem, new Set(symbols))
  for (const atom of matrixAtoms({ problem, names, dims }, axes[0]!, axes[1] ?? '1').slice(0, ATOMS)) {
    const ratio = sumOfTwo(missing, first.valuesOf(atom))?.[0]
    const constant = constants(ratio, COEFFICIENTS).find(coefficient =>
      everywhere(({ claimed, valuesOf }) => {
        const [[c], term] = [valuesOf(coefficient), valuesOf(atom)]
        return claimed.map((v, e) => v + c! * term[e]!)
      }),
    )
    if (constant !== undefined)
      return [found('term', `the term ${print(product(constant, atom), style)} is missing`)]
  }
  return []
}

const found = (kind: DiagnosisKind, message: string): Diagnosis => ({
  kind,
  rule: kind === 'factor' ? 'constant' : 'sum',
  message,
  repair: undefined,
})
