// Sums with random bounds, shifts and brackets beside plain loops: bounds mean what they say, and what is switched off is not read.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Digits } from '../../../src/verify/evaluate/digits.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import { Reads } from '../../../src/verify/evaluate/reads.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { plain, toNumber } from '../../../src/verify/numbers/doubleDouble/index.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'

const context = readGiven('x : real[n]\nu : real[n]')
const problem = new Problem(context)

/** A number from −3 to 6, that many from 0 or from the end. */
const end = fc.tuple(fc.integer({ min: -2, max: 4 }), fc.boolean())
const endText = ([by, fromEnd]: readonly [number, boolean]): string =>
  fromEnd ? `n ${by < 0 ? '-' : '+'} ${Math.abs(by)}` : String(by)
const endAt = ([by, fromEnd]: readonly [number, boolean], n: number): number => (fromEnd ? n + by : by)

/** An index i + shift, or n − i + shift. */
const index = fc.tuple(fc.integer({ min: -2, max: 3 }), fc.boolean())
const indexText = ([shift, turned]: readonly [number, boolean]): string =>
  `${turned ? 'n - i' : 'i'} ${shift < 0 ? '-' : '+'} ${Math.abs(shift)}`
const indexAt = ([shift, turned]: readonly [number, boolean], i: number, n: number): number =>
  (turned ? n - i : i) + shift

/** Halves from −2 to 2: sums and products of few of them are exact. */
const values = fc.array(
  fc.integer({ min: -4, max: 4 }).map(k => k / 2),
  { minLength: 1, maxLength: 5 },
)

/** A formula at a case, by both evaluators, without the sign of a 0; `undefined` where it reads outside. */
function computed(source: string, x: readonly number[]) {
  const node = problem.lower(parseExpression(source, context.names))
  const point: Point = {
    sizes: { n: x.length },
    values: { x: Float64Array.from(x), u: Float64Array.from(x, v => v + 1) },
  }
  if (new Reads(problem, point).outside([node]) !== undefined) return undefined
  const tensors = new Evaluation(problem, point, false).plainFull(node).data[0]!
  return [tensors + 0, toNumber(plain(new Digits(problem, point).entry(node, new Map()))) + 0]
}

const FOLD = {
  sum: (terms: readonly number[]) => terms.reduce((a, b) => a + b, 0),
  prod: (terms: readonly number[]) => terms.reduce((a, b) => a * b, 1),
  max: (terms: readonly number[]) => Math.max(...terms),
  min: (terms: readonly number[]) => Math.min(...terms),
} as const

describe('Σ, ∏, max and min', () => {
  it('from any number to any other, of any shifted entry, are the loop that they say', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sum', 'prod', 'max', 'min'),
        end,
        end,
        index,
        index,
        values,
        (op, from, to, a, b, x) => {
          const n = x.length
          const source = `\\${op}_{i=${endText(from)}}^{${endText(to)}} x_{${indexText(a)}} u_{${indexText(b)}}`
          const terms: number[] = []
          let missing = false
          for (let i = endAt(from, n); i <= endAt(to, n); i++) {
            const [p, q] = [x[indexAt(a, i, n) - 1], x[indexAt(b, i, n) - 1]]
            if (p === undefined || q === undefined) missing = true
            else terms.push(p * (q + 1))
          }
          const found = computed(source, x)
          expect(found, source).toEqual(missing ? undefined : [FOLD[op](terms) + 0, FOLD[op](terms) + 0])
        },
      ),
      { numRuns: 400 },
    )
  })

  it('of a bracket times a shifted entry read where the bracket is true alone', () => {
    const relations = {
      '<': (a: number, b: number) => a < b,
      '\\le': (a: number, b: number) => a <= b,
      '>': (a: number, b: number) => a > b,
      '\\ge': (a: number, b: number) => a >= b,
      '=': (a: number, b: number) => a === b,
      '\\ne': (a: number, b: number) => a !== b,
    } as const
    const relation = fc.constantFrom(...(Object.keys(relations) as (keyof typeof relations)[]))
    fc.assert(
      fc.property(
        relation,
        end,
        relation,
        end,
        index,
        values,
        fc.constantFrom('times', 'condition', 'cases'),
        (first, low, second, high, a, x, how) => {
          const n = x.length
          const entry = `x_{${indexText(a)}}`
          const [p, q] = [`i ${first} ${endText(low)}`, `i ${second} ${endText(high)}`]
          const source = {
            times: `\\sum_{i=1}^{n} [${p}] ${entry} u_i [${q}]`,
            condition: `\\sum_{i=1, ${p}, ${q}}^{n} u_i ${entry}`,
            cases: `\\sum_{i=1}^{n} \\begin{cases} u_i ${entry} & \\text{if } ${p} \\text{ and } ${q} \\\\ 0 & \\text{otherwise} \\end{cases}`,
          }[how]
          let [sum, missing] = [0, false]
          for (let i = 1; i <= n; i++) {
            if (!relations[first](i, endAt(low, n)) || !relations[second](i, endAt(high, n))) continue
            const value = x[indexAt(a, i, n) - 1]
            if (value === undefined) missing = true
            else sum += value * (x[i - 1]! + 1)
          }
          expect(computed(source, x), source).toEqual(missing ? undefined : [sum + 0, sum + 0])
        },
      ),
      { numRuns: 400 },
    )
  })
})
