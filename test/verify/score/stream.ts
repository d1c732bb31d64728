// Choices from a seeded stream.
import { random } from '../../../src/random.js'

/** The members of a list in an order that the seed decides. */
export const shuffled = <T>(list: readonly T[], seed: number): readonly T[] =>
  [...random(seed).permutation(list.length).data].map(i => list[i]!)

/** A number of a text, to seed with. */
export const hashOf = (text: string): number => {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash >>> 0
}
