// The passes' face: each makes a program into one that computes the same with less, and `optimise` runs them all.
import type { Program } from '../program.js'
import { shareCommon } from './common.js'
import { removeDead } from './dead.js'
import { simplify } from './identities.js'
import { spreadProducts } from './products.js'
import { foldViews } from './views.js'

export { foldViews, removeDead, shareCommon, simplify, spreadProducts }

const PASSES = [removeDead, shareCommon, simplify, foldViews, spreadProducts] as const

/** More rounds than nested views have been seen to take. */
const ROUNDS = 20

/** A program after all passes, in rounds until nothing changes. */
export function optimise(program: Program): Program {
  let current = program
  for (let round = 0; round < ROUNDS; round++) {
    const next = PASSES.reduce((before, pass) => pass(before), current)
    if (next === current) break
    current = next
  }
  return removeDead(current)
}
