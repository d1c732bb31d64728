// What a term of the claim language is: an operation with its two evaluators, and a function with all that is known of it.
import type { Real } from '../numbers/doubleDouble/index.js'
import type { Scaled } from '../numbers/index.js'
import { isScalar, shapeText, type Type } from './type.js'

/** An operation where it is applied: what both evaluators may ask about it. */
export interface Applied<P = unknown> {
  readonly params: P
  readonly type: Type
  readonly args: readonly { readonly type: Type }[]
  /** The length of a dimension. */
  extent(dim: string): number
  /** Whether bounds of rounding errors are asked for. */
  readonly bounded: boolean
  /** The number that an argument is written as, if it is one and float64 holds it. */
  literal(arg: number): number | undefined
  /** Whether an argument is made of truth values alone: a 0 of it switches off what it multiplies. */
  isSwitch(arg: number): boolean
}

/** The entries of arguments in 31 digits; at the own row and column unless others are given. */
export type Entries = (arg: number, row?: number, col?: number) => Real

/** What digits may ask of whoever computes them. */
export interface Aid {
  /** Lets noise into a value on the way, where what follows would cancel the noise of what it is made of. */
  stirred(value: Real): Real
  /** What is the same for all rows and columns, and takes so many steps: it is made once. */
  once<T>(steps: number, make: () => T): T
}

/** An operation on values. Its two evaluators share nothing, so that each is the other's proof. */
export interface Operator<P = unknown> {
  /**
   * Its value with tensors, with scales and bounds of rounding errors. Arguments have an axis for each label of the result,
   * then rows and columns. Any of these may have extent 1 in place of a larger one; rows and columns only if not `whole`.
   */
  value(args: readonly Scaled[], at: Applied<P>): Scaled
  /** An entry of its value in 31 digits, by its definition; rows and columns count from 0. */
  digits(entry: Entries, at: Applied<P>, row: number, col: number, aid: Aid): Real
  /** What an entry of `value` costs, in entries; 1 where absent. */
  work?(at: Applied<P>): number
  /** Whether `value` needs rows and columns of arguments at their full extents. */
  readonly whole?: true
  /** Whether there are points without a derivative, so that a difference must be asked whether it lies at one. */
  readonly kinks?: true
}

/** Says that a term is not defined for what it is given. */
export type Refuse = (trouble: 'unsupported' | 'shape', reason: string, ways?: readonly string[]) => never

/** What a typing rule may say and ask beside the types. */
export interface Typing {
  readonly refuse: Refuse
  /** Of how many classes the argument is one, if it is a class. */
  readonly classes: string | undefined
}

/** A function that people write by its name. */
export interface FunctionTerm extends Operator {
  /** The names that it is written with; it is known by the first. */
  readonly names: readonly [string, ...string[]]
  /** How LaTeX has it: as a command, and perhaps without brackets around a single thing; otherwise \operatorname{…}. */
  readonly latex?: 'command' | 'bare'
  /** The type of its value. */
  type(args: readonly Type[], typing: Typing): Type
  /** Its derivative by x, in plain text. */
  readonly derivative?: string
  /** Whether it takes two arguments or more, two at a time. */
  readonly folds?: true
  /** Whether it is a function of a matrix as a whole: what stands in it may be one as well. */
  readonly ofMatrix?: true
  /** Whether square matrices have it too, by its series, which is not what is known here. */
  readonly hasSeries?: true
  /** Whether people write it for other functions of a number, and those for it. */
  readonly interchanged?: true
  /** Which functions people write in its place. */
  readonly mistakenFor?: readonly string[]
}

/** What to write where classes are wanted. */
export const CLASSES = ['Declare a list of classes: S : class[K] of C']

/** The common rows and columns of two. A number goes with everything, a row with a matrix that has such rows. */
export function sameShape(s: Type, t: Type, refuse: Refuse): Pick<Type, 'rows' | 'cols'> {
  if (isScalar(t)) return s
  if (isScalar(s)) return t
  const differ = (ways: readonly string[]): never =>
    refuse('shape', `${shapeText(s)} and ${shapeText(t)} cannot be added or compared`, ways)
  if (s.rows === t.cols && s.cols === t.rows && s.rows !== s.cols) differ(['One of them is transposed.'])
  const [rows, cols] = [wider(s.rows, t.rows), wider(s.cols, t.cols)]
  const columns = s.cols === '1' || t.cols === '1'
  if (rows === undefined || cols === undefined || (columns && s.cols !== t.cols))
    return differ(columns ? ['For a bias in each row write b^\\top, which is a row.'] : [])
  return { rows, cols }
}

/** The extent of two along an axis: equal, or one of them stretches. */
const wider = (a: string, b: string): string | undefined =>
  a === b || b === '1' ? a : a === '1' ? b : undefined
