// Matrices that are put together: one value with tensors and in 31 digits, and derivatives that differences show.
import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src/testing/index.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { dimOf } from '../../../src/verify/meaning/node.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { drawPoint } from '../../../src/verify/points/draw.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'
import { compared } from './compared.js'

const context = readGiven(`
u : real[m]
v : real[n]
X : real[m, n]
A : real[n, n]
a : real
F^{(i)} : real[n, n] for i ≤ m
x_i : real[n] for i ≤ m
`)
const problem = new Problem(context)
const scope = problem.scopeFor([['i', 'm']])
const SIZES = { m: 3, n: 4 }
const SOURCES = [
  '[a, 2; u_i, a^2]',
  '[e^{a}, e^{900 a}; 1, e^{-900 u_i}]',
  '[X; v^\\top]',
  '[X, u; v^\\top, a]',
  '[F^{(i)}, 0; 0, u_i A]',
  '[v_1; …; v_n]',
  '[u_i v_1; …; u_i v_n]',
  '[X_{11}, …, X_{1n}; …; X_{m1}, …, X_{mn}]',
  '[x_1^\\top; …; x_m^\\top]',
  '[u_i x_1, …, u_i x_m]',
  '[1, v_1; …; 1, v_n]',
  '[0; 1; …; n]',
  '[v_1 + … + v_n, a; a, a]',
  '[X, [u_1; …; u_m]]',
]

describe.each(SOURCES)('%s', source => {
  const node = problem.lower(parseExpression(source, context.names), scope)
  const point = (lane: 'ordinary' | 'wide' | 'zeros' | 'large') =>
    drawPoint(problem, [...context.symbols.keys()], SIZES, lane, 5)

  it('has one value with tensors and in 31 digits', () => {
    for (const lane of ['ordinary', 'wide', 'zeros', 'large'] as const)
      expect(compared(problem, node, point(lane), 0).faults, lane).toEqual([])
  })

  it('has the shape that its type says', () => {
    const evaluation = new Evaluation(problem, point('ordinary'), false)
    const { labels, rows, cols } = node.type
    expect(evaluation.full(node).c.shape).toEqual(
      [...labels.map(dimOf), rows, cols].map(dim => evaluation.extent(dim)),
    )
  })

  it('has the derivatives that differences show', () => {
    for (const name of ['u', 'v', 'X', 'A', 'a', 'F', 'x'].filter(symbol => problem.mentions(node, symbol))) {
      if (source.includes('900')) continue
      const { f, at } = new Evaluation(problem, point('ordinary'), false).along(node, name)
      const { verdict, message } = checkGradient(f, at)
      expect(verdict, message).toBe('holds')
    }
  })
})
