// Points to try claims at: their sizes, their values, how they meet conditions, and how a failing one shrinks.
import { describe, expect, it } from 'vitest'
import { sizeOf } from '../../../src/shape.js'
import type { Point } from '../../../src/verify/evaluate/point.js'
import { layoutOf } from '../../../src/verify/given/context.js'
import type { Lane } from '../../../src/verify/given/kinds/index.js'
import { readGiven } from '../../../src/verify/meaning/given.js'
import { Problem } from '../../../src/verify/meaning/problem.js'
import { BATTERY, dimsOf, drawPoint, sizesFor, UNSEEN } from '../../../src/verify/points/draw.js'
import { choosesEntries, drawMeeting, isEquation, partsOf } from '../../../src/verify/points/meet.js'
import { PointArbitrary, shrink } from '../../../src/verify/points/shrink.js'
import { type MetPoint, residualOf, settled } from '../../../src/verify/points/solve.js'
import { readClaims } from '../decide/claims.js'

const context = readGiven(
  String.raw`
a, b : real
p : positive
f : nonnegative
t : probability
s : sign
d : binary
u : real[m]
X : real[m, n]
q : distribution[m, k]
o : onehot[m, k]
y : class[m] of k
c : class of k
S : class[r] of k
w : integer
v = \sum_i u_i^2
V = \sum_i e^{u_i}
μ = \frac{1}{m} \sum_i u_i
`,
)
const problem = new Problem(context)
const inputs = [...context.symbols.values()].filter(({ definition }) => definition === undefined)
const names = inputs.map(({ name }) => name)
const SIZES = { m: 3, n: 2, k: 5, r: 2 }
const LANES: readonly Lane[] = ['ordinary', 'wide', 'large', 'huge', 'zeros', 'ones', 'units', 'ties']

/** The conditions of a claim that says nothing else. */
const conditionsIn = (text: string) => {
  const [claim] = readClaims(`a = a \\quad \\text{if } ${text}`, problem)
  return claim!.conditions.flatMap(partsOf)
}
const drawn = (text: string, lane: Lane = 'ordinary', seed = 1): MetPoint | undefined =>
  drawMeeting(problem, names, SIZES, lane, seed, conditionsIn(text))

describe('sizes', () => {
  it('are primes, each its own', () => {
    for (const recipe of [...BATTERY, ...UNSEEN]) {
      const sizes = Object.values(sizesFor(['m', 'n', 'k', 'r'], recipe))
      expect(new Set(sizes).size).toBe(4)
      expect(sizes.every(size => [2, 3, 5, 7, 11].includes(size))).toBe(true)
    }
    const many = Object.values(
      sizesFor(
        Array.from({ length: 25 }, (_, i) => `d_${i}`),
        BATTERY[0]!,
      ),
    )
    expect(new Set(many).size).toBe(25)
  })

  it('of what is unseen are used for nothing else', () => {
    const used = new Set(BATTERY.map(({ sizes }) => sizes))
    expect(UNSEEN.filter(({ sizes }) => used.has(sizes))).toEqual([])
  })

  it('are those that symbols need', () => {
    expect(dimsOf(problem, ['X'])).toEqual(['m', 'n'])
    expect(dimsOf(problem, ['y'])).toEqual(['m', 'k'])
    expect(dimsOf(problem, ['a'], ['r', '1'])).toEqual(['r'])
  })
})

describe('values', () => {
  it.each(LANES)('are of their kinds: %s', lane => {
    for (let seed = 0; seed < 20; seed++) {
      const { values } = drawPoint(problem, names, SIZES, lane, seed)
      for (const symbol of inputs) {
        const of = [...values[symbol.name]!]
        expect(of, symbol.name).toHaveLength(sizeOf(layoutOf(problem, symbol.name, SIZES).shape))
        expect(of.every(Number.isFinite), symbol.name).toBe(true)
        // Few binary digits: a person can copy them.
        expect(
          of.every(v => Number.isInteger(v * 64)),
          symbol.name,
        ).toBe(true)
      }
      const every = (name: string, holds: (v: number) => boolean) =>
        expect(values[name]!.every(holds), name).toBe(true)
      every('p', v => v > 0)
      every('f', v => v >= 0)
      every('t', v => v > 0 && v < 1)
      every('s', v => v === 1 || v === -1)
      every('d', v => v === 0 || v === 1)
      every('w', v => v >= 1 && Number.isInteger(v))
      for (const name of ['y', 'c', 'S']) every(name, v => v >= 1 && v <= 5 && Number.isInteger(v))
      every('q', v => v > 0)
      for (const name of ['q', 'o'])
        for (let row = 0; row < 3; row++)
          expect(values[name]!.slice(5 * row, 5 * row + 5).reduce((x, y) => x + y)).toBe(1)
    }
  })

  it('come again with the seed', () => {
    const draw = (seed: number) => drawPoint(problem, names, SIZES, 'ordinary', seed)
    expect(draw(3)).toEqual(draw(3))
    expect(draw(3)).not.toEqual(draw(4))
  })

  it('near the ends of e^x are those of one symbol', () => {
    for (let seed = 0; seed < 8; seed++) {
      const { values } = drawPoint(problem, names, SIZES, 'huge', seed)
      const large = ['a', 'b', 'u', 'X'].filter(name => values[name]!.some(v => Math.abs(v) > 9000))
      expect(large).toHaveLength(1)
    }
  })
})

