// The losses that mistakes are planted into: what is given of each, and claims that hold.
import { CLASSES } from './losses/classes.js'
import { DENSITIES } from './losses/densities.js'
import type { Loss } from './losses/loss.js'
import { NETWORKS } from './losses/networks.js'
import { NUMBERS } from './losses/numbers.js'
import { ORDERS } from './losses/orders.js'

export type { Loss } from './losses/loss.js'

/** All of them. */
export const LOSSES: readonly Loss[] = [...CLASSES, ...NUMBERS, ...DENSITIES, ...NETWORKS, ...ORDERS]
