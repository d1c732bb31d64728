// The given block: what each line comes to, and everything that can be wrong with one, with its place.
import { describe, expect, it } from 'vitest'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { LanguageError } from '../../../src/verify/text/source.js'

/** What is wrong with a text: the reason, the text that it points at, and the ways out. */
function trouble(source: string) {
  try {
    readGiven(source)
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    const { trouble: kind, reason, span, ways } = error
    expect(error.source).toBe(source)
    return { kind, reason, at: source.slice(span.start, span.end), ways }
  }
  throw new Error('nothing is wrong')
}

const symbolsOf = (source: string) => {
  const context = readGiven(source)
  const problem = new Problem(context)
  return [...context.symbols.values()].map(
    ({ name, kind }) => `${name} : ${kind}[${problem.axesOf(name)!.join(', ')}]`,
  )
}

describe('declarations', () => {
  it('give symbols their kinds and axes, and dimensions in the order in which they occur', () => {
    const context = readGiven(
      'X : real[m, n]\na, b : positive\nq : distribution[k]\ny : class[m] of k\nS ∈ class[3] of k',
    )
    expect(
      [...context.symbols.values()].map(({ name, kind, axes, classes }) => [name, kind, axes, classes]),
    ).toEqual([
      ['X', 'real', ['m', 'n'], undefined],
      ['a', 'positive', [], undefined],
      ['b', 'positive', [], undefined],
      ['q', 'distribution', ['k'], undefined],
      ['y', 'class', ['m'], 'k'],
      ['S', 'class', ['3'], 'k'],
    ])
    expect(context.dims).toEqual(['m', 'n', 'k'])
  })

  it('make families, whose leading axes belong to the indices on the left', () => {
    const source =
      "x^{(n)} : real[D] for n ≤ N\nw_i : real[D] for all i in C\nu_{ij} : real for i ≤ C, j = 1, …, D\ny'^{(n)} : class of C for n ≤ N"
    const { symbols } = readGiven(source)
    expect([...symbols.values()].map(({ name, axes, family, above }) => [name, axes, family, above])).toEqual(
      [
        ['x', ['N', 'D'], 1, 1],
        ['w', ['C', 'D'], 1, 0],
        // A family of numbers below the line is a vector or matrix.
        ['u', ['C', 'D'], 0, 0],
        ["y'", ['N'], 1, 1],
      ],
    )
  })

  it('take words that say nothing more, and dimensions with a number or word below', () => {
    expect(
      symbolsOf(
        'a : a positive number\nb : positive real\nv : vector[d_1]\nM : real matrix[d_1, d_{\\text{out}}]\nc : constant',
      ),
    ).toEqual(['a : positive[]', 'b : positive[]', 'v : real[d_1]', 'M : real[d_1, d_out]', 'c : real[]'])
    expect(readGiven('m : dimension\nX : real[n, m]').dims).toEqual(['m', 'n'])
  })

  it('go on in lines that begin with a space, behind comments as well', () => {
    expect(
      symbolsOf(
        '  # scores\n  X : real[m, n] # samples\n  v : real[n]\n  z = X v # affine\n    + X v\n\n  w : real\r\n',
      ),
    ).toEqual(['X : real[m, n]', 'v : real[n]', 'w : real[]', 'z : real[m]'])
  })
})

describe('definitions', () => {
  it('have axes for their indices, then their rows and columns', () => {
    expect(
      symbolsOf('X : real[m, n]\nv : real[n]\nz = X v\nh_{ij} = X_{ij} z_i\nr = v^\\top\nL = \\sum_i z_i'),
    ).toEqual(['X : real[m, n]', 'v : real[n]', 'z : real[m]', 'h : real[m, n]', 'r : real[n]', 'L : real[]'])
  })

  it('may come in any order', () => {
    expect(symbolsOf('L = z + z\nz = a^2\na : real')).toContain('L : real[]')
  })

  it('may use a name twice where an index tells what is meant', () => {
    const source =
      'x : real[D]\nx^{(n)} : real[D] for n ≤ N\nL_n = \\|x^{(n)}\\|^2\nL = \\frac{1}{N} \\sum_n L_n + \\|x\\|^2'
    expect(symbolsOf(source)).toEqual(['x : real[D]', 'x^· : real[N, D]', 'L_· : real[N]', 'L : real[]'])
  })

  it('name entries of a matrix by its small letter', () => {
    const problem = new Problem(readGiven('X : real[m, n]\nz_i = \\sum_j x_{ij}\nu_i = \\sum_j X_{ij}'))
    const of = (name: string) => problem.definition(problem.symbols.get(name)!).node
    expect(of('z')).toBe(of('u'))
  })
})