describe('conditions', () => {
  it('are told apart: equations, entries, cases', () => {
    const kind = (text: string) => {
      const [node] = conditionsIn(text)
      return isEquation(problem, node!)
        ? 'equation'
        : choosesEntries(problem, node!, ['i|m'])
          ? 'entries'
          : 'cases'
    }
    expect(kind('v = 1')).toBe('equation')
    expect(kind('u_i = 0')).toBe('equation')
    expect(kind('a = b')).toBe('equation')
    expect(kind('y_i = c')).toBe('entries')
    expect(kind('c \\notin S')).toBe('cases')
    expect(kind('m = n')).toBe('cases')
    expect(kind('a > b')).toBe('cases')
    expect(conditionsIn('a > b \\text{ and } m = n \\text{ and } v = 1')).toHaveLength(3)
  })

  it('on sizes change them', () => {
    expect(drawn('m = n')!.sizes).toMatchObject({ m: 3, n: 3 })
    expect(drawn('k = 2')!.sizes).toMatchObject({ k: 2 })
    expect(drawn('2 = k')!.sizes).toMatchObject({ k: 2 })
    expect(drawn('n = k \\text{ and } m = n')!.sizes).toMatchObject({ m: 3, n: 3, k: 3 })
  })

  it('are met by luck where they can be', () => {
    for (let seed = 0; seed < 10; seed++) {
      const point = drawn('c \\notin S \\text{ and } a > b', 'ordinary', seed)!
      expect([...point.values['S']!]).not.toContain(point.values['c']![0])
      expect(point.values['a']![0]!).toBeGreaterThan(point.values['b']![0]!)
    }
  })

  it.each([
    // Linear with coefficients 1: exactly.
    ['a = b', true],
    ['\\sum_i u_i = 1', true],
    ['u_i = 0', true],
    ['a + b = 2 \\text{ and } a = 3 b', true],
    // Roots, and numbers such as 1/3: as nearly as float64 can.
    ['v = 2', false],
    ['V = 1', false],
    ['p a = 1 \\text{ and } p = 3', false],
    ['\\frac{1}{p} = v', false],
    ['a = μ', false],
  ])('that are equations are met by Newton: %s', (text, exactly) => {
    for (let seed = 0; seed < 6; seed++) {
      const point = drawn(text, 'ordinary', seed)
      expect(point, `${text}, seed ${seed}`).toBeDefined()
      const left = residualOf(problem, point!, conditionsIn(text))
      expect(left).toBe(point!.exact ? 'exact' : 'near')
      if (exactly) expect(point!.exact).toBe(true)
      expect(point!.values['p']![0]!).toBeGreaterThan(0)
    }
  })

  it('that cannot be met are given up', () => {
    expect(drawn('a^2 = -1')).toBeUndefined()
    expect(drawn('p = -1')).toBeUndefined()
    expect(drawn('a = b \\text{ and } a > b')).toBeUndefined()
    expect(drawn('m = 0.5')).toBeUndefined()
  })

  it('count as met exactly only if 31 digits say so', () => {
    const third: Point = {
      sizes: { m: 3 },
      values: { u: Float64Array.of(1, 0, 0), a: Float64Array.of(1 / 3) },
    }
    const [equation] = conditionsIn('a = μ')
    expect(residualOf(problem, third, [equation!])).toBe('near')
    const half: Point = { sizes: { m: 2 }, values: { u: Float64Array.of(1, 0), a: Float64Array.of(0.5) } }
    expect(residualOf(problem, half, [equation!])).toBe('exact')
    const off: Point = {
      sizes: { m: 2 },
      values: { u: Float64Array.of(1, 0), a: Float64Array.of(0.5000001) },
    }
    expect(residualOf(problem, off, [equation!])).toBe('no')
  })

  it('are measured by the terms that cancel in them', () => {
    const [equation] = conditionsIn('\\sum_i (u_i - a) = 0')
    const point: Point = {
      sizes: { m: 3 },
      values: { u: Float64Array.of(1, 0, 0), a: Float64Array.of(1 / 3) },
    }
    expect(residualOf(problem, point, [equation!])).not.toBe('no')
  })

  it('are met again by moving one value each', () => {
    const equations = conditionsIn('\\sum_i u_i = 1')
    const zeros: Point = { sizes: { m: 3 }, values: { u: new Float64Array(3) } }
    const point = settled(problem, zeros, equations)!
    expect([...point.values['u']!].sort()).toEqual([0, 0, 1])
  })
})

