// Columns that say nothing new: constant ones, and those that are combinations of others.
import { checkedDesign, type Design, isConstant, scaledDesign } from './design.js'

/** A feature that has the same value in every row that counts. */
export interface ConstantFeature {
  /** Its place among the features. */
  readonly feature: number
  /** Its name. */
  readonly name: string
  /** The value of all rows. */
  readonly value: number
}

/** A feature, so many times. */
export interface Term {
  /** Its place among the features. */
  readonly feature: number
  /** Its name. */
  readonly name: string
  /** How often it counts. */
  readonly factor: number
}

/** A feature that is a constant plus multiples of earlier ones, in every row that counts. */
export interface DependentFeature {
  /** Its place among the features. */
  readonly feature: number
  /** Its name. */
  readonly name: string
  /** What is added to the terms. */
  readonly constant: number
  /** Earlier features, and how often each counts. */
  readonly terms: readonly Term[]
}

/** What a design has too much of. */
export interface Redundancies {
  /** Features with one value. */
  readonly constant: readonly ConstantFeature[]
  /** Features that are combinations of earlier ones. */
  readonly dependent: readonly DependentFeature[]
}

/** What is left of a column, relative to its length, that counts as nothing. Measurements have fewer digits. */
const NOTHING = 1e-9

/**
 * The features that could be left out, in the order of the columns: with an intercept those that are constant, and those that
 * are combinations of earlier ones with their coefficients, by Gram and Schmidt's way on centred and scaled columns, twice.
 */
export function redundancies(design: Design): Redundancies {
  const checked = checkedDesign('redundancies', design)
  const { x, rows, features, intercept, weights, names } = checked
  const { z, columns, lead, centres, scales } = scaledDesign(checked)
  const counted = Array.from({ length: rows }, (_, i) => i).filter(i => weights[i]! > 0)
  const basis: { readonly feature: number; readonly axis: Float64Array; readonly row: number[] }[] = []
  const constant: ConstantFeature[] = []
  const dependent: DependentFeature[] = []
  for (let feature = 0; feature < features; feature++) {
    const name = names[feature]!
    if (intercept && isConstant(x, rows, features, feature, weights)) {
      constant.push({ feature, name, value: x[counted[0]! * features + feature]! })
      continue
    }
    const rest = Float64Array.from(counted, i => z[i * columns + lead + feature]!)
    const length = Math.sqrt(dot(rest, rest))
    const row = basis.map(() => 0)
    for (let round = 0; round < 2; round++)
      basis.forEach(({ axis }, at) => {
        const along = dot(axis, rest)
        row[at]! += along
        for (let i = 0; i < rest.length; i++) rest[i]! -= along * axis[i]!
      })
    const left = Math.sqrt(dot(rest, rest))
    if (left > NOTHING * length) {
      basis.push({ feature, axis: rest.map(v => v / left), row: [...row, left] })
      continue
    }
    // rest = Σ row·axis: back by the triangle to factors of the columns that the axes were made of.
    const factors = [...row]
    for (let at = basis.length - 1; at >= 0; at--) {
      factors[at]! /= basis[at]!.row[at]!
      for (let below = 0; below < at; below++) factors[below]! -= basis[at]!.row[below]! * factors[at]!
    }
    const largest = Math.max(0, ...factors.map(Math.abs))
    const terms = basis.flatMap((other, at) =>
      Math.abs(factors[at]!) > NOTHING * largest
        ? [
            {
              feature: other.feature,
              name: names[other.feature]!,
              factor: (factors[at]! * scales[feature]!) / scales[other.feature]!,
            },
          ]
        : [],
    )
    const shift = terms.reduce((sum, term) => sum + term.factor * centres[term.feature]!, 0)
    const sizes = terms.map(term => Math.abs(term.factor * centres[term.feature]!))
    const difference = centres[feature]! - shift
    const isNothing = Math.abs(difference) <= NOTHING * Math.max(Math.abs(centres[feature]!), ...sizes)
    dependent.push({ feature, name, constant: isNothing ? 0 : difference, terms })
  }
  return { constant, dependent }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** A sentence for each redundancy. */
export function describeRedundancies({ constant, dependent }: Redundancies): readonly string[] {
  const short = (v: number) => String(Number(v.toPrecision(6)))
  return [
    ...constant.map(({ name, value }) => `column '${name}' is ${short(value)} in every row`),
    ...dependent.map(({ name, constant, terms }) => {
      const parts = [
        ...(constant === 0 && terms.length > 0 ? [] : [short(constant)]),
        ...terms.map(({ factor, name }) => (factor === 1 ? `'${name}'` : `${short(factor)}·'${name}'`)),
      ]
      return `column '${name}' is ${parts.join(' + ').replaceAll('+ -', '− ')} in every row`
    }),
  ]
}

/** Why there are no standard errors where the information is singular. */
export const singular = (design: Design): readonly string[] => [
  'The information is singular, so there are no standard errors.',
  ...describeRedundancies(redundancies(design)).map(text => `${text[0]!.toUpperCase()}${text.slice(1)}.`),
]
