// How easy numbers are to reckon with, and what is easier.

/** How far a number is from being easy to reckon with. */
function simplicity(v: number): number {
  if (v === 0) return 0
  if (v === 1) return 1
  const size = Math.abs(v)
  return (v < 0 ? 0.5 : 0) + (Number.isInteger(v) ? 2 : Number.isInteger(2 * v) ? 4 : 8) + Math.log2(1 + size)
}

/** How far values are from it together. */
export const costOf = (values: Float64Array): number => values.reduce((sum, v) => sum + simplicity(v), 0)

/** Zeros, ones, halves, whole numbers: all entries that may be so. */
export function* simplerAtOnce(
  values: Float64Array,
  allows: (value: number) => boolean,
): Iterable<Float64Array> {
  const where = (simple: (v: number) => number): Float64Array =>
    values.map(v => (allows(simple(v)) ? simple(v) : v))
  for (const simple of [0, 1, 0.5]) yield where(() => simple)
  for (const grid of [1, 2]) yield where(v => Math.round(v * grid) / grid)
}

/** One entry simpler, together with its twin. */
export function* simplerByEntry(
  values: Float64Array,
  allows: (value: number) => boolean,
  twin = (e: number): number => e,
): Iterable<Float64Array> {
  for (const [e, v] of values.entries()) {
    if (twin(e) < e) continue
    for (const simple of new Set([0, 1, Math.sign(v), Math.trunc(v), Math.trunc(v / 2), v / 2])) {
      if (simplicity(simple) >= simplicity(v) || !allows(simple)) continue
      const one = values.slice()
      one[e] = simple
      one[twin(e)] = simple
      yield one
    }
  }
}
