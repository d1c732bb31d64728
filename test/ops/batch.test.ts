// Every op on many samples at once: what it gives for each of them, and Jacobians from one batch beside those row by row.
import { expect } from 'vitest'
import { fromData } from '../../src/create.js'
import { withWatcher } from '../../src/graph/index.js'
import { add, cast, grad, jacobian, jvp, slice, stack, sum, type Tensor, vjp, vmap } from '../../src/index.js'
import { withKernels } from '../../src/kernels/current.js'
import { reference } from '../../src/kernels/reference.js'
import { inBatch } from '../../src/walk/index.js'
import { directions } from '../support/arbitrary.js'
import { expectAgreement, inner, measured } from '../support/measured.js'
import { computing } from '../support/trace.js'
import { everyOp, isSmooth, isWhole, onList } from './every.js'
import type { Call } from './row.js'

type List = readonly Tensor[]

/** How many samples: an extent that the table does not draw. */
const N = 7

/** Inputs of N samples: moved by less than the 1/32 within which calls are smooth, or the same values in another order. */
const samplesOf = (call: Call): Tensor[] =>
  call.inputs.map(x => {
    const rotated = (i: number) =>
      fromData(
        x.toTypedArray().map((_, j) => x.data[(i + j) % x.size]!),
        x.shape,
        x.dtype,
      )
    return stack(Array.from({ length: N }, (_, i) => (isWhole(call) ? rotated(i) : add(x, (i - 3) / 128))))
  })

/** Directions of N samples. */
const many = (seed: number, like: List): Tensor[] =>
  directions(
    seed,
    like.map(x => stack(Array.from({ length: N }, () => x))),
  )

/** Sample i of what a batch holds. */
const sample = (x: Tensor, i: number): Tensor => {
  const size = x.size / N
  return fromData(x.toTypedArray().slice(i * size, (i + 1) * size), x.shape.slice(1), x.dtype)
}

/**
 * What f gives for all samples at once must be what it gives for each, bit for bit: the plain kernels add and multiply in the
 * same order, whether a sample stands alone or among others. An argument that does not vary is that of the first sample.
 */
function expectAlike(f: (xs: List) => List, samples: List, varies = samples.map(() => true)): void {
  const at = (i: number) => samples.map((x, j) => sample(x, varies[j] ? i : 0))
  withKernels(reference, () => {
    const all = inBatch(N, ({ enter, leave }) =>
      f(samples.map((x, j) => (varies[j] ? enter(x) : sample(x, 0)))).map(leave),
    )
    const rows = Array.from({ length: N }, (_, i) => f(at(i)))
    const one = rows[0]!.map((_, k) => stack(rows.map(row => row[k]!)))
    expect(all.map(x => [x.dtype, x.shape])).toEqual(one.map(x => [x.dtype, x.shape]))
    expect(all.map(x => Array.from(x.data))).toEqual(one.map(x => Array.from(x.data)))
  })
}

/** In both floats, exact for the grid that arguments are drawn from. */
const inBoth = (check: (as: (xs: List) => Tensor[]) => void): void => {
  check(xs => [...xs])
  check(xs => xs.map(x => cast(x, 'float32')))
}

/** Some of the inputs, one at least. */
const someOf = (seed: number, samples: List): boolean[] =>
  samples.map((_, i) => ((seed >> i) & 1) === 0 || seed % samples.length === i)

everyOp(
  'gives for many samples at once what it gives for each; also where some inputs do not vary',
  (call, seed) => {
    const samples = samplesOf(call)
    if (samples.length === 0) return
    const f = onList(call)
    inBoth(as => expectAlike(xs => [f(xs)], as(samples), someOf(seed, samples)))
  },
  1 / 2,
)

/** f of each sample, where the others are shared, as one function of all. */
const onAll =
  (f: (xs: List) => Tensor, varies: readonly boolean[]) =>
  (samples: List): Tensor =>
    vmap(f, { inAxes: [varies.map(own => (own ? 0 : undefined))] })(samples)

/** The same in a loop. */
const inLoop =
  (f: (xs: List) => Tensor, varies: readonly boolean[]) =>
  (samples: List): Tensor =>
    stack(Array.from({ length: N }, (_, i) => f(samples.map((x, j) => (varies[j] ? slice(x, [i]) : x)))))

