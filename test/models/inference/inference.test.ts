// Inference beside our own derivatives, and what it says where there is none: penalties, separation, columns that say nothing new.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromData } from '../../../src/create.js'
import {
  add,
  concat,
  exp,
  gather,
  hessian,
  logSoftmax,
  matmul,
  mul,
  neg,
  random,
  reshape,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from '../../../src/index.js'
import {
  describeRedundancies,
  inferenceText,
  linearInference,
  poissonInference,
  redundancies,
  softmaxInference,
} from '../../../src/models/inference/index.js'

const sizes = fc.record({
  seed: fc.nat({ max: 2 ** 30 }),
  features: fc.integer({ min: 1, max: 3 }),
  classes: fc.integer({ min: 2, max: 4 }),
  intercept: fc.boolean(),
})

/** A design with its columns of different sizes, random labels and weights, and coefficients that need not fit. */
function drawn({
  seed,
  features,
  classes,
  intercept,
}: {
  seed: number
  features: number
  classes: number
  intercept: boolean
}) {
  const rows = 40
  const stream = random(seed)
  const numbers = (x: Tensor) => Float64Array.from(x.data)
  const x = numbers(stream.normal([rows, features])).map(
    (v, at) => 3 * (at % features) + v * 10 ** (at % features),
  )
  const labels = numbers(stream.uniform([rows])).map(v => Math.floor(v * classes))
  const weights = numbers(stream.uniform([rows])).map(v => 0.5 + v)
  const theta = numbers(stream.normal([features, classes])).map(
    (v, at) => (0.3 * v) / 10 ** Math.floor(at / classes),
  )
  const bias = intercept ? { bias: numbers(stream.normal([classes])) } : {}
  return { design: { x, rows, features, intercept, weights }, labels, coefficients: { theta, ...bias } }
}

/** x with a column of ones in front, if there is an intercept. */
const withOnes = ({ x, rows, features, intercept }: ReturnType<typeof drawn>['design']): Tensor => {
  const plain = fromData(x, [rows, features]) as Tensor
  return intercept ? concat([fromData(new Float64Array(rows).fill(1), [rows, 1]) as Tensor, plain], 1) : plain
}

/** Fails unless V·H is the identity, to what conditions of up to 1e5 leave of 16 digits. */
function expectInverse(covariance: Float64Array, h: Tensor): void {
  const size = Math.sqrt(covariance.length)
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let [entry, terms] = [0, 0]
      for (let k = 0; k < size; k++) {
        const term = covariance[i * size + k]! * h.data[k * size + j]!
        entry += term
        terms += Math.abs(term)
      }
      expect(Math.abs(entry - (i === j ? 1 : 0))).toBeLessThanOrEqual(1e-11 * (1 + terms))
    }
}