describe('objectives', () => {
  it('name a loss and a step', () => {
    const { objective } = readGiven('w : real\n\\alpha : positive\nL = w^2\nobjective L, step \\alpha')
    expect(objective).toEqual({ loss: 'L', step: 'α' })
    expect(readGiven('L : real\nminimise L').objective).toEqual({ loss: 'L', step: undefined })
  })

  it('must be declared, be numbers, and be one', () => {
    expect(trouble('a : real\nobjective L, step a')).toMatchObject({
      kind: 'name',
      reason: 'L is not declared',
      at: 'L',
    })
    expect(trouble('L : real\nobjective L, step α')).toMatchObject({ reason: 'α is not declared', at: 'α' })
    expect(trouble('L : real[m]\nobjective L')).toMatchObject({
      reason: 'L is no single number',
      at: 'L : real[m]',
    })
    expect(trouble('L : real\nobjective L\nobjective L')).toMatchObject({ reason: 'two objectives' })
  })
})

describe('what is wrong', () => {
  it.each([
    ['with a line', 'X real[m]', 'this line neither declares nor defines', 'X real[m]'],
    ['with a kind that is missing', 'X : ', "a kind is missing in ''", ''],
    ['with a kind that is missing before axes', 'X : [m]', "a kind is missing in '[m]'", '['],
    ['with a kind', 'X : complex[m]', "the kind 'complex' is not known", 'complex'],
    ['with two kinds', 'X : positive binary', "the kind 'positive binary' is not known", 'positive binary'],
    ['with brackets', 'X : real[m', "expected ',' or ']', found the end", ''],
    ['with axes', 'X : real[m+1]', "expected ',' or ']', found '+'", '+'],
    ['with an extent of 0', 'X : real[0]', 'an axis has at least one entry', 'X : real[0]'],
    [
      'with an extent that is not whole',
      'X : real[2.5]',
      "expected the name of a dimension, found '2.5'",
      '2.5',
    ],
    ['with classes of unknown number', 'y : class[m]', 'class wants to know of how many', 'class[m]'],
    ['with classes of no class', 'y : real[m] of k', "'of' goes with class, not with real", ''],
    [
      'with a distribution of nothing',
      'q : distribution',
      'distribution wants an axis to sum to 1 along',
      'distribution',
    ],
    [
      'with an index without range',
      'x_i : real[D] for all i',
      'the index i of x has no range',
      'x_i : real[D] for all i',
    ],
    [
      'with an index before a part of a name',
      'x_{ia} : real for i ≤ m',
      'the index a of x has no range',
      'x_{ia} : real for i ≤ m',
    ],
    ['with a range without end', 'x_i : real[D] for i today', 'expected ≤ and a dimension behind i', 'today'],
    ['with two ranges', 'x_i : real for i ≤ n, i ≤ m', 'two ranges for the index i', 'i'],
    ['with a range for nothing', 'x : real for n ≤ N', 'x bears no index n on the left', 'n'],
    ['with what comes last', 'X : real[m] today', "'today' is not understood here", 'today'],
    ['with a name', '3 : real', "expected a name, found '3'", '3'],
    [
      'with a dimension',
      'm_i : dimension for i ≤ n',
      'a dimension is a single name',
      'm_i : dimension for i ≤ n',
    ],
  ])('%s', (_, source, reason, at) => {
    expect(trouble(`a : real\n${source}`)).toMatchObject({ kind: 'context', reason, at })
  })

  it('with names that are declared twice', () => {
    expect(trouble('X : real[m]\nY : real\nX : positive')).toMatchObject({
      reason: 'X is declared twice',
      at: 'X : positive',
    })
    expect(trouble('a, a : real')).toMatchObject({ reason: 'a is declared twice' })
    expect(trouble('X : real[m]\nX = 3')).toMatchObject({
      reason: 'X is declared as real[m], and defined as a number',
      at: 'X = 3',
    })
    expect(trouble('L_i : real for i ≤ m\nL_j : real for j ≤ n')).toMatchObject({
      reason: 'L is declared twice',
    })
  })

  it('with a family of vectors whose name is that of a matrix', () => {
    const found = trouble('z : real[m, n]\nu : real[m]\nz_i = u_i^2')
    expect(found.reason).toBe(
      'z has entries, and a family of that name is declared too: nothing tells them apart',
    )
    expect(found.at).toBe('z_i = u_i^2')
    expect(found.ways[0]).toContain('z^{(n)}')
  })

  it('with sets whose condition cannot be read, or whose name is another', () => {
    expect(trouble('u : real[m]\nM = \\{ i : u_i + 1 \\}')).toMatchObject({
      reason: 'expected a relation such as = or ≠, found the end',
    })
    expect(trouble('M, u : real[m]\nM = \\{ i : u_i < 1 \\}').reason).toBe('M is declared twice')
    expect(trouble('u : real[m]\nM = \\{ (i, i) : u_i < 1 \\}').reason).toBe('the set M has i twice')
  })

  it('with a definition that has other axes than are declared', () => {
    expect(trouble('z : real[n]\nu : real[m]\nz_i = u_i^2')).toMatchObject({
      reason: 'z is declared as real[n], and defined as real[m]',
      at: 'z_i = u_i^2',
    })
    expect(trouble('z_i : real for i ≤ m\nz = (z_1, \\dots, z_{m-1})^\\top').reason).toBe(
      'how many entries are these? Their number is no size',
    )
  })

  it('with symbols that are used as dimensions', () => {
    expect(trouble('m : real\nX : real[m]')).toMatchObject({
      reason: 'm is declared as a symbol, and used as a dimension',
      at: 'X : real[m]',
    })
    expect(trouble('a : real\nm = a + 1\nX : real[m]').reason).toContain('used as a dimension')
  })

  it('with circles', () => {
    expect(trouble('x : real\na = b + x\nb = c\nc = a')).toMatchObject({
      kind: 'context',
      reason: 'a is defined by itself: a → b → c → a',
      at: 'a = b + x',
    })
    expect(trouble('a = a')).toMatchObject({ reason: 'a is defined by itself: a → a' })
  })

  it('with indices in definitions', () => {
    const summed = trouble('X : real[m, n]\nr_i = X_{ij}')
    expect(summed).toMatchObject({ kind: 'ambiguous', at: 'j' })
    expect(summed.reason).toBe('the index j is on the right only: is it summed, or is r meant for each j?')
    expect(summed.ways).toEqual(['Write \\sum_j to sum.', 'Write r_{ij} on the left for each.'])
    expect(trouble('a : real\nu_i : real for i ≤ m\nr_i = a')).toMatchObject({
      reason: 'the index i on the left has no range: nothing on the right is indexed by it',
      at: 'r_i = a',
    })
    expect(trouble('X : real[m, n]\nr_i = X_{ij} X_{ji}')).toMatchObject({
      kind: 'shape',
      reason: 'the index j runs over m here, but over n before',
    })
    expect(trouble('X : real[m, m]\nd_{ii} = X_{ii}').reason).toBe('the index i is twice on the left')
    expect(trouble('a : real\nu : real[m]\nr_a = u_a').reason).toBe(
      'the index a is declared as something else',
    )
  })

  it('with formulas, at the place where it is', () => {
    expect(trouble('X : real[m, n]\nH = X + \\foo').at).toContain('\\foo')
    expect(trouble('X : real[m, n]\nb : real[n]\nH = X b + b')).toMatchObject({
      kind: 'shape',
      reason: 'a column of m and a column of n cannot be added or compared',
      at: 'b',
    })
    expect(trouble('X : real[m, n]\nH = Z X')).toMatchObject({ kind: 'name', at: 'Z' })
    expect(trouble('a : real\nb, c = a').reason).toBe('a definition has one symbol on its left')
    expect(trouble('H = ').kind).toBe('syntax')
  })

  it('says what was got that is no text', () => {
    expect(() => readGiven(3 as never)).toThrow('given: takes a text, got 3')
  })
})
