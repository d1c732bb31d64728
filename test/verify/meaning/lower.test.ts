// From formulas to nodes: shapes, over what labels run, and what is refused because it means nothing or two things.
import { describe, expect, it } from 'vitest'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { withEntries } from '../../../src/verify/meaning/lower/entries.js'
import { type Node, shapeText } from '../../../src/verify/meaning/node.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { rangesWithin } from '../../../src/verify/meaning/scope.js'
import { parseExpression } from '../../../src/verify/text/parse/statement.js'
import { LanguageError } from '../../../src/verify/text/source.js'
import { readClaims } from '../decide/claims.js'

const context = readGiven(String.raw`
a, p : real
u, g : real[m]
v : real[n]
b : real[k]
X : real[m, n]
θ : real[n, k]
B : real[m, m]
y : class[m] of k
c : class of k
S : class[r] of k
x^{(i)} : real[n] for i ≤ m
w_i : real[n] for i ≤ k
t : integer
s : binary

H = X θ
z = X v
Z_{ij} = e^{H_{ij}}
L = \sum_i u_i z_i
L^{(i)} = u_i z_i
ρ = v^\top
`)
const problem = new Problem(context)

/** The node of a formula, whose free labels have the ranges that their uses give them. */
function lower(source: string): Node {
  const expr = withEntries(parseExpression(source, context.names), problem)
  const ranges = [...rangesWithin([expr], problem)].map(([name, { dim }]) => [name, dim] as const)
  return problem.lower(expr, problem.scopeFor(ranges))
}

/** The labels and the shape of a formula. */
const typeOf = (source: string): string => {
  const { type } = lower(source)
  return `${type.labels.join(' ')}${type.labels.length > 0 ? ': ' : ''}${shapeText(type)}`
}

function trouble(read: () => unknown, source: string) {
  try {
    read()
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    const { trouble: kind, reason, span, ways } = error
    return { kind, reason, at: source.slice(span.start, span.end), ways }
  }
  throw new Error('nothing is wrong')
}
const refused = (source: string) => trouble(() => lower(source), source)
const refusedClaim = (source: string) => trouble(() => readClaims(source, problem), source)

