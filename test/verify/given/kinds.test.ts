// Kinds: what is drawn, made simpler, cut, moved or solved for is of its kind, and each kind is what its law says.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../../src/random.js'
import { sizeOf } from '../../../src/shape.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import { costOf, KINDS, kinds, type Lane, type SymbolKind } from '../../../src/verify/given/kinds/index.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { drawPoint } from '../../../src/verify/points/draw.js'
import { isExact, isOfKinds } from '../../../src/verify/points/kinds.js'
import { drawMeeting, partsOf } from '../../../src/verify/points/meet.js'
import { PointArbitrary } from '../../../src/verify/points/shrink.js'
import { settled } from '../../../src/verify/points/solve.js'
import { verify } from '../../../src/verify/verify.js'
import { readClaims } from '../decide/claims.js'

/** All lanes: the compiler asks for those that are missing. */
const LANES = Object.keys({
  ordinary: true,
  wide: true,
  large: true,
  huge: true,
  zeros: true,
  ones: true,
  units: true,
  ties: true,
} satisfies Record<Lane, true>) as readonly Lane[]

/** What a kind makes true, and a weaker declaration of which it is not. */
interface Law {
  readonly given: string
  readonly law: string
  readonly weaker: string
}

const LAWS: Readonly<Record<Exclude<SymbolKind, 'real'>, Law>> = {
  positive: { given: 'p : positive[n]', law: '[p_i > 0] = 1', weaker: 'p : nonnegative[n]' },
  nonnegative: { given: 'p : nonnegative[n]', law: 'abs(p) = p', weaker: 'p : real[n]' },
  probability: {
    given: 'p : probability[n]',
    law: 'abs(p_i (1 - p_i)) = p_i (1 - p_i)',
    weaker: 'p : nonnegative[n]',
  },
  binary: { given: 't : binary[m]', law: 't_i^2 = t_i', weaker: 't : real[m]' },
  sign: { given: 't : sign[m]', law: 't_i^2 = 1', weaker: 't : real[m]' },
  integer: { given: 't : integer', law: '[t \\ge 1] = 1', weaker: 't : real' },
  class: {
    given: 'y : class[m] of k\np : real[k]',
    law: '\\sum_{j=1}^k [j = y_i] = 1',
    weaker: 'y : integer[m]\np : real[k]',
  },
  distribution: { given: 'q : distribution[m, k]', law: '\\sum_j q_{ij} = 1', weaker: 'q : positive[m, k]' },
  onehot: { given: 'o : onehot[k]', law: 'o_i o_j = [i = j] o_i', weaker: 'o : binary[k]' },
  symmetric: { given: 'S : symmetric[n, n]', law: 'S = S^\\top', weaker: 'S : real[n, n]' },
  'positive definite': {
    given: 'A : positive definite[n, n]\nx : real[n]',
    law: 'abs(x^\\top A x) = x^\\top A x',
    weaker: 'A : symmetric[n, n]\nx : real[n]',
  },
  invertible: {
    given: 'A : invertible[2, 2]',
    law: '[A_{1,1} A_{2,2} = A_{1,2} A_{2,1}] = 0',
    weaker: 'A : real[2, 2]',
  },
  orthogonal: { given: 'Q : orthogonal[n, n]', law: 'Q^\\top Q = I', weaker: 'Q : invertible[n, n]' },
}

/** Axes that a kind may have, and their sizes. */
const SIZES: readonly Readonly<Record<string, number>>[] = [1, 2, 3, 4, 5, 7].map(n => ({ n, m: 3, k: 4 }))
const axesOf = (kind: SymbolKind): readonly (readonly string[])[] =>
  [[], ['n'], ['m', 'n'], ['n', 'n'], ['m', 'n', 'n']].filter(axes => kinds[kind].lacks?.(axes) === undefined)

/** A context with one symbol of a kind, as the kind's own example declares it. */
function exampleOf(kind: SymbolKind) {
  const problem = new Problem(readGiven(kinds[kind].example))
  const [symbol] = [...problem.symbols.values()]
  return { problem, symbol: symbol!, name: symbol!.name, dims: problem.dims }
}

