// Random programs: functions of a few ops on a few small tensors. They can be read, run and differentiated, and shrink well.
import fc from 'fast-check'
import type { Tensor } from '../../src/index.js'
import { Draft, WAYS } from './random/draft.js'
import { EXACT, SMOOTH } from './random/rules.js'

/** What a function takes: tensors, and plain numbers. */
export type Argument = Tensor | number

/** A function, and arguments for it; `toString` shows both. */
export interface RandomProgram {
  readonly f: (...inputs: Argument[]) => Tensor[]
  readonly inputs: readonly Argument[]
  toString(): string
}

export interface ProgramOptions {
  /**
   * With it, all values are multiples of 1/4 and so small that nothing is ever rounded, in whatever order it is added: what is
   * computed in another way must be equal to the last bit. Without, functions like `exp` take part.
   */
  readonly exact: boolean
  readonly dtype: 'float32' | 'float64'
  /** Ops at most, before derivatives are taken. */
  readonly most?: number
}

/** Random programs. A derivative that an exact one would have to round is left out. */
export function programs({ exact, dtype, most = 8 }: ProgramOptions): fc.Arbitrary<RandomProgram> {
  const few = fc.nat({ max: 9 })
  const rules = exact ? EXACT : [...EXACT, ...SMOOTH]
  return fc
    .record({
      seed: fc.nat({ max: 999 }),
      extents: fc.tuple(extent, extent, extent),
      // Each number is one of the extents; 3 stands for 1.
      shapes: fc.array(fc.array(fc.nat({ max: 3 }), { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      takesNumber: fc.boolean(),
      lines: fc.array(fc.tuple(fc.nat({ max: rules.length - 1 }), few, few, few), { maxLength: most }),
      outputs: fc.array(few, { minLength: 1, maxLength: 3 }),
      way: fc.constantFrom(...WAYS),
    })
    .map(({ seed, extents, shapes, takesNumber, lines, outputs, way }) => {
      const draft = new Draft(dtype, exact, seed)
      for (const digits of shapes) draft.input(digits.map(i => extents[i] ?? 1))
      if (takesNumber) draft.number()
      for (const [rule, ...choice] of lines) rules[rule]!(draft, choice)
      return draft.finished(outputs, way)
    })
}

/** Mostly small; 0, 1, and what is no multiple of a vector's lanes. */
const extent = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 5 }) },
  { weight: 2, arbitrary: fc.constantFrom(8, 9, 13, 16, 17, 33) },
  { weight: 1, arbitrary: fc.constant(0) },
)