describe('shrinking', () => {
  const point = drawPoint(problem, ['u', 'X', 'y', 'q', 'o'], SIZES, 'wide', 5)
  const arbitrary = new PointArbitrary(problem, ['u', 'X', 'y', 'q', 'o'], ['m', 'n', 'k'])

  it('leaves the smallest case where everything fails', () => {
    const { point: smallest } = shrink(arbitrary, point, 1, () => true)
    expect(smallest.sizes).toMatchObject({ m: 1, n: 1, k: 1 })
    expect(Object.fromEntries(Object.entries(smallest.values).map(([name, of]) => [name, [...of]]))).toEqual({
      u: [0],
      X: [0],
      y: [1],
      q: [1],
      o: [1],
    })
  })

  it('keeps what makes a case fail, in small whole numbers', () => {
    const fails = ({ sizes, values }: Point) => sizes['m']! >= 2 && values['u']!.some(v => Math.abs(v) > 1.2)
    const { point: smallest } = shrink(arbitrary, point, 1, fails)
    expect(smallest.sizes).toMatchObject({ m: 2, n: 1, k: 1 })
    expect(smallest.values['u']!.filter(v => v !== 0)).toHaveLength(1)
    expect(smallest.values['u']!.every(v => Number.isInteger(v * 2))).toBe(true)
  })

  it('drops the same samples everywhere, and keeps cases what they are', () => {
    const seen: Point[] = []
    shrink(arbitrary, point, 1, value => {
      seen.push(value)
      return seen.length % 3 !== 0
    })
    for (const { sizes, values } of seen) {
      const [m, n, k] = [sizes['m']!, sizes['n']!, sizes['k']!]
      expect([values['u']!, values['X']!, values['y']!, values['q']!].map(of => of.length)).toEqual([
        m,
        m * n,
        m,
        m * k,
      ])
      expect(values['y']!.every(v => v >= 1 && v <= k)).toBe(true)
      for (let row = 0; row < m; row++) {
        expect(values['q']!.slice(k * row, k * row + k).reduce((x, y) => x + y)).toBe(1)
        expect([...values['o']!.slice(k * row, k * row + k)].sort().at(-1)).toBe(1)
      }
    }
  })

  it('stays on equations', () => {
    const equations = conditionsIn('V = 1')
    const start = drawn('V = 1')!
    const on = new PointArbitrary(problem, ['u'], ['m'], value => settled(problem, value, equations))
    const { point: smallest } = shrink(
      on,
      { sizes: { m: 3 }, values: { u: start.values['u']! } },
      1,
      () => true,
    )
    expect(smallest).toMatchObject({ sizes: { m: 1 }, values: { u: Float64Array.of(0) } })
    const two = shrink(
      on,
      { sizes: { m: 3 }, values: { u: start.values['u']! } },
      1,
      ({ sizes }) => sizes['m']! > 1,
    )
    expect(two.point.sizes['m']).toBe(2)
    expect(residualOf(problem, two.point, equations)).not.toBe('no')
  })

  it('makes dimensions smaller together that must be equal', () => {
    const square = drawPoint(problem, ['X', 'u'], { m: 5, n: 5 }, 'wide', 5)
    const both = new PointArbitrary(problem, ['X', 'u'], ['m', 'n'])
    const { point: smallest } = shrink(
      both,
      square,
      1,
      ({ sizes }) => sizes['m'] === sizes['n'] && sizes['m']! > 1,
    )
    expect(smallest.sizes).toEqual({ m: 2, n: 2 })
    expect(smallest.values['X']).toHaveLength(4)
  })

  it('finds the same case again by seed and path', () => {
    const fails = ({ values }: Point) => values['u']!.some(v => v !== 0)
    const [once, again] = [shrink(arbitrary, point, 7, fails), shrink(arbitrary, point, 7, fails)]
    expect(once).toEqual(again)
    expect(once.path).not.toBe('')
  })
})