describe('covariances are inverses of what hessian gives', () => {
  it('of softmax losses, against any reference class, with an offset and without one', () => {
    fc.assert(
      fc.property(sizes, fc.nat({ max: 10 }), fc.boolean(), (given, nth, isShifted) => {
        const { design, labels, coefficients } = drawn(given)
        const { classes, features, intercept } = given
        const reference = nth % classes
        const shifts = Float64Array.from({ length: labels.length * classes }, (_, at) => Math.sin(at * at))
        const found = softmaxInference(
          design,
          labels,
          Array.from({ length: classes }, (_, c) => `c${c}`),
          coefficients,
          { reference, ...(isShifted && { offset: shifts }) },
        )
        if (found.separation !== undefined) return
        const others = Array.from({ length: classes }, (_, c) => c).filter(c => c !== reference)
        const x = withOnes(design)
        const columns = features + (intercept ? 1 : 0)
        const weights = fromData(design.weights, [labels.length]) as Tensor
        // The score of the reference is 0, and stands first; labels follow.
        const order = [reference, ...others]
        const place = fromData(
          Int32Array.from(labels, c => order.indexOf(c)),
          [labels.length],
        ) as Tensor
        const offset = fromData(
          Float64Array.from(shifts, (_, at) => shifts[at - (at % classes) + order[at % classes]!]!),
          [labels.length, classes],
        ) as Tensor
        const loss = (beta: Tensor) => {
          const scores = matmul(x, transpose(reshape(beta, [others.length, columns])), {})
          const learned = concat([zeros([labels.length, 1]) as Tensor, scores], 1)
          const all = isShifted ? add(learned, offset) : learned
          const own = gather(logSoftmax(all), place)
          return neg(sum(mul(own, weights)) as Tensor)
        }
        const estimates = tensor(found.coefficients.map(row => row.estimate)) as Tensor
        expectInverse(found.covariance!, hessian(loss)(estimates))
        expect(Math.abs(loss(estimates).item() + found.logLikelihood)).toBeLessThanOrEqual(
          1e-11 * loss(estimates).item(),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('of Poisson losses with an offset', () => {
    fc.assert(
      fc.property(sizes, given => {
        const { design, labels, coefficients } = drawn({ ...given, classes: 1 })
        const offset = Float64Array.from(design.weights, w => w / 3)
        const counts = labels.map((_, i) => i % 4)
        const found = poissonInference(design, counts, coefficients, { offset })
        const x = withOnes(design)
        const loss = (beta: Tensor) => {
          const scores = add(matmul(x, beta, {}), tensor(Array.from(offset)))
          return sum(
            mul(
              tensor(Array.from(design.weights)),
              sub(exp(scores), mul(scores, tensor(Array.from(counts)))),
            ),
          ) as Tensor
        }
        expectInverse(
          found.covariance!,
          hessian(loss)(tensor(found.coefficients.map(row => row.estimate)) as Tensor),
        )
      }),
      { numRuns: 30 },
    )
  })
})

describe('what has no standard errors says so', () => {
  const x = new Float64Array([1, 2, 3, 4, 5, 6])
  const design = { x, rows: 6, features: 1, names: ['dose'] }
  const coefficients = { theta: new Float64Array([0, 0.1]), bias: new Float64Array([0, 0]) }

  it('a penalised fit', () => {
    const found = softmaxInference(design, [0, 1, 0, 1, 0, 1], ['no', 'yes'], coefficients, {
      penalized: true,
    })
    expect(found.covariance).toBeUndefined()
    expect(found.coefficients[1]).toMatchObject({
      name: 'dose',
      estimate: 0.1,
      standardError: undefined,
      p: undefined,
    })
    expect([found.aic, found.bic, found.likelihoodRatio]).toEqual([undefined, undefined, undefined])
    expect(found.notes).toEqual([
      'The fit was penalised: its coefficients are drawn towards 0, so it has no standard errors, tests or intervals.',
    ])
  })

  it('a separated one, by the column that separates, however small the information still is', () => {
    for (const slope of [0.1, 5, 40]) {
      const at = { theta: new Float64Array([0, slope]), bias: new Float64Array([0, -3.5 * slope]) }
      const found = softmaxInference(design, [0, 0, 0, 1, 1, 1], ['no', 'yes'], at)
      expect(found.covariance).toBeUndefined()
      expect(found.separation).toMatchObject({ kind: 'complete', features: [0] })
      expect(found.notes[0]).toBe(
        `Column 'dose' separates the classes 'no' and 'yes' completely: no row is on the wrong side. The likelihood has no maximum, so there are no standard errors; a penalty gives finite coefficients.`,
      )
    }
  })

  it('coefficients that are not at the maximum', () => {
    const found = softmaxInference(design, [0, 1, 0, 1, 0, 1], ['no', 'yes'], {
      theta: new Float64Array([0, 1]),
      bias: new Float64Array([0, 0]),
    })
    expect(found.covariance).toBeDefined()
    expect(found.notes[0]).toMatch(/^The coefficients are not at the maximum: a Newton step would gain \d/)
  })

  it('columns that are constant, or combinations of others, named with their coefficients', () => {
    const n = 30
    const base = Array.from({ length: n }, (_, i) => [(i * 7) % 11, 2000 + ((i * 5) % 13)] as const)
    const wide = Float64Array.from(base.flatMap(([a, b]) => [a, b, 3, 2 * a - 0.5 * b + 7, a]))
    const names = ['a', 'year', 'three', 'mix', 'copy']
    const found = redundancies({ x: wide, rows: n, features: 5, names })
    expect(found.constant).toEqual([{ feature: 2, name: 'three', value: 3 }])
    expect(describeRedundancies(found)).toEqual([
      "column 'three' is 3 in every row",
      "column 'mix' is 7 + 2·'a' + -0.5·'year' in every row".replace('+ -', '− '),
      "column 'copy' is 'a' in every row",
    ])
    const y = base.map((_, i) => (i * 3) % 5)
    const fit = linearInference({ x: wide, rows: n, features: 5, names }, y, {
      theta: new Float64Array(5),
      bias: new Float64Array([2]),
    })
    expect(fit.covariance).toBeUndefined()
    expect(fit.notes).toEqual([
      'The information is singular, so there are no standard errors.',
      "Column 'three' is 3 in every row.",
      "Column 'mix' is 7 + 2·'a' − 0.5·'year' in every row.",
      "Column 'copy' is 'a' in every row.",
    ])
    expect(redundancies({ x: wide, rows: n, features: 5, names, intercept: false }).constant).toEqual([])
  })

  it('no more rows than coefficients', () => {
    const fit = linearInference({ x: new Float64Array([1, 2]), rows: 2, features: 1 }, [1, 3], {
      theta: new Float64Array([2]),
      bias: new Float64Array([-1]),
    })
    expect(fit.sigma).toBeUndefined()
    expect(fit.notes).toEqual([
      '2 rows leave nothing to estimate the spread of errors from, beside 2 coefficients.',
    ])
  })
})

describe('input that does not fit', () => {
  const x = new Float64Array([1, 2, 3])
  const design = { x, rows: 3, features: 1 }
  const coefficients = { theta: new Float64Array(2), bias: new Float64Array(2) }
  it('is refused with what was got and wanted', () => {
    const run = (change: object, labels = [0, 1, 0], given: object = {}) =>
      softmaxInference({ ...design, ...change }, labels, ['a', 'b'], { ...coefficients, ...given })
    expect(() => run({ names: ['p', 'q'] })).toThrow('softmaxInference: wants 1 names of features, got 2')
    expect(() => run({ weights: new Float64Array([1, -1, 1]) })).toThrow(
      'weights must be finite and ≥ 0, got -1 in row 1',
    )
    expect(() => run({ weights: new Float64Array(3) })).toThrow('all weights are 0')
    expect(() => run({}, [0, 1])).toThrow('wants a label for each of 3 rows, got 2')
    expect(() => run({ intercept: false })).toThrow('a bias came without an intercept')
    expect(() => run({}, [0, 1, 0], { theta: new Float64Array(3) })).toThrow(
      'wants 2 coefficients theta, got 3',
    )
    expect(() => run({}, [0, 1, 0], { theta: new Float64Array([Number.NaN, 0]) })).toThrow(
      'coefficients must be finite, got NaN',
    )
    expect(() => softmaxInference(design, [0, 1, 0], ['a', 'b'], coefficients, { level: 95 })).toThrow(
      'level must be between 0 and 1, got 95',
    )
    expect(() => softmaxInference(design, [0, 1, 0], ['a', 'b'], coefficients, { reference: 2 })).toThrow(
      'reference must be a place from 0 to 1, got 2',
    )
    expect(() =>
      poissonInference(design, [1, -1, 0], { theta: new Float64Array(1), bias: new Float64Array(1) }),
    ).toThrow('counts must be ≥ 0, got -1 in row 1')
  })
})

describe('the text', () => {
  it('has a block for each class, with odds ratios', () => {
    const { design, labels, coefficients } = drawn({ seed: 1, features: 2, classes: 3, intercept: true })
    const text = inferenceText(
      softmaxInference(design, labels, ['a', 'b', 'c'], coefficients, { reference: 1, level: 0.9 }),
    )
    const lines = text.split('\n')
    expect(lines[0]).toBe('a against b')
    expect(lines[1]).toMatch(/^ +coefficient +std. error +z +P > \|z\| +90 % from +to +odds ratio +from +to$/)
    expect(lines.slice(2, 5).map(line => line.split(' ')[0])).toEqual(['(intercept)', 'x0', 'x1'])
    expect(lines[6]).toBe('c against b')
    expect(new Set(lines.slice(1, 5).map(line => line.length)).size).toBe(1)
    expect(text).toContain('McFadden’s R²')
  })

  it('has a line for each coefficient, aligned, and the fit as a whole below', () => {
    const x = new Float64Array([1, 2, 3, 4, 5, 6, 7, 8])
    const y = [2.1, 3.9, 6.2, 7.8, 10.1, 12.2, 13.8, 16.1]
    const [mean, slope] = [9.025, 1.997619047619048]
    const fit = linearInference({ x, rows: 8, features: 1, names: ['speed'] }, y, {
      theta: new Float64Array([slope]),
      bias: new Float64Array([mean - 4.5 * slope]),
    })
    expect(inferenceText(fit).split('\n')).toEqual([
      '             coefficient  std. error      t  P > |t|  95 % from       to',
      '(intercept)     0.035714     0.14039   0.25    0.808   -0.30780  0.37922',
      'speed             1.9976    0.027800  71.86  4.9e-10     1.9296   2.0656',
      '',
      'rows                 8',
      'parameters           3',
      'log-likelihood       3.5102',
      'that of no features  -23.525',
      'likelihood ratio     54.070 on 1 df, P = 1.9e-13',
      'AIC, BIC             -1.0203, -0.78201',
      'R², adjusted         0.99884, 0.99865',
      'residual deviation   0.18017 on 6 df',
      'F                    5163.2 on 1 and 6 df, P = 4.9e-10',
    ])
  })
})
