// A stretch of a clause that says what something is: "an m × n design matrix", "symmetric", "a vector of length n".
import type { Axes, ClauseReader } from './clause.js'
import type { Rank } from './fact.js'
import * as words from './lexicon.js'

/** Words that end what a description may skip. */
export const STOPS =
  /^(of|with|and|or|for|in|on|is|are|be|where|let|by|that|which|whose|has|have|to|as|at|from|then|so|we|it|its|if|when|over|under|between|into|per|each|every|der|des|und|mit|von|ist|wobei|sei|für|auf|为|是|和|设|令|其中)$/i

/** What a stretch of a clause says of whatever it goes with. */
export interface Description {
  readonly kind: string | undefined
  readonly rank: Rank | undefined
  readonly axes: Axes
  /** As many rows as columns. */
  readonly square: boolean
  /** The items that it takes, from one to another. */
  readonly from: number
  readonly to: number
}

/** Reads a description that begins at an item. */
export function descriptionAt(clause: ClauseReader, from: number): Description | undefined {
  let at = from
  let [kind, rank, axes]: [string | undefined, Rank | undefined, Axes] = [undefined, undefined, undefined]
  let square = false
  let noun = false
  let strange = 0
  for (;;) {
    const product = clause.product(at)
    if (product !== undefined && axes === undefined && !noun) {
      axes = product
      at = clause.productEnd(at)
      strange = 0
      if (clause.sign(at, '-')) at++
      continue
    }
    const size = clause.size(at)
    const dash = clause.sign(at + 1, '-') ? 2 : 1
    if (size !== undefined && axes === undefined && !noun) {
      if (
        clause.is(at + dash, words.DIMENSIONAL) ||
        (dash === 2 && clause.is(at + 2, /^vectors?$|^vektor/i))
      ) {
        axes = [size]
        at += dash
        if (clause.is(at, words.DIMENSIONAL)) at++
        strange = 0
        continue
      }
    }
    const word = clause.word(at)
    if (word === undefined) break
    const sense = words.senseOf(word)
    if (sense !== undefined && !(noun && sense.rank !== undefined)) {
      // "number of" counts, and a probability is often just a word.
      kind = stronger(kind, sense.kind)
      rank = sense.rank ?? rank
      square ||= sense.square === true
      noun ||= sense.rank !== undefined && sense.square !== true
      strange = 0
      at++
    } else if (words.FILLER.test(word) && !noun) at++
    else if (
      !noun &&
      strange < 2 &&
      (kind ?? axes) !== undefined &&
      /^\p{L}+$/u.test(word) &&
      !STOPS.test(word)
    ) {
      strange++
      at++
    } else break
  }
  at -= strange
  if (kind === undefined && rank === undefined && axes === undefined) return undefined
  // "of size m × n", "with n entries", "over k classes"
  for (let more = true; more; ) {
    more = false
    for (const skip of [0, 1, 2]) {
      if (
        skip > 0 &&
        ![...Array(skip).keys()].every(i =>
          clause.is(at + i, /^(of|with|der|mit|von|in|over|über|a|the|and|has|having|whose|is)$/i),
        )
      )
        break
      let next = at + skip
      if (clause.is(next, words.SIZED)) {
        next++
        if (clause.is(next, /^(为|is|of|von)$/)) next++
        const product = clause.product(next)
        const size = clause.size(next)
        if (product !== undefined || size !== undefined) {
          axes ??= product ?? [size]
          at = product === undefined ? next + 1 : clause.productEnd(next)
          more = true
          break
        }
      } else if (
        clause.size(next) !== undefined &&
        (clause.is(next + 1, words.ENTRIES) || (skip > 0 && clause.is(next + 1, words.CLASSES)))
      ) {
        axes ??= [clause.size(next)]
        at = next + 2
        more = true
        break
      }
    }
  }
  return { kind, rank, axes, square, from, to: at }
}

/** The kind that says more. */
function stronger(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const order = [
    'probability',
    'symmetric',
    'invertible',
    'nonnegative',
    'positive',
    'positive definite',
    'distribution',
    'onehot',
  ]
  return order.indexOf(b) >= order.indexOf(a) ? b : a
}
