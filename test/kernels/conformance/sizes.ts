// Extents: small ones and odd ones, and such as stand around the edges of blocks.
import fc from 'fast-check'

/**
 * Blocks of the sources, in values: 5, 6, 8 and 16 of a tile, group or few columns; 120, 256, 512 and 1024 of a product;
 * 4096 of a stretch; 16, 32 and 64 KB of either float, of which the powers of 2 between are parts.
 */
export const EDGES = [5, 6, 8, 16, 32, 64, 120, 128, 256, 512, 1024, 2048, 4096, 8192, 16384]

/** Extents up to `most`, which shrink towards small ones: any, or a few beside one to three times an edge. */
export const extent = (most: number, least = 0): fc.Arbitrary<number> => {
  const edges = EDGES.filter(edge => edge <= most - 2)
  const beside = fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: 1, max: 3 }), fc.integer({ min: -2, max: 3 }))
    .map(([edge, times, more]) => Math.max(least, Math.min(most, edge * times + more)))
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.integer({ min: least, max: Math.min(most, 20) }) },
    { weight: 1, arbitrary: fc.integer({ min: least, max: Math.min(most, 70) }) },
    { weight: 2, arbitrary: beside },
  )
}

/** Extents in the given order, the later ones cut so that their product stays within a budget. */
export function within(budget: number, extents: readonly number[]): number[] {
  let left = budget
  return extents.map(n => {
    const cut = Math.min(n, Math.max(1, Math.floor(left)))
    left /= Math.max(1, cut)
    return cut
  })
}

/** Every extent from 1 to 70, each tail behind a vector, a tile and a group many times over; then 0, on memory that is used. */
export const ODD: readonly number[] = Array.from({ length: 71 }, (_, i) => (i + 1) % 71)
