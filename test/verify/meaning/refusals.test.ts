// Every refusal of problem, and what becomes of a claim that meets it: refuted where shapes do not fit, else unread.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { given, LanguageError, type Trouble, verify } from '../../../src/verify/index.js'

const GIVEN = String.raw`
a, b, λ : real
u, g : real[m]
v : real[n]
X : real[m, n]
θ : real[n, k]
A, B : real[n, n]
y : class[m] of k
Y : class[m, n] of k
t : integer
w_i : real[n] for i ≤ k
M_i : symmetric[n, n] for i ≤ k
H = X θ
L = \sum_i u_i`
const context = given(GIVEN)

type Row = readonly [claim: string, trouble: Trouble, reason: string, definition?: string]

const NAMED = 'is not declared, and nothing tells over what it would run as an index'

/** A claim, or what is added to the given block, that meets each refusal. */
const ROWS: readonly Row[] = [
  ['X u = u', 'shape', 'inner dimensions differ: m×n times a column of m'],
  ['u v = u', 'shape', 'inner dimensions differ: a column of m times a column of n'],
  ['u + v = u', 'shape', 'a column of m and a column of n cannot be added or compared'],
  ['X \\odot θ = X', 'shape', '⊙ multiplies entry by entry; m×n and n×k differ'],
  ['\\mathrm{tr}(X) = a', 'shape', 'the trace of m×n is not defined'],
  ['\\det(X) = a', 'shape', 'the determinant of m×n is not defined'],
  ['\\operatorname{inverse}(X) = X', 'shape', 'the inverse of m×n is not defined'],
  [
    '\\langle u, v \\rangle = a',
    'shape',
    'the inner product of a column of m and a column of n is not defined',
  ],
  ['X_{ij} = (X v)_{ij}', 'shape', 'a column of m has no 2 indices'],
  ['X_{ij} = v_j + u_{y_i}', 'shape', 'y runs over k, but index 1 of u runs over m'],
  ['X_{ij} = u_j', 'shape', 'the index j runs over m here, but over n on the left'],
  ['\\sum_{i=1}^{n} u_i = a', 'shape', 'i runs to n, but as an index it runs over m'],
  ['L = \\sum_i u_i [X_{ij} u_j = 0]', 'shape', 'the index j runs over m here, but over n before'],

  ['X^2 = X', 'unsupported', 'the power of a matrix is not understood (m×n)'],
  ['u^2 = u', 'ambiguous', 'a power of a column of m: of each entry, or of its length?'],
  ['a! = a', 'unsupported', 'a factorial is of a whole number'],
  ['A^{1/2} A^{1/2} = A', 'unsupported', 'a power of a matrix is by a whole number'],
  ['A^a = A', 'unsupported', 'a power of a matrix is by a whole number'],
  [
    'A^{-1}_{ij} = B_{ij}',
    'ambiguous',
    'an index behind a power: is it an index of the matrix, or of its power?',
  ],
  ['\\prod_i M_i = A', 'ambiguous', 'a product of matrices: in which order, or entry by entry?'],
  ['B / A = A', 'unsupported', 'n×n cannot be divided by'],
  ['a^u = u', 'unsupported', 'an exponent is a number, not a column of m'],
  ['\\frac{a}{u} = u', 'unsupported', 'a column of m cannot be divided by'],
  ['a = [u = g]', 'unsupported', 'numbers are compared, not a column of m'],
  ['λ_1 = 2', 'unsupported', 'λ has no index, got 1'],
  ['λ_1 + λ_2 = λ', 'unsupported', 'λ has no index, got 1'],
  ['u_{ij} = X_{ij}', 'unsupported', 'u has 1 index, got 2'],
  ['m_i = u_i', 'unsupported', 'm is a dimension, and has no entries'],
  ['\\sum_i u_i u_{i_1} = a', 'unsupported', 'i is an index, and has none of its own'],
  ['u_a = b', 'unsupported', 'a real number as index 1 of u: an index is a label, a class or a whole number'],
  ['\\sum_{i \\in I_u} u_i = a', 'unsupported', 'what is summed over must be a list of classes'],
  ['a = [t \\in u]', 'unsupported', '∈ wants a list of classes on its right'],
  [
    '\\mathrm{softmax}(a) = a',
    'unsupported',
    'softmax of a number is 1: it takes a vector, or a matrix row by row',
  ],
  ['\\mathrm{diag}(X) = u', 'unsupported', 'diag takes a column or a square matrix, got m×n'],
  ['\\mathrm{onehot}(u) = H', 'unsupported', 'onehot takes classes'],
  ['\\mathrm{onehot}(Y) = H', 'unsupported', 'onehot takes one class or a column of them'],

  ['U_i = u_i', 'name', `U ${NAMED}`],
  ['I_q = A', 'name', 'q is no dimension'],
  ['c = a', 'unsupported', 'a differential that is no part of a claim', 'c = d(a^2)'],
  ['d(2) = d(3)', 'ambiguous', 'nothing varies here that a differential could be taken of'],
  [
    'd(u_i t) = t du_i + u_i dt',
    'calculus',
    't is of kind integer: it does not move in every direction, so its differential is not read',
  ],
  [
    'da = d(z_i)',
    'ambiguous',
    'da by dz, which is computed from it: differentials, or gradients of that name?',
    'z = a u',
  ],
  [
    'da = b',
    'ambiguous',
    'da is any direction, and nothing is claimed of it: is it a gradient of that name?',
  ],
  ['d(a^2) = a', 'ambiguous', 'a differential stands on one side only: is it a gradient of that name?'],
  ['da b = da', 'ambiguous', 'how far does this d reach?'],
  ['A = [X; θ]', 'shape', 'm×n and n×k do not fit one below the other'],
  ['A = [X, θ]', 'shape', 'm×n and n×k do not fit side by side'],
  ['A = [X; v, a]', 'syntax', 'a row of 1 in a matrix with 2 columns'],
  ['A = [u, a; b, λ]', 'ambiguous', 'a number in the place of a block of m×1'],
  ['A = [A, 0; 0, 0]', 'ambiguous', 'nothing says how large this is'],
  ['A = [I, 0; 0, A]', 'ambiguous', 'nothing says how large this is'],
  ['[u, g] = X', 'ambiguous', 'a list of columns: side by side, or one below another?'],
  ['[A, B] = A', 'ambiguous', 'two square matrices in brackets: side by side, or their commutator?'],
  [
    '[w_1; …; w_k] = A',
    'ambiguous',
    'a column of n in each row of a matrix: is it turned, or do blocks follow one another?',
  ],
  ['[u_2; …; u_m] = u', 'unsupported', 'how many entries are these? Their number is no size'],
  ['A_{11} = a', 'ambiguous', '11 is one index here, or several?'],
  ['\\operatorname{kron}(I, A) = A', 'unsupported', 'nothing says how large this is'],
  ['\\operatorname{vec}(I) = u', 'unsupported', 'nothing says how large this is'],
  ['\\|v\\|_{v} = a', 'unsupported', 'the order of a norm is a number, not a column of n'],
  ['X \\oslash θ = X', 'shape', '⊘ divides entry by entry; m×n and n×k differ'],
  ['A \\otimes B A = B', 'ambiguous', '⊗ beside another product: which one comes first?'],
  [
    'u \\otimes g = a',
    'ambiguous',
    '⊗ between a column of m and a column of m: a Kronecker product, an outer one, or one entry by entry?',
  ],
  [
    '\\|A\\|_\\infty = a',
    'ambiguous',
    'a norm of n×n of this order: of its entries, or of the map that it is?',
  ],
  ['(X^\\top)_{12} = X_{2,1}', 'ambiguous', '12 is one index here, or several?'],
  ['\\frac{\\partial L}{\\partial A_{01}} = a', 'ambiguous', '01 is one index here, or several?'],
  ['w = v', 'ambiguous', 'w wants an index: which one is meant?'],
  ['w_{:} = v', 'ambiguous', 'w wants an index here: it is a family of vectors'],
  ['M_{:} = A', 'ambiguous', 'M wants an index here: it is a family of matrices'],
  ['I = 1', 'ambiguous', 'nothing says how large this is'],
  ['I - I = 0', 'ambiguous', 'nothing says how large this is'],
  ['\\mathbf{1}^\\top \\mathbf{1} = n', 'ambiguous', 'nothing says how large this is'],
  ['\\mathrm{tr}(I) = n', 'ambiguous', 'nothing says how large this is'],
  ['c = a', 'ambiguous', 'nothing says how large this is', 'c = \\mathbf{1}^\\top \\mathbf{1}'],
  ['c = I', 'ambiguous', 'nothing says how large this is', 'c = I'],
  ['\\sum_i a = b', 'ambiguous', 'the index i has no range: nothing is indexed by it'],
  ['\\sum_a u_a = b', 'ambiguous', 'the index a is a declared symbol as well'],
  [
    '\\sum_{i=1}^{a} u_i = b',
    'ambiguous',
    'i begins or ends at a number that need not be whole: what is it then?',
  ],
  ['a^T b = b', 'ambiguous', 'a is a number here: is the T above it a power?'],
  ["(a + b)' = b", 'ambiguous', 'a prime on a number is a derivative, and this one does not say by what'],
  ["a''''' = b", 'ambiguous', 'a bears 5 primes; at most 4 are read'],
  ["a' = b", 'ambiguous', 'a prime on a number is a derivative, and a is not computed from anything'],
  ["c' = b", 'ambiguous', "c' is a derivative: by what? c is computed from a, b", 'c = a b'],
  [
    "c'(λ) = b",
    'ambiguous',
    "c'(…): a product, or a derivative by what is in the bracket? c is computed from a, b",
    'c = a b',
  ],
  ["c' = b", 'ambiguous', 'a prime is a derivative by a number, and u is none', 'c = u^\\top u'],
  ['|X| = a', 'ambiguous', 'bars around m×n: absolute values or a norm?'],
  [
    'A = |B|',
    'ambiguous',
    'bars around a matrix, beside one: its determinant, or the absolute values of its entries?',
  ],
  [
    '|\\frac{\\partial z}{\\partial v}| = |A|',
    'ambiguous',
    'bars around a Jacobian: its determinant, or the absolute value of that?',
    'z = A v',
  ],
  [
    '\\mathrm{tr}(\\log(A)) = \\log(\\det(A))',
    'ambiguous',
    'log of a square matrix: of each entry, or of the matrix?',
  ],
  ['\\det(\\exp(A - B)^\\top) = a', 'ambiguous', 'exp of a square matrix: of each entry, or of the matrix?'],
  ['|y| = m', 'ambiguous', 'bars around a list of classes: its length is a dimension'],
  [
    'u \\cdot r = a',
    'ambiguous',
    'a dot between a column of m and a row of m: a number, or a matrix?',
    'r = u^\\top',
  ],
  ['\\exp(a, b) = b', 'syntax', 'exp takes one argument, got 2'],
  ['\\frac{\\partial L}{\\partial m} = a', 'calculus', 'm counts something: there is no derivative by it'],
  [
    '\\frac{\\partial L}{\\partial t} = a',
    'calculus',
    't is of kind integer: it does not vary smoothly, so nothing can be differentiated by it',
  ],
  ['\\frac{\\partial H}{\\partial θ} = a', 'calculus', 'the derivative of m×k by n×k has more than two axes'],
  ['c = a', 'context', 'c is defined by itself: c → d → c', 'c = d + 1\nd = c'],
  [
    'c = a',
    'ambiguous',
    'the index i is on the right only: is it summed, or is c meant for each i?',
    'c = u_i',
  ],
  [
    'c = a',
    'ambiguous',
    'the index i on the left has no range: nothing on the right is indexed by it',
    'c_i = a',
  ],

  ["f'(a, b) = a", 'ambiguous', "f' is a derivative: by which of p, q?", 'f(p, q) = p q'],
  ["f'(u) = u", 'calculus', "f is no function of a number: by what is f' a derivative?", 'f(p) = \\|p\\|^2'],
  [
    'f(v) = a',
    'unsupported',
    'this function is not taken of each entry of a column of n',
    'f(p) = u^\\top (p u)',
  ],
  ["\\mathrm{softmax}'(u) = u", 'unsupported', 'the derivative of softmax is not written with a prime'],
  [
    'f(a + b) = a',
    'calculus',
    'p stands for what the function is applied to: there is no derivative by it',
    'f(p) = \\frac{\\partial}{\\partial p} p^2',
  ],
  [
    'f(u) = a',
    'ambiguous',
    'f has bars, and is applied to a column of m: a length, or absolute values?',
    'f(p) = |p|',
  ],
  [
    'f(b) = a',
    'unsupported',
    'c is computed from a, which is elsewhere here: it is known entry by entry only',
    'c_i = a u_i\nf(a) = u^\\top c',
  ],
]

