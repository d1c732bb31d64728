// The gradient check: right gradients hold, planted mistakes are found where they are, and nobody is accused of a kink or of noise.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  abs,
  add,
  argMax,
  cast,
  cos,
  crossEntropy,
  customOp,
  type Differential,
  DifferentiationError,
  entropy,
  exp,
  greater,
  log,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  mul,
  norm,
  random,
  relu,
  sigmoid,
  sin,
  softmax,
  softplus,
  sqrt,
  square,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  variance,
  where,
} from '../../src/index.js'
import { checkGradient, checkGradientWith, type GradientReport } from '../../src/testing/index.js'

/** Multiples of 1/16, none of them 0. */
const gridded = (n: number) =>
  fc.array(
    fc.integer({ min: -32, max: 32 }).map(k => (k === 0 ? 1 : k) / 16),
    { minLength: n, maxLength: n },
  )

function refuted(report: GradientReport) {
  if (report.verdict !== 'refuted') throw new Error(report.message)
  return report
}

describe('right gradients hold', () => {
  const stream = random(1)
  const [x, w, b] = [stream.normal([5, 4]), stream.normal([4, 3]), stream.normal([3])]
  const labels = tensor([0, 2, 1, 1, 0], { dtype: 'int32' })

  test('softmax regression, with parameters in an object and labels in integers', () => {
    const loss = (p: { readonly w: Tensor; readonly b: Tensor }, x: Tensor, labels: Tensor) =>
      crossEntropy(add(matmul(x, p.w), p.b), labels)
    const report = checkGradient(loss, { w, b }, x, labels)
    expect(report.message).toContain('checkGradient: holds')
    expect(report).toMatchObject({
      verdict: 'holds',
      method: 'entries',
      entries: 35,
      checked: 35,
      wrong: 0,
      seed: 0,
    })
    expect(report.resolution).toBeLessThan(1e-9)
    expect(report.verdict === 'holds' && report.worst.input).toMatch(/^\[0\]\.[wb]$|^\[1\]$/)
  })

  test('results of any shape, in arrays and objects, along a Gaussian cotangent', () => {
    expect(checkGradient((w: Tensor) => tanh(matmul(x, w)), w).verdict).toBe('holds')
    expect(checkGradient((w: Tensor) => ({ all: [exp(w), sum(w)], best: argMax(w) }), w).verdict).toBe(
      'holds',
    )
  })

  test('more than 100 entries, along random directions', () => {
    const wide = stream.normal([40, 30])
    const report = checkGradient((w: Tensor) => mean(square(tanh(w))), wide)
    expect(report).toMatchObject({ verdict: 'holds', method: 'directions', entries: 1200, checked: 8 })
  })

  test('a function that is flat, by nature or by symmetry', () => {
    expect(checkGradient((w: Tensor) => sum(softmax(w)), w).verdict).toBe('holds')
    expect(checkGradient((w: Tensor) => mul(sum(w), 0), w)).toMatchObject({
      verdict: 'holds',
      resolution: Infinity,
    })
  })

  test('cross-entropy of scores so far apart that its gradient drowns in rounding', () => {
    const z = tensor([
      [50, -50, 0],
      [3, 1, 45],
    ])
    expect(checkGradient((z: Tensor) => crossEntropy(z, tensor([0, 2], { dtype: 'int32' })), z).verdict).toBe(
      'holds',
    )
  })

  test('inputs from 1e-8 to 1e8', () => {
    const far = tensor([1e-8, 1e-4, 1, 1e4, 1e8])
    for (const f of [log, sqrt, square, (x: Tensor) => mul(x, square(x)), (x: Tensor) => sigmoid(log(x))])
      expect(checkGradient(f, far).message).toContain('checkGradient: holds')
  })

  test('any smooth ops after one another', () => {
    const ops: Readonly<Record<string, (x: Tensor, y: Tensor) => Tensor>> = {
      add,
      mul,
      sub,
      cos,
      exp: x => exp(tanh(x)),
      log: x => log(add(square(x), 0.5)),
      logSumExp: x => logSumExp(x, { axis: -1, keepdims: true }),
      mean: x => mean(x, { axis: 0, keepdims: true }),
      moments: x => matmul(x, matmul(x, x, { transposeA: true })),
      sigmoid,
      sin,
      softmax: x => softmax(x),
      softplus,
      tanh,
      variance: x => variance(x, { axis: -1, keepdims: true }),
    }
    const names = fc.array(fc.constantFrom(...Object.keys(ops)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(names, gridded(6), gridded(6), (names, p, q) => {
        const [x, y] = [p, q].map(v => tensor([v.slice(0, 3), v.slice(3)]))
        const f = (x: Tensor, y: Tensor) => names.reduce((z, name) => ops[name]!(z, y), x)
        const report = checkGradient(f, x!, y!)
        // 'inconclusive' is honest where a gradient is far smaller than what cancels in f; an accusation never is.
        expect(report.message).not.toContain('refuted')
        expect(report.verdict).not.toBe('nonsmooth')
      }),
      { numRuns: 100 },
    )
  }, 20_000)
})

/** x³ with rules of one's own. */
const cubeWith = (rules: (x: Tensor) => Differential) =>
  customOp({ name: 'cube', forward: (x: Tensor) => mul(x, square(x)), differentials: ([x]) => [rules(x)] })
const slope = (x: Tensor) => mul(3, square(x))
const right = (x: Tensor): Differential => ({ jvp: dx => mul(dx, slope(x)), vjp: dy => mul(dy, slope(x)) })

describe('planted mistakes are refuted, and the guilty named', () => {
  const x = tensor([
    [0.5, -1.25, 2],
    [1, 0.75, -0.5],
  ])
  const within = (cube: (x: Tensor) => Tensor) => (x: Tensor) => sum(exp(sin(cube(x))))

  test('a wrong sign in reverse mode', () => {
    const cube = cubeWith(x => ({ ...right(x), vjp: dy => mul(dy, mul(-1, slope(x))) }))
    const report = refuted(checkGradient(within(cube), x))
    expect(report).toMatchObject({
      wrong: 6,
      worst: { side: 'reverse' },
      culprit: { op: 'cube', input: 0, side: 'reverse' },
    })
    expect(report.message).toContain("The op 'cube' is wrong by itself")
    expect(report.message).toContain('forward mode agrees with differences')
  })

  test('a wrong factor in forward mode', () => {
    const cube = cubeWith(x => ({ ...right(x), jvp: dx => mul(dx, mul(2, slope(x))) }))
    expect(refuted(checkGradient(within(cube), x))).toMatchObject({
      worst: { side: 'forward' },
      culprit: { op: 'cube', side: 'forward' },
    })
  })

  test.each([1e-6, -1e-6, 1e-8])('a factor of 1 + %f in both modes', error => {
    const off = (x: Tensor) => mul(1 + error, slope(x))
    const cube = cubeWith(x => ({ jvp: dx => mul(dx, off(x)), vjp: dy => mul(dy, off(x)) }))
    const report = refuted(checkGradient(within(cube), x))
    expect(report).toMatchObject({ wrong: 6, worst: { side: 'both' }, culprit: { op: 'cube', side: 'both' } })
    // The error that is found is the error that was planted, to the bound.
    const { error: found, reverse, bound } = report.worst
    expect(Math.abs(found - Math.abs((reverse * error) / (1 + error)))).toBeLessThanOrEqual(bound)
  })

  test('a missing term', () => {
    const product = customOp({
      name: 'x·eˣ',
      forward: (x: Tensor) => mul(x, exp(x)),
      differentials: ([x]) => [{ jvp: dx => mul(dx, mul(x, exp(x))), vjp: dy => mul(dy, mul(x, exp(x))) }],
    })
    expect(refuted(checkGradient((x: Tensor) => sum(product(x)), x)).culprit?.op).toBe('x·eˣ')
  })

  /** Adds errors to single entries of what the walk back gives. */
  const tampered = (errors: Readonly<Record<number, number>>) =>
    cubeWith(x => ({
      ...right(x),
      vjp: dy => {
        const bar = mul(dy, slope(x)).toTypedArray()
        for (const [i, error] of Object.entries(errors)) bar[Number(i)]! += error
        return tensor(bar)
      },
    }))

  test('one entry of many, by its index', () => {
    const report = refuted(
      checkGradient((p: { w: Tensor }) => sum(tampered({ 4: 1e-6 })(p.w)), { w: tensor([1, 2, 3, 4, 5, 6]) }),
    )
    expect(report).toMatchObject({
      wrong: 1,
      checked: 6,
      worst: { input: '[0].w', index: [4], side: 'reverse' },
    })
    expect(report.message).toContain('towards input [0].w, entry [4]')
  })

  test('errors that sum to zero, which directions of ±1 miss half the time', () => {
    for (let seed = 0; seed < 20; seed++) {
      const check = checkGradientWith({ seed })
      const x = random(seed).normal([150])
      const report = refuted(check((x: Tensor) => sum(tampered({ 30: 1e-6, 77: -1e-6 })(x)), x))
      expect(report).toMatchObject({
        method: 'directions',
        wrong: 8,
        worst: { input: '[0]', side: 'reverse' },
      })
      expect([30, 77]).toContain(report.worst.index[0])
    }
  })

  test('any entry and any error above the resolution', () => {
    fc.assert(
      fc.property(gridded(6), fc.nat(5), fc.integer({ min: -33, max: 4 }), (values, at, power) => {
        const f = (x: Tensor) => sum(tampered({ [at]: 2 ** power })(x))
        // Bounds are some 1e-12 here, of derivatives up to 12; 2⁻³³ is 1e-10.
        expect(refuted(checkGradient(f, tensor(values))).worst).toMatchObject({
          index: [at],
          side: 'reverse',
        })
      }),
      { numRuns: 50 },
    )
  })

  test('values that were used past the graph', () => {
    const report = refuted(checkGradient((x: Tensor) => sum(mul(x, stopGradient(x))), x))
    expect(report).toMatchObject({ culprit: undefined, worst: { side: 'both' } })
    expect(report.message).toContain('past the graph')
  })

  test('NaN where f is fine: the slope of an untaken branch', () => {
    const f = (x: Tensor) => sum(where(greater(x, 0), sqrt(x), 0))
    const report = refuted(checkGradient(f, tensor([-1, 2])))
    expect(report).toMatchObject({ edge: 'sqrt', worst: { index: [0] } })
    expect(report.message).toContain('Mend its input')
  })
})

describe('kinks and ties are nobody’s fault', () => {
  test.each<[string, (x: Tensor) => Tensor, number[]]>([
    ['|x| at 0', abs, [1, 0]],
    ['relu at 0', relu, [-1, 0, 2]],
    ['a tied max', x => max(x), [1, 2, 2]],
    ['a tied maximum', x => maximum(x, 1.5), [1.5, 2]],
    ['a norm at 0', x => norm(x), [0, 0, 0]],
  ])('%s', (_, f, x) => {
    const report = checkGradient(f, tensor(x))
    expect(report).toMatchObject({ verdict: 'nonsmooth', kink: undefined })
    expect(report.message).toContain('no derivative to check')
  })

  test('a kink within that f itself does not show: x = relu(x) − relu(−x)', () => {
    const report = checkGradient((x: Tensor) => sub(relu(x), relu(mul(x, -1))), tensor([1, 0]))
    expect(report).toMatchObject({ verdict: 'nonsmooth', kink: 'relu' })
  })

  test('modes that differ at a kink are refuted all the same', () => {
    const step = customOp({
      name: 'fold',
      forward: (x: Tensor) => abs(x),
      differentials: () => [{ jvp: dx => mul(dx, 0), vjp: dy => dy }],
    })
    expect(refuted(checkGradient(step, tensor(0))).worst.side).toBe('one')
  })

  test('kinks near by do not matter', () => {
    expect(checkGradient(abs, tensor([1e-3, -1e-6, 0.25])).verdict).toBe('holds')
  })
})

describe('noise is nobody’s fault', () => {
  const stream = random(5)

  test('float32 inputs, and casts to float32 within', () => {
    expect(
      checkGradient((x: Tensor) => sum(tanh(square(x))), stream.normal([4], { dtype: 'float32' })).verdict,
    ).toBe('holds')
    const f = (x: Tensor) => sum(cast(exp(cast(x, 'float32')), 'float64'))
    const report = checkGradient(f, stream.normal([4]))
    expect(report.verdict).toBe('holds')
    expect(report.resolution).toBeGreaterThan(1e-7)
  })

  const fast = (factor: number) =>
    customOp({
      name: 'fastExp',
      forward: (x: Tensor) => cast(exp(cast(x, 'float32')), 'float64'),
      differentials: ([x]) => [
        { jvp: dx => mul(dx, mul(factor, exp(x))), vjp: dy => mul(dy, mul(factor, exp(x))) },
      ],
    })

  test('float32 hidden inside an op: its noise is seen, and mistakes above it are found', () => {
    for (let seed = 0; seed < 20; seed++) {
      const x = random(seed).normal([3])
      expect(checkGradient((x: Tensor) => sum(mul(fast(1)(x), 0.3)), x).verdict).toBe('holds')
      expect(refuted(checkGradient((x: Tensor) => sum(mul(fast(1.1)(x), 0.3)), x)).culprit?.op).toBe(
        'fastExp',
      )
    }
  })

  test('a gradient that drowns in noise is left open', () => {
    const f = (x: Tensor) => sum(cast(add(cast(mul(x, 1e-9), 'float32'), 1), 'float64'))
    expect(checkGradient(f, tensor([0.5]))).toMatchObject({ verdict: 'inconclusive' })
  })

  test('an edge of the domain is left open', () => {
    const report = checkGradient((x: Tensor) => sum(sqrt(x)), tensor([0, 1]))
    expect(report).toMatchObject({ verdict: 'inconclusive', worst: { index: [0] } })
    expect(report.message).toContain('f is not finite on both sides of x')
  })
})

describe('entries that are not finite are named, and the others checked', () => {
  const INF = Number.POSITIVE_INFINITY

  test('inputs masked with −∞, in a loss of one number', () => {
    const scores = tensor([
      [-INF, 1, 2],
      [0.5, -INF, -1],
    ])
    for (const f of [
      (z: Tensor) => logSumExp(z),
      (z: Tensor) => sum(square(softmax(z))),
      (z: Tensor) => crossEntropy(z, tensor([1, 2], { dtype: 'int32' })),
      (z: Tensor) => entropy(softmax(z)),
    ]) {
      const report = checkGradient(f, scores)
      expect(report).toMatchObject({ verdict: 'holds', method: 'entries', entries: 6, checked: 4 })
      expect(report.skipped).toEqual([
        { of: 'input', path: '[0]', index: [0, 0], value: -INF },
        { of: 'input', path: '[0]', index: [1, 1], value: -INF },
      ])
      expect(report.message).toContain('agree at all 4 finite entries.')
      expect(report.message).toContain(
        'Left out, for it is not finite: input [0], entry [0, 0] is -Infinity; input [0], entry [1, 1] is -Infinity.',
      )
    }
  })

  test('a mistake beside them is found all the same', () => {
    const wrong = customOp({
      name: 'wrong',
      forward: (z: Tensor) => softmax(z),
      differentials: ([z]) => [{ jvp: dz => mul(dz, softmax(z)), vjp: dy => mul(dy, softmax(z)) }],
    })
    const report = refuted(checkGradient(wrong, tensor([-INF, 1, 2])))
    expect(report.worst.input).toBe('[0]')
    expect(report.culprit?.op).toBe('wrong')
  })

  test('infinite entries of what f returns, under their names', () => {
    const f = (z: Tensor) => ({
      logs: logSoftmax(where(tensor([true, false, true]), z, -INF)),
      ends: [exp(z)],
    })
    const report = checkGradient(f, tensor([0.5, 1, 2]))
    expect(report.verdict).toBe('holds')
    expect(report.skipped).toEqual([{ of: 'output', path: 'logs', index: [1], value: -INF }])
    expect(report.message).toContain('output logs, entry [1] is -Infinity.')
  })

  test('random directions leave them out, in every input', () => {
    const many = tensor(Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? -INF : i / 100)))
    const f = (z: Tensor, w: Tensor) => mul(logSumExp(z), sum(square(w)))
    const report = checkGradient(f, many, tensor([1, 2]))
    expect(report).toMatchObject({ verdict: 'holds', method: 'directions', entries: 302, checked: 8 })
    expect(report.message).toContain('along 8 random directions through 202 finite entries.')
    expect(report.message).toContain('input [0], entry [12] is -Infinity; and 95 more.')
    expect(report.skipped.length).toBe(100)
  })

  test('a mistake is narrowed down to an entry among them', () => {
    const late = customOp({
      name: 'late',
      forward: (z: Tensor) => softplus(z),
      differentials: ([z]) => {
        const slope = mul(sigmoid(z), tensor(Array.from({ length: 300 }, (_, i) => (i === 251 ? 2 : 1))))
        return [{ jvp: dz => mul(dz, slope), vjp: dy => mul(dy, slope) }]
      },
    })
    const many = tensor(Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? -INF : i / 100)))
    expect(refuted(checkGradient(late, many)).worst).toMatchObject({ input: '[0]', index: [251] })
  })

  test('where none is finite, or f has a pole at a finite one, nothing can be told', () => {
    expect(checkGradient((z: Tensor) => softmax(z), tensor([-INF, -INF])).message).toContain(
      'No entry of the inputs is finite',
    )
    const pole = checkGradient(log, tensor([0, 2]))
    expect(pole.verdict).toBe('inconclusive')
    expect(pole.message).toContain('f is -Infinity at an entry')
    expect(checkGradient(log, tensor([-INF, 2])).message).toContain('f is NaN')
  })

  test('a norm at 0, whose second derivative is refused, is a kink and no error', () => {
    expect(checkGradient((x: Tensor) => mul(norm(x), 2), tensor([0, 0])).verdict).toBe('nonsmooth')
  })
})