describe('shapes', () => {
  it.each([
    ['a', 'a number'],
    ['m + 1', 'a number'],
    ['u', 'a column of m'],
    ['u^\\top', 'a row of m'],
    ['ρ', 'a row of n'],
    ['X', 'm×n'],
    ['X^\\top', 'n×m'],
    ['X_i', 'i|m: a row of n'],
    ['X_{i,:}', 'i|m: a row of n'],
    ['X_{:,j}', 'j|n: a column of m'],
    ['X_{ij}', 'i|m j|n: a number'],
    ['X_{i 2}', 'i|m: a number'],
    ['H_{i, y_i}', 'i|m: a number'],
    ['x^{(i)}', 'i|m: a column of n'],
    ['x^{(i)}_j', 'i|m j|n: a number'],
    ['w_i^\\top v', 'i|k: a number'],
    ['L', 'a number'],
    ['L^{(i)}', 'i|m: a number'],
    ['h_{ij}', 'i|m j|k: a number'],
    ['(X v)_i', 'i|m: a number'],
    ['(X^\\top)_{ji}', 'i|m j|n: a number'],
  ])('%s is %s', (source, type) => {
    expect(typeOf(source)).toBe(type)
  })

  it.each([
    ['X v', 'a column of m'],
    ['X θ', 'm×k'],
    ['u v^\\top', 'm×n'],
    ['u^\\top u', 'a number'],
    ['a X', 'm×n'],
    ['X / m', 'm×n'],
    ['X_{ij} v', 'i|m j|n: a column of n'],
    ['u \\odot g', 'a column of m'],
    ['u_i x^{(i)}', 'i|m: a column of n'],
    ['X + 1', 'm×n'],
    ['X + v^\\top', 'm×n'],
    ['X v + u', 'a column of m'],
    ['\\mathbf{1} v^\\top + X', 'm×n'],
    ['B + I', 'm×m'],
    ['u \\mathbf{1}_n^\\top', 'm×n'],
    ['I_m u', 'a column of m'],
  ])('the product or sum %s is %s', (source, type) => {
    expect(typeOf(source)).toBe(type)
  })

  it.each([
    ['e^X', 'm×n'],
    ['\\mathrm{softmax}(H)', 'm×k'],
    ['\\mathrm{softmax}(u)', 'a column of m'],
    ['\\mathrm{logsumexp}(H)', 'a column of m'],
    ['\\mathrm{logsumexp}(u)', 'a number'],
    ['\\mathrm{diag}(u)', 'm×m'],
    ['\\mathrm{diag}(B)', 'a column of m'],
    ['\\mathrm{tr}(X X^\\top)', 'a number'],
    ['\\mathrm{sum}(X)', 'a number'],
    ['\\mathrm{mean}(X)', 'a number'],
    ['\\|X\\|', 'a number'],
    ['\\|x^{(i)}\\|^2', 'i|m: a number'],
    ['\\mathrm{onehot}(y)', 'm×k'],
    ['\\mathrm{onehot}(c)', 'a column of k'],
    ['\\max(u, 0)', 'a column of m'],
    ['\\sum_i u_i x^{(i)}', 'a column of n'],
    ['\\max_j H_{ij}', 'i|m: a number'],
    ['\\sum_{j \\in S} w_j', 'a column of n'],
    ['[i \\in S] b_i', 'i|k: a number'],
  ])('%s is %s', (source, type) => {
    expect(typeOf(source)).toBe(type)
  })

  it.each([
    // A gradient has the shape of what it is by; a Jacobian of columns a row for each entry of what is differentiated.
    ['\\nabla_X L', 'm×n'],
    ['\\frac{\\partial L}{\\partial v}', 'a column of n'],
    ['\\frac{\\partial L}{\\partial X_i}', 'i|m: a row of n'],
    ['\\frac{\\partial L}{\\partial X_{:,j}}', 'j|n: a column of m'],
    ['\\frac{\\partial L}{\\partial x^{(i)}}', 'i|m: a column of n'],
    ['\\frac{\\partial z}{\\partial v}', 'm×n'],
    ['\\frac{\\partial z}{\\partial v_j}', 'j|n: a column of m'],
    ['\\frac{\\partial H}{\\partial θ_{fq}}', 'f|n q|k: m×k'],
    ['\\frac{\\partial H_{il}}{\\partial θ_{fq}}', 'f|n i|m l|k q|k: a number'],
    ['\\frac{\\partial^2 L}{\\partial v^2}', 'n×n'],
    ['\\nabla^2_v L', 'n×n'],
  ])('the derivative %s is %s', (source, type) => {
    expect(typeOf(source)).toBe(type)
  })

  it('gives equal formulas one node, whatever their bound labels are called', () => {
    expect(lower('\\sum_i u_i')).toBe(lower('\\sum_j u_j'))
    expect(lower('\\sum_{i=1}^{m} u_i')).toBe(lower('\\sum_i u_i'))
    expect(lower('h_{ij}')).toBe(lower('H_{ij}'))
    expect(lower('\\sum_i u_i')).not.toBe(lower('\\sum_{i=1}^{2} u_i'))
  })
})

