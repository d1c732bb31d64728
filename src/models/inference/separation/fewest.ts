// Which features a separation is named after: few that do it together.

/** The most features of which each is tried without. */
const FEW = 12
/** The most coefficients of a problem in which few features are looked for. */
const MANY = 200

/**
 * Few features that separate together: the first, as many as it takes, less each that is not needed.
 *
 * features : those of a direction, the largest first; each : how many coefficients a feature has
 */
export function fewest(
  features: readonly number[],
  each: number,
  separates: (features: readonly number[]) => boolean,
): number[] {
  // Where there are very many numbers, which pixels it takes would say little, and cost much.
  if (features.length * each > MANY) return features.toSorted((a, b) => a - b)
  let count = 1
  while (count < features.length && !separates(features.slice(0, count))) count *= 2
  let kept = features.slice(0, count)
  if (kept.length <= FEW)
    for (const j of kept.toReversed()) {
      const fewer = kept.filter(other => other !== j)
      if (separates(fewer)) kept = fewer
    }
  return kept.toSorted((a, b) => a - b)
}