describe('wrong use', () => {
  const x = tensor([1, 2])

  test('no float input, no tensor, no float result', () => {
    expect(() =>
      checkGradient((_: Tensor, __: object) => x, tensor([1], { dtype: 'int32' }), { n: 3 }),
    ).toThrow('none of the inputs is a float tensor')
    expect(() => checkGradient((_: Tensor) => 3, x)).toThrow('the function must return a tensor')
    expect(() => checkGradient((x: Tensor) => argMax(x), x)).toThrow(DifferentiationError)
    expect(() => checkGradientWith({ points: 4 })(exp, x)).toThrow('points must be 3, 5, 7 or 9')
    expect(() => checkGradientWith({ entries: -1 })).toThrow('entries must be ≥ 0')
  })

  test('chance inside f', () => {
    let calls = 0
    const report = checkGradient((x: Tensor) => mul(sum(x), ++calls), x)
    expect(report).toMatchObject({ verdict: 'inconclusive', worst: undefined, checked: 0 })
    expect(report.message).toContain('not deterministic: for the same inputs it gave 3, then 6')
  })

  test('NaN, infinity, nothing', () => {
    expect(checkGradient(log, tensor([-1, 2])).message).toContain('f is NaN')
    expect(checkGradient((x: Tensor) => sum(log(x)), tensor([0, 2])).message).toContain('f is -Infinity')
    expect(checkGradient(exp, tensor([])).message).toContain('The inputs hold no values')
  })
})

