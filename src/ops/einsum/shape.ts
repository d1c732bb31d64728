// The shape that einsum gives, as a type, where its text is a literal that names all axes: 'ij,jk->ik'.
import type { Shape } from '../../shape.js'
import type { Tensor } from '../../tensor.js'

/** The extent under letter L in one operand, whose axes T names; `never` where it does not. */
type Under<L extends string, T extends string, S extends Shape> = number extends S['length']
  ? T extends `${string}${L}${string}`
    ? number
    : never
  : T extends `${infer First}${infer Rest}`
    ? S extends readonly [infer N extends number, ...infer Others extends Shape]
      ? First extends L
        ? N
        : Under<L, Rest, Others>
      : never
    : never

/** The extent under letter L in the first operand that has it; `number` where none does, which run time refuses. */
type Extent<L extends string, Terms extends string, X extends readonly Tensor[]> = X extends readonly [
  Tensor<infer S>,
  ...infer Rest extends readonly Tensor[],
]
  ? Terms extends `${infer T},${infer Others}`
    ? [Under<L, T, S>] extends [never]
      ? Extent<L, Others, Rest>
      : Under<L, T, S>
    : [Under<L, Terms, S>] extends [never]
      ? number
      : Under<L, Terms, S>
  : number

type Extents<
  Result extends string,
  Terms extends string,
  X extends readonly Tensor[],
  Done extends Shape = readonly [],
> = Result extends `${infer L}${infer Rest}`
  ? Extents<Rest, Terms, X, readonly [...Done, Extent<L, Terms, X>]>
  : Done

/** The shape of einsum's result: `Shape` without a literal text with `->`, and where it has spaces or an ellipsis. */
export type Einsum<Spec extends string, X extends readonly Tensor[]> = Spec extends
  | `${string}.${string}`
  | `${string} ${string}`
  ? Shape
  : Spec extends `${infer Terms}->${infer Result}`
    ? Extents<Result, Terms, X>
    : Shape
