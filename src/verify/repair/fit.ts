// Least squares with one or two unknowns, accepted only where nothing is left over.

/** What rounding leaves of a sum. */
const CLOSE = 1e-9

/** The number c for which w = c·a, or c and d for which w = c·a + d·b, at the entries that are meant; `undefined` if none fit. */
export function sumOfTwo(
  w: Float64Array,
  a: Float64Array,
  b?: Float64Array,
  meant: (e: number) => boolean = () => true,
): readonly [number, number] | undefined {
  let [aa, ab, bb, wa, wb, size] = [0, 0, 0, 0, 0, 0]
  for (let e = 0; e < w.length; e++) {
    if (!meant(e)) continue
    const [x, y] = [a[e]!, b?.[e] ?? 0]
    aa += x * x
    ab += x * y
    bb += y * y
    wa += w[e]! * x
    wb += w[e]! * y
    size = Math.max(size, Math.abs(w[e]!))
  }
  const determinant = aa * bb - ab * ab
  if (b === undefined ? !(aa > 0) : !(determinant > CLOSE * aa * bb)) return undefined
  const [c, d] =
    b === undefined ? [wa / aa, 0] : [(wa * bb - wb * ab) / determinant, (wb * aa - wa * ab) / determinant]
  for (let e = 0; e < w.length; e++)
    if (meant(e) && !(Math.abs(w[e]! - c * a[e]! - d * (b?.[e] ?? 0)) <= CLOSE * size)) return undefined
  return size === 0 ? undefined : [c, d]
}
