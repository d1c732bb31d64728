// What every function of the language must do: its two values agree, its type is that of its values, it reads as it is written.
import { describe, expect, it } from 'vitest'
import { checkGradient } from '../../../src/testing/index.js'
import { Evaluation } from '../../../src/verify/evaluate/evaluation.js'
import type { Lane } from '../../../src/verify/given/kinds/index.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { dimOf, type Node } from '../../../src/verify/meaning/node.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { drawPoint } from '../../../src/verify/points/draw.js'
import { type FunctionName, functionNamed, functionOf, functions } from '../../../src/verify/terms/index.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'
import { print } from '../../../src/verify/text/print/print.js'
import { LanguageError } from '../../../src/verify/text/source.js'
import type { Expr } from '../../../src/verify/text/tree.js'
import { compared } from '../evaluate/compared.js'
import { bare } from '../text/support.js'

const context = readGiven(`
a, b : real
p : positive
u, v : real[m]
q : positive[m]
X, Y : real[m, n]
A : real[n, n]
F^{(i)} : real[n, n] for i ≤ m
c : class of k
d : class[m] of k
`)
const SIZES = { m: 3, n: 4, k: 5 }
const LANES: readonly Lane[] = ['ordinary', 'wide', 'large', 'huge', 'zeros', 'ones', 'units', 'ties']

/** Numbers, columns, rows, matrices, batches of them, classes: what a function is not defined for, it refuses. */
const ARGUMENTS = [
  ...['a', 'b', 'p', 'u', 'v', 'q', 'u^\\top', 'X', 'Y', 'A', 'c', 'd'],
  ...['u_i', 'F^{(i)}', 'u_i A', 'A u_i + X^\\top u'],
].map(source => parseExpression(source, context.names))

const problem = new Problem(context)
const scope = problem.scopeFor([['i', 'm']])
const point = (lane: Lane, seed: number) => drawPoint(problem, [...context.symbols.keys()], SIZES, lane, seed)

/** A function's uses: its own arguments, and those that it is refused. */
function uses(fn: FunctionName): readonly { readonly expr: Expr; readonly node: Node }[] {
  const lists = functionOf(fn).folds
    ? ARGUMENTS.flatMap((first, i) => ARGUMENTS.slice(0, i + 1).map(second => [first, second]))
    : ARGUMENTS.map(argument => [argument])
  return lists.flatMap(args => {
    const expr: Expr = { kind: 'call', fn, args, span: { start: -1, end: -1 } }
    try {
      return [{ expr, node: problem.lower(expr, scope) }]
    } catch (error) {
      expect(error).toBeInstanceOf(LanguageError)
      return []
    }
  })
}

const text = (expr: Expr, latex = false): string => print(expr, { latex, names: context.names })

describe.each(Object.keys(functions) as FunctionName[])('%s', fn => {
  const all = uses(fn)

  it('takes something', () => {
    expect(all.length).toBeGreaterThan(0)
  })

  it('has one value with tensors and in 31 digits', () => {
    let entries = 0
    for (const { expr, node } of all)
      for (const lane of LANES) {
        const found = compared(problem, node, point(lane, 7), 0)
        expect(found.faults, `${text(expr)}, ${lane}`).toEqual([])
        entries += found.entries
      }
    expect(entries).toBeGreaterThan(all.length)
  })

  it('has values of the type that it says', () => {
    for (const { expr, node } of all) {
      const evaluation = new Evaluation(problem, point('ordinary', 3), false)
      const { labels, rows, cols } = node.type
      const extents = [...labels.map(dimOf), rows, cols].map(dim => evaluation.extent(dim))
      const own = evaluation.value(node).c.shape
      expect(own.length, text(expr)).toBe(extents.length)
      // Extents of 1 stand for larger ones, and nothing else does.
      for (const [i, extent] of own.entries()) expect([1, extents[i]], text(expr)).toContain(extent)
      expect(evaluation.full(node).c.shape, text(expr)).toEqual(extents)
    }
  })

  it('has the derivative that differences show', () => {
    const smooth = ['p', 'q', 'u', 'A']
    let checked = 0
    for (const { expr, node } of all)
      for (const name of smooth.filter(symbol => problem.mentions(node, symbol))) {
        const { f, at } = new Evaluation(problem, point('ordinary', 5), false).along(node, name)
        const { verdict, message } = checkGradient(f, at)
        // Half of what is drawn has no logarithm.
        if (verdict === 'inconclusive' && ![...f(at).data].every(Number.isFinite)) continue
        if (!(verdict === 'nonsmooth' && functionOf(fn).kinks))
          expect(verdict, `${text(expr)}\n${message}`).toBe('holds')
        checked++
      }
    expect(checked > 0).toBe(all.some(({ node }) => smooth.some(name => problem.mentions(node, name))))
  })

  it('reads as it is written, in LaTeX and in plain text', () => {
    for (const { expr } of all)
      for (const latex of [true, false]) {
        const written = text(expr, latex)
        expect(bare(parseExpression(written, context.names)), written).toEqual(bare(expr))
      }
  })

  it('is known by each of its names', () => {
    for (const name of functionOf(fn).names) expect(functionNamed(name)).toBe(fn)
    expect(functionOf(fn).names[0]).toBe(fn)
    for (const other of functionOf(fn).mistakenFor ?? []) expect(functionNamed(other)).toBe(other)
  })
})