describe('the report', () => {
  const x = tensor([0.5, 1])

  test('says which side is which', () => {
    const { message } = checkGradient((x: Tensor) => sum(exp(x)), x)
    expect(message.split('\n')).toEqual([
      'checkGradient: holds',
      'Reverse mode, forward mode and differences agree at all 2 entries.',
      expect.stringMatching(/^The closest call, towards input \[0\], entry \[[01]\]:$/),
      expect.stringMatching(/^ {2}reverse mode \(vjp\) {3}[\d.]+$/),
      expect.stringMatching(/^ {2}forward mode \(jvp\) {3}[\d.]+$/),
      expect.stringMatching(
        /^ {2}differences {10}[\d.]+ ± [\d.]+e-1\d \(h = 2\^-\d+, noise of f [\d.]+e-1\d\)$/,
      ),
      expect.stringMatching(
        /^ {2}allowed error {8}[\d.]+e-1\d, of which rounding of the gradient [\d.]+e-1\d$/,
      ),
      expect.stringMatching(
        /^An error of [\d.]+e-1\d of the largest derivative would have been caught\. Seed 0, \d+ calls of f\.$/,
      ),
    ])
  })

  test('is text where text is wanted, and the same for the same seed', () => {
    const check = checkGradientWith({ seed: 7 })
    const [one, two] = [check(exp, x), check(exp, x)]
    expect(`${one}`).toBe(one.message)
    expect(one.message).toBe(two.message)
    expect(one.seed).toBe(7)
    expect(one.message).not.toBe(checkGradient(exp, x).message)
  })

  test('counts as it is told to', () => {
    expect(checkGradientWith({ entries: 1 })(exp, x)).toMatchObject({
      verdict: 'holds',
      method: 'directions',
      checked: 8,
    })
    expect(checkGradientWith({ points: 9 })(exp, x).resolution).toBeLessThan(
      checkGradientWith({ points: 3 })(exp, x).resolution,
    )
  })
})
