// All classic mistakes.
import type { Classic } from './classics/classic.js'
import { CURVES } from './classics/curves.js'
import { DENSITIES } from './classics/densities.js'
import { LOSSES } from './classics/losses.js'
import { MATRICES } from './classics/matrices.js'
import { NETWORKS } from './classics/networks.js'
import { PAPERS } from './classics/papers.js'

export type { Classic } from './classics/classic.js'

export const CLASSICS: readonly Classic[] = [
  ...LOSSES,
  ...NETWORKS,
  ...DENSITIES,
  ...MATRICES,
  ...CURVES,
  ...PAPERS,
]