describe('ranges', () => {
  it('follow from uses, also of what is compared', () => {
    const rangesOf = (source: string) =>
      Object.fromEntries(
        [...rangesWithin([parseExpression(source, context.names)], problem)].map(([name, { dim }]) => [
          name,
          dim,
        ]),
      )
    expect(rangesOf('X_{ij} θ_{jl}')).toEqual({ i: 'm', j: 'n', l: 'k' })
    expect(rangesOf('u_i [i = l]')).toEqual({ i: 'm', l: 'm' })
    expect(rangesOf('[j = y_i]')).toEqual({ i: 'm', j: 'k' })
    expect(rangesOf('[j = c]')).toEqual({ j: 'k' })
    expect(rangesOf('\\sum_j X_{ij} v_j')).toEqual({ i: 'm' })
    expect(rangesOf('u_{i+1}')).toEqual({ i: 'm' })
    expect(rangesOf('(X^\\top X v)_j')).toEqual({ j: 'n' })
    expect(rangesOf('\\sum_l (X_l v)_{i}')).toEqual({})
  })

  it('of stretches may end at a number or at another index', () => {
    expect(typeOf('\\sum_{j=2}^{n} v_j')).toBe('a number')
    expect(typeOf('\\sum_{l=1}^{i} u_l u_i')).toBe('i|m: a number')
  })

  it.each([
    ['X_{ij} u_j', 'the index j runs over m here, but over n before', 'j', 'shape'],
    ['\\sum_{i=1}^{n} u_i', 'i runs to n, but as an index it runs over m', 'n', 'shape'],
    ['\\sum_i a', 'the index i has no range: nothing is indexed by it', '\\sum_i a', 'ambiguous'],
    ['\\sum_c u_c', 'the index c is a declared symbol as well', '\\sum_c u_c', 'ambiguous'],
    ['\\sum_{i \\in u} u_i', 'what is summed over must be a list of classes', 'u', 'unsupported'],
    ['u_{y_i} u_i', 'y runs over k, but index 1 of u runs over m', 'y_i', 'shape'],
    [
      'u_a',
      'a real number as index 1 of u: an index is a label, a class or a whole number',
      'a',
      'unsupported',
    ],
    ['u_{ij}', 'u has 1 index, got 2', 'u_{ij}', 'unsupported'],
    ['a_i', 'a has no index, got 1', 'a_i', 'unsupported'],
    ['m_i u_i', 'm is a dimension, and has no entries', 'm_i', 'unsupported'],
    ['w', 'w wants an index: which one is meant?', 'w', 'ambiguous'],
    ['w_{:}', 'w wants an index here: it is a family of vectors', 'w_{:}', 'ambiguous'],
    ['H_{ij} (X v)_{ij}', 'a column of m has no 2 indices', '(X v)_{ij}', 'shape'],
  ])('are refused in %s: %s', (source, reason, at, kind) => {
    expect(refused(source)).toMatchObject({ reason, at, kind })
  })
})

describe('what does not fit', () => {
  it.each([
    ['u + v', 'a column of m and a column of n cannot be added or compared', 'v'],
    ['X + X^\\top', 'm×n and n×m cannot be added or compared', 'X^\\top'],
    ['X + v', 'm×n and a column of n cannot be added or compared', 'v'],
    ['X u', 'inner dimensions differ: m×n times a column of m', 'u'],
    ['u v', 'inner dimensions differ: a column of m times a column of n', 'v'],
    ['X \\odot θ', '⊙ multiplies entry by entry; m×n and n×k differ', 'θ'],
    ['\\mathrm{tr}(X)', 'the trace of m×n is not defined', '\\mathrm{tr}(X)'],
  ])('%s: %s', (source, reason, at) => {
    expect(refused(source)).toMatchObject({ kind: 'shape', reason, at })
  })

  it.each([
    ['\\frac{a}{u}', 'a column of m cannot be divided by', 'u'],
    ['a^u', 'an exponent is a number, not a column of m', 'u'],
    ['X^2', 'the power of a matrix is not understood (m×n)', 'X^2'],
    ['[u = g]', 'numbers are compared, not a column of m', 'u'],
    [
      '\\mathrm{softmax}(a)',
      'softmax of a number is 1: it takes a vector, or a matrix row by row',
      '\\mathrm{softmax}(a)',
    ],
    ['\\mathrm{diag}(X)', 'diag takes a column or a square matrix, got m×n', '\\mathrm{diag}(X)'],
    ['\\mathrm{onehot}(u)', 'onehot takes classes', '\\mathrm{onehot}(u)'],
  ])('is another matter than what is not supported, such as %s: %s', (source, reason, at) => {
    expect(refused(source)).toMatchObject({ kind: 'unsupported', reason, at })
  })

  it('says what to write instead', () => {
    expect(refused('X + X^\\top').ways).toEqual(['One of them is transposed.'])
    expect(refused('X + v').ways[0]).toContain('b^\\top')
    expect(refused('u g').ways[0]).toContain('a^\\top b')
    expect(refused('X^2').ways[0]).toContain('\\odot')
  })

  it('says which names there are', () => {
    expect(refused('U_i u_i')).toMatchObject({ kind: 'name', at: 'U_i', ways: ['Is u meant?'] })
    expect(refused('q + a').reason).toContain('q is not declared')
    // One index of two: a row or a column?
    expect(refused('h_i u_i').reason).toContain('h is not declared')
  })
})

