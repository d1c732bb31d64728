// Choices, copies through strides, and picks by index, with their adjoints.
import fc from 'fast-check'
import type { DType } from '../../../src/dtype.js'
import { sizeOf, stridesOf } from '../../../src/shape.js'
import type { Call } from './call.js'
import { property } from './property.js'
import { extent, within } from './sizes.js'
import { dice, type Laid, lay, plainValues, type Values, valuesOf } from './values.js'

/** An axis of a view: every `step`-th of what is stored, backwards where negative, the same again and again where 0. */
interface Axis {
  readonly extent: number
  readonly step: number
}

interface Spec {
  readonly which: 'select' | 'copy' | 'addInto' | 'gather' | 'scatterAdd'
  readonly dtype: DType
  readonly axes: readonly Axis[]
  /** Whether the view's axes stand in reverse order of those stored; whether indices are given for each line. */
  readonly flag: boolean
  readonly x: Values
}

const DTYPES = ['float64', 'float32', 'int32', 'bool'] as const

function viewed(axes: readonly Axis[], reversed: boolean) {
  const whole = axes.map(({ extent, step }) => (Math.max(1, extent) - 1) * Math.abs(step) + 1)
  const own = stridesOf(whole)
  const back = axes.map(({ extent, step }, i) => (step < 0 ? (Math.max(1, extent) - 1) * -step * own[i]! : 0))
  const order = axes.map((_, i) => (reversed ? axes.length - 1 - i : i))
  return {
    size: sizeOf(whole),
    layout: {
      shape: order.map(i => axes[i]!.extent),
      strides: order.map(i => axes[i]!.step * own[i]!),
      offset: back.reduce((sum, b) => sum + b, 0),
    },
  }
}

function call({ which, dtype, axes, flag, x }: Spec): Call {
  const { size, layout } = viewed(axes, flag)
  const count = sizeOf(layout.shape)
  const [outer, n, inner] = [...layout.shape, 1, 1, 1] as [number, number, number]
  const around = { outer, n, inner }
  const draw = dice(x.seed + 1)
  const picks = n === 0 ? 0 : draw(2 * n) + 1
  const indices = Int32Array.from({ length: flag ? outer * picks * inner : picks }, () => draw(n))
  const held = (values: Int32Array): Laid => ({ values, whole: values })
  const more = (by: number): Values => ({ ...x, seed: x.seed + by })
  switch (which) {
    case 'select': {
      const inputs = [lay('bool', count, x), lay(dtype, count, more(1)), lay(dtype, count, more(2))] as const
      const [c, a, b] = inputs.map(({ values }, i) =>
        i === 1 && flag && count > 0
          ? values.subarray(0, 1)
          : i === 2 && picks % 3 === 1
            ? values.subarray(0, 1)
            : values,
      )
      return { inputs, dtype, length: count, run: (set, out) => set.select(c!, a!, b!, out) }
    }
    case 'copy': {
      const from = lay(dtype, size, x)
      return { inputs: [from], dtype, length: count, run: (set, out) => set.copy(from.values, layout, out) }
    }
    case 'addInto': {
      const from = lay(dtype, count, x)
      const run: Call['run'] = (set, out) => set.addInto(from.values, layout, out)
      return { inputs: [from], dtype, length: size, run, onZeros: true }
    }
    case 'gather': {
      const from = lay(dtype, outer * n * inner, x)
      const run: Call['run'] = (set, out) => set.gather(from.values, around, indices, flag, out)
      return { inputs: [from, held(indices)], dtype, length: outer * picks * inner, run }
    }
    case 'scatterAdd': {
      const from = lay(dtype, outer * picks * inner, x)
      const run: Call['run'] = (set, out) => set.scatterAdd(from.values, around, indices, flag, out)
      return { inputs: [from, held(indices)], dtype, length: outer * n * inner, run, onZeros: true }
    }
  }
}

const WHICH = ['select', 'copy', 'addInto', 'gather', 'scatterAdd'] as const

const axis = fc.record({ extent: extent(5000), step: fc.integer({ min: -2, max: 2 }) })

const specs: fc.Arbitrary<Spec> = fc.record({
  which: fc.constantFrom(...WHICH),
  dtype: fc.constantFrom(...DTYPES),
  axes: fc.array(axis, { maxLength: 3 }).map(axes => {
    const extents = within(
      10000,
      axes.map(({ extent }) => extent),
    )
    return axes.map(({ step }, i) => ({ extent: extents[i]!, step }))
  }),
  flag: fc.boolean(),
  x: valuesOf('grid', 'special'),
})

export const moves = property('chooses, copies and picks exactly as the reference', specs, call, size =>
  WHICH.flatMap(which =>
    DTYPES.flatMap(dtype =>
      [(size % 4) - 2, 1].map(step => ({
        which,
        dtype,
        axes: [
          { extent: 2, step: 1 },
          { extent: size, step },
          { extent: size % 4, step: 1 },
        ],
        flag: size % 2 > 0,
        x: plainValues('special', size),
      })),
    ),
  ),
)
