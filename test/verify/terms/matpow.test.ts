// Powers of matrices: one value with tensors and in 31 digits, and the derivative that differences show.
import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src/testing/index.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { drawPoint } from '../../../src/verify/points/draw.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'
import { compared } from '../evaluate/compared.js'

const context = readGiven(`
A : real[n, n]
F^{(i)} : real[n, n] for i ≤ m
u : real[m]
k : integer
`)
const problem = new Problem(context)
const scope = problem.scopeFor([['i', 'm']])
const SIZES = { m: 3, n: 4 }
const SOURCES = [
  'A^0',
  'A^5',
  'A^{-6}',
  'A^k',
  'A^{1-k}',
  'A^i',
  '(u_i F^{(i)})^{i+4}',
  'A^{2-i}',
  'A^{k+60}',
]

describe.each(SOURCES)('%s', source => {
  const node = problem.lower(parseExpression(source, context.names), scope)
  const point = (lane: 'ordinary' | 'wide' | 'zeros' | 'huge') =>
    drawPoint(problem, [...context.symbols.keys()], SIZES, lane, 5)

  it('has one value with tensors and in 31 digits', () => {
    for (const lane of ['ordinary', 'wide', 'zeros', 'huge'] as const)
      expect(compared(problem, node, point(lane), 0).faults, lane).toEqual([])
  })

  it('has the derivative that differences show', () => {
    const name = source.includes('F') ? 'F' : 'A'
    const { f, at } = new Evaluation(problem, point('ordinary'), false).along(node, name)
    const { verdict, message } = checkGradient(f, at)
    if ([...f(at).data].every(Number.isFinite)) expect(verdict, message).toBe('holds')
  })
})