everyOp(
  'runs as many ops for seven samples as for three, derivative included; and for none gives what has their shapes',
  (call, seed) => {
    const samples = samplesOf(call)
    if (samples.length === 0) return
    const varies = someOf(seed, samples)
    const f = onList(call)
    const g = isSmooth(call) ? (xs: List) => vjp(f)(xs).pullback(f(xs)) : undefined
    const of = (n: number) => samples.map((x, j) => (varies[j] ? slice(x, [[0, n]]) : sample(x, 0)))
    const steps = (n: number) =>
      computing(() => [
        onAll(f, varies)(of(n)),
        g && vmap(g, { inAxes: [varies.map(own => (own ? 0 : undefined))] })(of(n)),
      ]).steps.map(({ op }) => op.name)
    expect(steps(N)).toEqual(steps(3))
    const one = onAll(f, varies)(of(1))
    const none = onAll(f, varies)(of(0))
    expect([none.shape, none.dtype]).toEqual([[0, ...one.shape.slice(1)], one.dtype])
  },
  1 / 8,
)

everyOp(
  'has the gradients of a loop over samples, outside of vmap and inside of it, and through both',
  (call, seed) => {
    if (!isSmooth(call)) return
    const all = samplesOf(call)
    const varies = someOf(seed, all)
    const samples = all.map((x, j) => (varies[j] ? x : sample(x, 0)))
    const f = onList(call)
    expectAlike(xs => grad((xs: List) => inner([f(xs)], directions(seed, [f(xs)])))(xs), all, varies)
    const weights = directions(seed, [onAll(f, varies)(samples)])
    const outside = (map: typeof onAll) =>
      measured(
        (xs, weights, dx) => inner(grad((xs: List) => inner([map(f, varies)(xs)], weights))(xs), dx),
        samples,
        weights,
        directions(seed + 1, samples),
      )
    expectAgreement(outside(onAll), outside(inLoop), 'vmap and a loop')
    const one = samples.map((x, j) => (varies[j] ? sample(x, 0) : x))
    const [weight, along] = [directions(seed + 2, [f(one)]), directions(seed + 3, one)]
    const bent = (xs: List) => inner(grad((xs: List) => inner([f(xs)], weight))(xs), along)
    const through = (map: typeof onAll) =>
      measured(
        (xs, dx) => inner(grad((xs: List) => sum(map(bent, varies)(xs)))(xs), dx),
        samples,
        directions(seed + 4, samples),
      )
    expectAgreement(through(onAll), through(inLoop), 'second derivatives of vmap and of a loop')
  },
  1 / 8,
)

everyOp(
  'takes many cotangents and tangents at once, in first and in second derivatives',
  (call, seed) => {
    if (!isSmooth(call)) return
    const f = onList(call)
    inBoth(as => {
      const inputs = as(call.inputs)
      const { value, pullback } = vjp(f)(inputs)
      const weight = directions(seed, [value])
      const slope = grad((xs: List) => inner([f(xs)], weight))
      const dx = many(seed + 1, inputs)
      expectAlike(([yBar]) => pullback(yBar!), many(seed + 2, [value]))
      expectAlike(dx => [jvp(f)(inputs, dx).tangent], dx)
      expectAlike(xBar => vjp(slope)(inputs).pullback(xBar), dx)
      expectAlike(dx => jvp(slope)(inputs, dx).tangent, dx)
    })
  },
  1 / 4,
)

/** Row by row, since somebody looks on. */
const watched = <T>(run: () => T): T => withWatcher({ ran: () => {} }, run)

everyOp(
  'a Jacobian from one batch is that from row after row, and so is its derivative',
  (call, seed) => {
    if (!isSmooth(call)) return
    const f = onList(call)
    const { inputs } = call
    const entries = (xs: List, weights: List) => inner(jacobian(f)(xs), weights)
    const slope = (xs: List, weights: List, dx: List) =>
      jvp((xs: List) => entries(xs, weights))(xs, dx).tangent
    const weights = directions(seed, jacobian(f)(inputs))
    const dx = directions(seed + 1, inputs)
    expectAgreement(
      measured(entries, inputs, weights),
      watched(() => measured(entries, inputs, weights)),
      'in a batch and by rows',
    )
    expectAgreement(
      measured(slope, inputs, weights, dx),
      watched(() => measured(slope, inputs, weights, dx)),
      'the derivatives of both',
    )
  },
  1 / 4,
)