describe('derivatives that do not exist', () => {
  it.each([
    [
      '\\frac{\\partial L}{\\partial y_i}',
      'y is of kind class: it does not vary smoothly, so nothing can be differentiated by it',
      'y_i',
    ],
    [
      '\\frac{\\partial L}{\\partial t}',
      't is of kind integer: it does not vary smoothly, so nothing can be differentiated by it',
      't',
    ],
    [
      '\\frac{\\partial L}{\\partial s}',
      's is of kind binary: it does not vary smoothly, so nothing can be differentiated by it',
      's',
    ],
    ['\\frac{\\partial L}{\\partial m}', 'm counts something: there is no derivative by it', 'm'],
    ['\\frac{\\partial L}{\\partial i} u_i', 'i counts something: there is no derivative by it', 'i'],
    [
      '\\frac{\\partial H}{\\partial θ}',
      'the derivative of m×k by n×k has more than two axes',
      '\\frac{\\partial H}{\\partial θ}',
    ],
  ])('%s: %s', (source, reason, at) => {
    expect(refused(source)).toMatchObject({ kind: 'calculus', reason, at })
  })
})

describe('claims', () => {
  it('say how they were read, with entries under the names of their matrices', () => {
    const [claim] = readClaims('\\frac{\\partial h_{il}}{\\partial θ_{fq}} = X_{if} [l = q]', problem)
    expect(claim!.reading).toBe('for all i ≤ m, l ≤ k, f ≤ n, q ≤ k: ∂H_il/∂θ_fq = X_if [l = q]')
  })

  it('are refused where an index is on one side only', () => {
    const found = refusedClaim('\\frac{\\partial L}{\\partial u_i} = X_{ij} v_j')
    expect(found).toMatchObject({ kind: 'ambiguous', at: 'j' })
    expect(found.reason).toBe(
      'the index j is not on the left: is it summed here, or is the claim meant for each j?',
    )
    expect(found.ways).toHaveLength(2)
    expect(refusedClaim('a = p \\quad \\text{for all } i').reason).toContain('the index i has no range')
  })

  it('are refused where an update has nothing to descend on', () => {
    expect(refusedClaim('v := v - a').reason).toBe('v is already declared')
    expect(refusedClaim('a + p := v').reason).toBe('an update changes a symbol, and a definition defines one')
  })
})

describe('a graph that is forgotten', () => {
  it('keeps the nodes of definitions that were asked for meanwhile, and no others', () => {
    const own = new Problem(context)
    const before = own.graph.size
    const { forgotten, meaning } = own.scratch(() => ({
      forgotten: own.lower(parseExpression('p a p', context.names)),
      meaning: own.definition(context.symbols.get('z')!).node,
    }))
    const size = own.graph.size
    expect(size).toBeGreaterThan(before)
    expect(own.lower(parseExpression('X v', context.names))).toBe(meaning)
    expect(own.graph.size).toBe(size)
    expect(own.lower(parseExpression('p a p', context.names))).not.toBe(forgotten)
  })
})
