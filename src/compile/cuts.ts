// Ops that put blocks side by side, or one among zeros: where each input belongs in the output.
import type { Cut } from '../ops/slice.js'
import type { Shape } from '../shape.js'
import type { Step } from './program.js'

/** Ops whose output holds its inputs as blocks. */
export const PLACING: ReadonlySet<string> = new Set(['concat', 'embed'])

/** For each input of such an op the cut of the output that it fills. */
export function cutsOf({ op, inputs, params }: Step, shapeOf: (x: number) => Shape): readonly Cut[] {
  if (op.name === 'embed') {
    const given = params as Cut | { readonly cuts: readonly Cut[] }
    return 'cuts' in given ? given.cuts : [given]
  }
  const { axis } = params as { readonly axis: number }
  let start = 0
  return inputs.map(x => {
    const shape = shapeOf(x)
    const starts = shape.map((_, i) => (i === axis ? start : 0))
    start += shape[axis]!
    return { starts, steps: shape.map(() => 1), shape }
  })
}

/** Whether a cut takes all of an axis in its order. */
export const isWhole = ({ starts, steps, shape }: Cut, whole: Shape, axis: number): boolean =>
  starts[axis] === 0 && (steps[axis] === 1 || shape[axis] === 1) && shape[axis] === whole[axis]