/** Guards behind a parser and ranges that refuse before: no text meets them. */
const GUARDS = [/ of what, over what\?$/, / does not depend on its index /]

/** What becomes of a row's claim: the trouble and reason of what stopped it, and whether it is refuted by it. */
function met([claim, , , definition]: Row) {
  try {
    const report = verify(claim, definition === undefined ? context : given(`${GIVEN}\n${definition}`))
    return { refuted: report.verdict === 'refuted', reason: report.steps[0]!.reason ?? '', ways: undefined }
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error
    return { refuted: false, trouble: error.trouble, reason: error.reason, ways: error.ways }
  }
}

describe('a claim that meets a refusal', () => {
  it.each(ROWS.map(row => ({ row, claim: row[0], trouble: row[1] })))('$claim: $trouble', ({ row }) => {
    const [, trouble, reason] = row
    const found = met(row)
    expect(found.refuted).toBe(trouble === 'shape')
    if (trouble === 'shape') expect(found.reason.startsWith(reason)).toBe(true)
    else expect(found).toMatchObject({ trouble, reason })
    // What is not supported says how else it can be said.
    if (trouble === 'unsupported') expect(found.ways).not.toEqual([])
  })

  it('is in the table for each place of the source that refuses', () => {
    const files = ['src/verify/meaning', 'src/verify/terms'].flatMap(folder =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        // What a given block refuses is met before any claim, and has its own tests.
        .filter(file => file.endsWith('.ts') && !['given.ts', 'recover.ts', 'defining.ts'].includes(file))
        .map(file => `${folder}/${file}`),
    )
    const sites = files.flatMap(file =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          // `refuse` is a short way: in a term with the trouble in front, elsewhere to one trouble.
          /(?:new LanguageError\(\s*('\w+'|[^,]+),|\brefuse\((?:\s*('unsupported'|'shape'),)?)\s*(?:'([^']*)'|`((?:\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}|[^`$])*)`|[^,]+)[,)]/g,
        ),
      ]
        .filter(([site]) => !/refuse\(\s*[^'`\s]|,\s*reason,$/.test(site))
        .map(([, thrown, refused, plain, template]) => ({
          file,
          trouble: thrown ?? refused ?? "'ambiguous'",
          text: plain ?? template,
        })),
    )
    expect(sites.length).toBeGreaterThan(30)
    const missing = sites.filter(({ trouble, text }) => {
      if (GUARDS.some(guard => guard.test(text ?? ''))) return false
      const escaped = (text ?? '')
        .split(/\$\{(?:[^{}`]|\{[^{}]*\}|`(?:[^`$]|\$\{[^}]*\})*`)*\}/)
        .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      const pattern = new RegExp(`^${escaped.join('.*')}`)
      return (
        text === undefined ||
        !ROWS.some(([, kind, reason]) => `'${kind}'` === trouble && pattern.test(reason))
      )
    })
    expect(missing).toEqual([])
  })
})
