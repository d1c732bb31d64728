// The categorical distribution: one of c classes.

import { fromData } from '../create.js'
import { ArgumentError, ShapeError } from '../errors.js'
import { mulNoNan, sub } from '../ops/arithmetic.js'
import { equal, greaterEqual, less, logicalAnd } from '../ops/comparison.js'
import { floor, log } from '../ops/elementwise.js'
import { xlogy } from '../ops/entropy.js'
import { gather } from '../ops/gather.js'
import { logSoftmax, softmax } from '../ops/logsumexp.js'
import { asTensor } from '../ops/operand.js'
import { sum } from '../ops/reduce.js'
import { cast } from '../ops/reshape.js'
import { broadcastShapes, formatShape, sizeOf } from '../shape.js'
import type { Tensor } from '../tensor.js'
import {
  checkDraw,
  checkNamed,
  checkValues,
  everywhere,
  FROM_ZERO,
  NOT_NAN,
  parametersOf,
  supported,
  type WithEntropy,
} from './distribution.js'

/** The parameter of a categorical distribution, classes along its last axis: one of the two. */
export type CategoricalParameters =
  | {
      /** Scores, of which the softmax has the probabilities. */
      readonly logits: Tensor
    }
  | {
      /** Probabilities that sum to 1 along the last axis; they are taken as they are. */
      readonly probabilities: Tensor
    }

const OP = 'categorical'

/** Logarithms and probabilities, each made when it is asked for. */
function read(parameters: CategoricalParameters) {
  checkNamed(OP, parameters, '{ logits } or { probabilities }')
  const given = 'logits' in parameters
  const scores = given
    ? parametersOf(OP, parameters, { logits: NOT_NAN }).logits
    : parametersOf(OP, parameters, { probabilities: NOT_NAN }).probabilities
  if (scores.rank === 0)
    throw new ShapeError(OP, `${given ? 'logits' : 'probabilities'} need an axis of classes, got shape []`, [
      [],
    ])
  return {
    classes: scores.shape.at(-1)!,
    batch: scores.shape.slice(0, -1),
    logs: () => (given ? logSoftmax(scores, { axis: -1 }) : log(scores)),
    probabilities: () => (given ? softmax(scores, { axis: -1 }) : scores),
    entropy: () => {
      const p = given ? softmax(scores, { axis: -1 }) : scores
      const terms = given ? mulNoNan(p, logSoftmax(scores, { axis: -1 })) : xlogy(p, p)
      return sub(0, sum(terms, { axis: -1 }) as Tensor)
    },
  }
}

/** The categorical distribution over classes 0 … c − 1. Draws are int32 class numbers, through which no derivative goes. */
export const categorical: Pick<WithEntropy<CategoricalParameters>, 'logProb' | 'sample' | 'entropy'> = {
  /** The logarithm of the probability of class x; −∞ for what is no class. x broadcasts with the axes in front of the classes. */
  logProb(x, parameters) {
    const { classes, batch, logs } = read(parameters)
    if (classes === 0)
      throw new ShapeError(OP, 'wants a class at least, and the last axis of its parameter is empty')
    const labels = asTensor(OP, x)
    const shape = broadcastShapes(OP, labels.shape, batch)
    const all = everywhere(OP, logs(), [...shape, classes])
    const own = everywhere(OP, cast(labels, all.dtype), shape)
    const inside = logicalAnd(logicalAnd(greaterEqual(own, 0), less(own, classes)), equal(floor(own), own))
    return supported(own, inside, 0, v => gather(all, cast(v, 'int32')))
  },
  /** Draws of a shape, to which the axes in front of the classes broadcast: by inversion of the cumulated probabilities. */
  sample(stream, shape, parameters) {
    checkDraw(OP, stream, shape)
    const { classes, probabilities } = read(parameters)
    const p = probabilities()
    checkValues(OP, 'probabilities', p, FROM_ZERO)
    if (classes === 0)
      throw new ShapeError(OP, `wants a class at least, got ${formatShape(p.shape)}`, [p.shape])
    const data = everywhere(OP, p, [...shape, classes]).toTypedArray()
    const u = stream.uniform(shape).data
    const out = new Int32Array(sizeOf(shape))
    for (let i = 0; i < out.length; i++) {
      const row = data.subarray(i * classes, (i + 1) * classes)
      let left = 0
      for (const value of row) left += value
      if (!(left > 0)) throw new ArgumentError(OP, 'probabilities must not all be 0 to draw')
      left *= u[i]!
      // A class of probability 0 is not taken, also where rounding leaves something at the end.
      let last = 0
      for (let c = 0; c < classes; c++) {
        if (row[c] === 0) continue
        last = c
        left -= row[c]!
        if (left < 0) break
      }
      out[i] = last
    }
    return fromData(out, shape)
  },
  /** −Σ p·ln p, in nats. */
  entropy: parameters => read(parameters).entropy(),
}
