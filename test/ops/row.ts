// What the table says of an op: how to call it on arguments that fit, and what must come out.
import fc from 'fast-check'
import type { Shape, Tensor } from '../../src/index.js'
import { grid, tensors } from '../support/arbitrary.js'
import { mapped, type Plain, plain } from '../support/plain.js'

/** One call of an op. */
export interface Call {
  /** The float64 tensors that derivatives are taken towards; other arguments are closed over by `run`. */
  readonly inputs: readonly Tensor[]
  readonly run: (...inputs: Tensor[]) => Tensor
  /** The call as a user would write it, for a counterexample. */
  readonly text: string
  /** The dtype of the result for float64 inputs, where it is not float64; bool and int32 have no derivative. */
  readonly dtype?: 'float32' | 'int32' | 'bool'
  /** The same result by plain loops, and by how much rounding may part the two: 0 unless given. */
  readonly naive?: () => Plain & { readonly within?: number }
  /** Shapes that the inputs stretch to. */
  readonly stretched?: readonly Shape[]
}

/** A row of the table. */
export interface Row {
  /** Calls that are smooth within 1/32 of their inputs: kinks and poles are further away. */
  readonly calls: fc.Arbitrary<Call>
  /** Constant almost everywhere: derivatives are zeros. */
  readonly flat?: true
}

/** A call that shows itself in a counterexample. */
export const call = (parts: Call): Call => ({
  ...parts,
  ...{
    [fc.toStringMethod]: () => [parts.text, ...parts.inputs.map((x, i) => `${NAMES[i]} = ${x}`)].join('\n'),
  },
})

const NAMES = 'abcdefgh'

/** By how much rounding may part two ways to a number: n terms, none larger than `magnitude`, each exact to 3 ulp. */
export const rounding = (n: number, magnitude: number): number => (3 + n) * n * 2 ** -52 * magnitude

/** How params look in a counterexample. */
export const show = (value: unknown): string => JSON.stringify(value, (_, v) => v ?? 'undefined')

/** The row of a function of single values, defined near the values given. */
export const unaryRow = (
  name: string,
  op: (x: Tensor) => Tensor,
  { value = grid, ...rest }: Partial<Row> & UnaryParts = {},
): Row => ({
  ...(rest.flat && { flat: rest.flat }),
  calls: tensors({ value }).map(x =>
    call({
      text: `${name}(a)`,
      inputs: [x],
      run: a => op(a),
      ...(rest.dtype && { dtype: rest.dtype }),
      ...(rest.naive && { naive: () => ({ ...mapped(plain(x), rest.naive!), within: rest.within ?? 0 }) }),
    }),
  ),
})

interface UnaryParts {
  readonly value?: fc.Arbitrary<number>
  readonly dtype?: 'int32' | 'bool'
  readonly naive?: (x: number) => number
  readonly within?: number
}

/** Options without what is undefined, as `exactOptionalPropertyTypes` wants them. */
export const given = <T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
