// Distances between doubles in units of the last place.

/** The distance from |x| to the next larger double. */
export function ulp(x: number): number {
  const values = new Float64Array([Math.abs(x)])
  const bits = new BigInt64Array(values.buffer)
  bits[0]! += 1n
  return values[0]! - Math.abs(x)
}