describe.each(KINDS)('the kind %s', name => {
  const kind = kinds[name]
  const layouts = axesOf(name).flatMap(axes =>
    SIZES.map(sizes => ({ shape: axes.map(dim => sizes[dim]!), classes: sizes['k'] })),
  )

  it('is declared by its example, and by its other names', () => {
    expect(exampleOf(name).symbol.kind).toBe(name)
    for (const alias of kind.aliases ?? [])
      expect([...readGiven(kind.example.replace(name, alias)).symbols.values()][0]!.kind).toBe(name)
  })

  it.each(LANES)('draws its own values: %s', lane => {
    for (const layout of layouts)
      for (let seed = 0; seed < 6; seed++) {
        const tie = lane === 'ties' ? 5 / 16 : undefined
        const values = kind.draw({ ...layout, lane, tie, stream: random(seed) })
        expect(values).toHaveLength(sizeOf(layout.shape))
        expect(kind.holds(values, layout), `${layout.shape}, seed ${seed}: ${values}`).toBe(true)
        expect(kind.settle(values, layout)).toEqual(values)
        if (!kind.smooth) continue
        // Moved by less than a sixteenth, as beside a kink.
        const moved = kind.settle(
          values.map((v, i) => v + ((811 * i + 317) % 1021) / 65_536),
          layout,
        )
        expect(kind.holds(moved, layout), `${layout.shape}, seed ${seed}: ${moved}`).toBe(true)
      }
  })

  it('shrinks within itself, and comes to an end', () => {
    const { problem, dims, ...symbol } = exampleOf(name)
    const arbitrary = new PointArbitrary(problem, [symbol.name], dims)
    const cost = ({ sizes, values }: Point): number =>
      1e6 * dims.reduce((sum, dim) => sum + sizes[dim]!, 0) + costOf(values[symbol.name]!)
    fc.assert(
      fc.property(
        fc.constantFrom(...LANES),
        fc.constantFrom(...SIZES),
        fc.nat(1000),
        fc.infiniteStream(fc.nat(30)),
        (lane, sizes, seed, choices) => {
          let point = drawPoint(problem, [symbol.name], sizes, lane, seed)
          for (;;) {
            const smaller = [...arbitrary.shrink(point).take(31)].map(({ value_ }) => value_)
            for (const each of smaller) {
              expect(isOfKinds(problem, each, [symbol.name]), `${each.values[symbol.name]}`).toBe(true)
              // Costs fall, sizes first, and there are but finitely many below one that is drawn.
              expect(cost(each)).toBeLessThan(cost(point))
            }
            if (smaller.length === 0) break
            point = smaller[choices.next().value % smaller.length]!
          }
          expect(dims.every(dim => point.sizes[dim] === 1)).toBe(true)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('the law', () => {
  it.each(Object.entries(LAWS))('of %s holds, and not without it', (_, { given, law, weaker }) => {
    expect(verify(law, readGiven(given)).verdict).toBe('holds')
    expect(verify(law, readGiven(weaker)).verdict).toBe('refuted')
  })

  it.each(['symmetric', 'positive definite', 'invertible', 'orthogonal'])('is kept by families: %s', name => {
    const { given, law } = LAWS[name as 'symmetric']
    const [line, ...rest] = given.split('\n')
    const family = `${line!.replace(/^(\w)/, '$1^{(i)}')} for i ≤ m\n${rest.join('\n')}`
    const each = law.replace(/\b([SAQ])(_\{[^}]*\})?/g, '(($1^{(i)}))$2').replace(/\(\((.*?)\)\)/g, '($1)')
    expect(verify(each, readGiven(family)).verdict, `${family}: ${each}`).toBe('holds')
  })
})

describe('derivatives by a matrix of a kind', () => {
  it.each(['symmetric', 'positive definite', 'invertible', 'orthogonal'])(
    'vary each entry by itself: %s',
    kind => {
      const context = readGiven(`A : ${kind}[n, n]\nx : real[n]\nL = x^\\top A x`)
      expect(verify('∇_A L = x x^\\top', context).verdict).toBe('holds')
      expect(verify('∇_A L = 2 x x^\\top - diag(x \\odot x)', context).verdict).toBe('refuted')
    },
  )

  it('know of the kind at the point where they are taken', () => {
    const quadratic = (kind: string) => readGiven(`A : ${kind}[n, n]\nx : real[n]\nL = x^\\top A x`)
    expect(verify('∇_x L = 2 A x', quadratic('symmetric')).verdict).toBe('holds')
    expect(verify('∇_x L = 2 A x', quadratic('invertible')).verdict).toBe('refuted')
    const length = readGiven('Q : orthogonal[n, n]\nx : real[n]\nL = \\|Q x\\|^2')
    expect(verify('∇_x L = 2 x', length).verdict).toBe('holds')
  })
})

describe('conditions', () => {
  const problem = new Problem(readGiven('S : symmetric[n, n]\nA : positive definite[n, n]'))
  const conditionsIn = (text: string) =>
    readClaims(`S = S \\quad \\text{if } ${text}`, problem)[0]!.conditions.flatMap(partsOf)

  it.each(['S_{1,2} = 3', '\\sum_i S_{ii} = 1', 'A_{2,1} = 3', '\\sum_j A_{1,j} = S_{1,2}'])(
    'are met within the kinds: %s',
    text => {
      const conditions = conditionsIn(text)
      for (let seed = 0; seed < 5; seed++) {
        const point = drawMeeting(problem, ['S', 'A'], { n: 3 }, 'ordinary', seed, conditions)
        expect(point, `seed ${seed}`).toBeDefined()
        expect(isOfKinds(problem, point!, ['S', 'A'])).toBe(true)
        const again = settled(problem, drawPoint(problem, ['S', 'A'], { n: 3 }, 'ordinary', seed), conditions)
        expect(again === undefined || isOfKinds(problem, again, ['S', 'A'])).toBe(true)
      }
    },
  )
})

describe('orthogonal matrices', () => {
  const problem = new Problem(readGiven('Q : orthogonal[n, n]'))
  const drawn = (n: number, lane: Lane, seed: number) => drawPoint(problem, ['Q'], { n }, lane, seed)

  it('are exact from five dimensions up, and know where they are not', () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const n of [5, 7, 11, 13]) expect(isExact(problem, drawn(n, 'ordinary', seed))).toBe(true)
      // A single reflection by a vector of length √5, 3 or 5: fifths, ninths and twenty-fifths.
      for (const n of [2, 3, 4]) expect(isExact(problem, drawn(n, 'wide', seed))).toBe(false)
      for (const n of [1, 2, 3, 4]) expect(isExact(problem, drawn(n, 'ties', seed))).toBe(true)
    }
    // 0.6² + 0.8² is 1 in float64, and still 0.6 is no dyadic number.
    const rotation: Point = { sizes: { n: 2 }, values: { Q: Float64Array.of(0.6, -0.8, 0.8, 0.6) } }
    expect(isExact(problem, rotation)).toBe(false)
  })

  it.each([2, 3, 4, 5])('with rounded entries neither refute what is true nor hide what is false: %i', n => {
    const context = readGiven(`Q : orthogonal[${n}, ${n}]\nS : symmetric[${n}, ${n}]`)
    for (const claim of ['Q Q^\\top = I', 'tr(Q^\\top S Q) = tr(S)', '\\sum_j Q_{1,j} Q_{2,j} = 0'])
      expect(verify(claim, context).verdict, claim).toBe('holds')
    const wrong = ['abs(Q) = Q \\odot Q', 'Q = Q^\\top', 'tr(Q^\\top S Q) = 1.00000001 tr(S)', 'Q Q = I']
    for (const claim of wrong) expect(verify(claim, context).verdict, claim).toBe('refuted')
  })

  it('turn space over, and do not', () => {
    const context = readGiven('Q : orthogonal[2, 2]')
    for (const det of [1, -1])
      expect(verify(`Q_{1,1} Q_{2,2} - Q_{1,2} Q_{2,1} = ${det}`, context).verdict).toBe('refuted')
  })
})
