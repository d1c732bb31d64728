// Shapes as types along an axis: extents left out, put in, replaced or added up where the axis is a literal, and `Shape` elsewhere.
import type { Shape } from './shape.js'

/** An axis counted from the front. Of those counted from the end, the last four are told. */
type FromFront<S extends Shape, A extends number> = A extends -1
  ? S extends readonly [...infer R, number]
    ? R['length']
    : never
  : A extends -2
    ? S extends readonly [...infer R, number, number]
      ? R['length']
      : never
    : A extends -3
      ? S extends readonly [...infer R, number, number, number]
        ? R['length']
        : never
      : A extends -4
        ? S extends readonly [...infer R, number, number, number, number]
          ? R['length']
          : never
        : A

type Splice<
  S extends Shape,
  A extends number,
  E extends Shape,
  Done extends Shape = readonly [],
> = S extends readonly [infer N extends number, ...infer Rest extends Shape]
  ? Done['length'] extends A
    ? readonly [...Done, ...E, ...Rest]
    : Splice<Rest, A, E, readonly [...Done, N]>
  : Shape

type Insert<
  S extends Shape,
  A extends number,
  N extends number,
  Done extends Shape = readonly [],
> = Done['length'] extends A
  ? readonly [...Done, N, ...S]
  : S extends readonly [infer M extends number, ...infer Rest extends Shape]
    ? Insert<Rest, A, N, readonly [...Done, M]>
    : Shape

/** A, to be told by arguments alone: what a result is assigned to says nothing about an axis that was left out. */
export type Settled<A> = [A][A extends unknown ? 0 : never]

/** S with other extents, or none, in the place of axis A. */
export type Replaced<S extends Shape, A extends number, E extends Shape> = number extends S['length'] | A
  ? Shape
  : number extends E['length']
    ? Shape
    : A extends number
      ? Splice<S, FromFront<S, A>, E>
      : never

/** S without axis A. */
export type Without<S extends Shape, A extends number> = Replaced<S, A, readonly []>

/** S with a new axis of extent N at A; −1 is after the last. */
export type Inserted<S extends Shape, A extends number, N extends number> = number extends S['length'] | A
  ? Shape
  : A extends number
    ? Insert<S, FromFront<readonly [...S, N], A>, N>
    : never

/** S brought down over axis A, or over all for `never`; axes stay with extent 1 where Kept. Several axes are not followed. */
export type Reduced<
  S extends Shape,
  A extends number | readonly number[],
  Kept extends boolean,
> = boolean extends Kept
  ? Shape
  : [A] extends [never]
    ? Kept extends true
      ? { readonly [K in keyof S]: 1 }
      : readonly []
    : [A] extends [number]
      ? Replaced<S, A, Kept extends true ? readonly [1] : readonly []>
      : Shape

// ── Extents of up to two digits are counted by the lengths of tuples; those beyond are `number`. ──

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
type Countable = `${Digit}` | `${Exclude<Digit, 0>}${Digit}`

/** A tuple of length N; `never` where N is not a number of up to two digits. */
export type Units<N extends number> = `${N}` extends Countable ? Count<N> : never
type Count<N extends number, Done extends readonly 0[] = readonly []> = Done['length'] extends N
  ? Done
  : Count<N, readonly [...Done, 0]>

type Known<N extends number> = [N] extends [never] ? number : N

/** M + N */
export type Plus<M extends number, N extends number> = Known<[...Units<M>, ...Units<N>]['length'] & number>

/** M − N */
export type Minus<M extends number, N extends number> =
  Units<M> extends readonly [...Units<N>, ...infer Rest] ? Rest['length'] : number

/** The extent of S at axis A. */
export type ExtentAt<S extends Shape, A extends number> = S[FromFront<S, A>]

/** Whether S and Q are known to differ, in their ranks or in an extent. */
export type Differ<S extends Shape, Q extends Shape> = number extends S['length'] | Q['length']
  ? false
  : S['length'] extends Q['length']
    ? DifferSomewhere<S, Q>
    : true

type DifferSomewhere<S extends Shape, Q extends Shape> = S extends readonly [
  infer M extends number,
  ...infer Rest extends Shape,
]
  ? Q extends readonly [infer N extends number, ...infer Others extends Shape]
    ? number extends M | N
      ? DifferSomewhere<Rest, Others>
      : M extends N
        ? DifferSomewhere<Rest, Others>
        : true
    : false
  : false
