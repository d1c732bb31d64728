// The room that kernels need beside the values themselves: flags, packed factors, and whole tiles of results.
import type { Lanes } from '../kernels/wasm/lanes.js'

/** Where the flag is that asks for the interpreter. */
export const FLAG = 16
/** Where tiles of what runs once leave their sums, and how much room they need. */
export const PARKED = 1024
/** Where values may begin. */
export const START = 4096

/**
 * A tile of a narrow product: as many rows of the large factor and columns of the small one as are met at once. Engines read
 * all vectors of a turn first, and with eight sums they find room in fifteen registers.
 */
export const DOTS = { rows: 4, columns: 2 } as const
/** As many columns as one pass over the large factor takes along where its rows are added up. */
export const UPDATES = 5

/** Bytes of the small factor of a narrow product, packed. */
export const dotsBytes = (lanes: Lanes, depth: number, columns: number): number =>
  Math.ceil(depth / lanes.count) * 16 * columns

// Blocks of general products, in values: a block of A, [MC, KC], stays in the second cache, and one of B, [KC, NC], in
// the third.
export const KC = 256
export const MC = 120
export const NC = 1024

/** A tile of a result has so many vectors across, and at most so many rows; results have room for whole tiles. */
const TILE_VECTORS = 2
const TILE_ROWS = 6

/** How far the rows of a result lie apart, and how many there must be room for. */
export const pitchOf = ({ count }: Lanes, columns: number): number =>
  Math.ceil(columns / (TILE_VECTORS * count)) * TILE_VECTORS * count
export const rowsFor = (rows: number): number => rows + TILE_ROWS

/** Bytes of a packed block of A, and of it with one of B behind it, for a product [·, depth] · [depth, columns]. */
export const blockBytes = ({ bytes }: Lanes): number => (MC + TILE_ROWS) * KC * bytes
export const blocksBytes = (lanes: Lanes, depth: number, columns: number): number =>
  blockBytes(lanes) + (Math.min(KC, depth) * (pitchOf(lanes, Math.min(NC, columns)) + 8) + 64) * lanes.bytes
