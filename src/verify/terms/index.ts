// Every function and operator of the claim language: a new one is a file, and a line here.
export { lengthOf, namesInDim, productOfDims, sumOfDims } from './dims.js'
export { isTrue, sumOf } from './entries.js'
export { CLASSES, type Refuse, sameShape } from './term.js'
export {
  axisOf,
  dimOf,
  isScalar,
  isSquare,
  type Label,
  labelsOf,
  NUMBER,
  nameOf,
  scalarLike,
  shapeText,
  type Type,
} from './type.js'

import { add } from './arithmetic/add.js'
import { max, min } from './arithmetic/extremum.js'
import { pow } from './arithmetic/pow.js'
import { div, mul } from './arithmetic/products.js'
import { abs } from './entrywise/abs.js'
import { cos } from './entrywise/cos.js'
import { cosh } from './entrywise/cosh.js'
import { erf } from './entrywise/erf.js'
import { exp } from './entrywise/exp.js'
import { factorial } from './entrywise/factorial.js'
import { log } from './entrywise/log.js'
import { relu } from './entrywise/relu.js'
import { sech } from './entrywise/sech.js'
import { sigmoid } from './entrywise/sigmoid.js'
import { sign } from './entrywise/sign.js'
import { sin } from './entrywise/sin.js'
import { sinh } from './entrywise/sinh.js'
import { softplus } from './entrywise/softplus.js'
import { sqrt } from './entrywise/sqrt.js'
import { tan } from './entrywise/tan.js'
import { tanh } from './entrywise/tanh.js'
import { compare } from './logic/compare.js'
import { and, not, or, select } from './logic/connectives.js'
import { block } from './matrix/block.js'
import { identity, ones } from './matrix/constants.js'
import { det } from './matrix/det.js'
import { diag } from './matrix/diag.js'
import { inverse } from './matrix/inverse.js'
import { kron } from './matrix/kron.js'
import { logdet } from './matrix/logdet.js'
import { matmul } from './matrix/matmul.js'
import { matpow } from './matrix/matpow.js'
import { onehot } from './matrix/onehot.js'
import { tr } from './matrix/trace.js'
import { transpose } from './matrix/transpose.js'
import { vec } from './matrix/vec.js'
import { logsumexp } from './sums/logsumexp.js'
import { mean } from './sums/mean.js'
import { norm1, norm2, squares } from './sums/norms.js'
import { softmax } from './sums/softmax.js'
import { sum } from './sums/total.js'
import type { FunctionTerm, Operator } from './term.js'

export type { Comparison } from './logic/compare.js'
export type { Applied } from './term.js'

/** Functions that people write by their names. */
export const functions = {
  exp,
  log,
  tanh,
  sigmoid,
  softplus,
  relu,
  sin,
  cos,
  tan,
  sinh,
  cosh,
  sech,
  sqrt,
  abs,
  erf,
  factorial,
  sign,
  softmax,
  logsumexp,
  sum,
  mean,
  max,
  min,
  tr,
  det,
  logdet,
  inverse,
  diag,
  vec,
  kron,
  onehot,
} satisfies Readonly<Record<string, FunctionTerm>>

/** A function by the first of its names. */
export type FunctionName = keyof typeof functions

/** What signs and brackets stand for. */
const operators = {
  add,
  mul,
  div,
  matmul,
  matpow,
  pow,
  transpose,
  squares,
  norm1,
  norm2,
  compare,
  and,
  or,
  not,
  select,
  block,
  ones,
  identity,
} satisfies Readonly<Record<string, Operator<never>>>

/** All operations on values by their names. */
export const terms = { ...functions, ...operators }

/** What a sign stands for. */
type OperatorName = keyof typeof operators

/** A use of a term: its name, and what it must be told; functions are told nothing. */
export type TermUse =
  | { readonly op: FunctionName }
  | {
      readonly [K in OperatorName]: (typeof operators)[K] extends Operator<infer P>
        ? { readonly op: K } & (unknown extends P ? unknown : P)
        : never
    }[OperatorName]

const byName: ReadonlyMap<string, FunctionName> = new Map(
  (Object.keys(functions) as FunctionName[]).flatMap(key => functions[key].names.map(name => [name, key])),
)

/** The function that a name stands for. */
export const functionNamed = (name: string): FunctionName | undefined => byName.get(name)

/** A function's own object. */
export const functionOf = (name: FunctionName): FunctionTerm => functions[name]

/** Whether an operation is that of a term. */
export const isTerm = (operation: { readonly op: string }): operation is TermUse =>
  Object.hasOwn(terms, operation.op)

/** What is known of a use of a term. */
export const termOf = ({ op }: TermUse): Operator => terms[op] as Operator

/** The names of the functions that something is true of. */
export const functionsWith = (
  is: (term: FunctionTerm, name: FunctionName) => boolean,
): readonly FunctionName[] =>
  (Object.keys(functions) as FunctionName[]).filter(name => is(functions[name], name))
