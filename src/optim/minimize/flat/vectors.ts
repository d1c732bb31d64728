// Plain loops over vectors.

/** Shorter vectors do not gain by four sums. */
const LONG = 32

/** xᵀy, of long ones in four sums side by side: one alone would wait for itself. x, y : [n] */
export function dot(x: Float64Array, y: Float64Array): number {
  const whole = x.length < LONG ? 0 : x.length - (x.length % 4)
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < whole; i += 4) {
    a += x[i]! * y[i]!
    b += x[i + 1]! * y[i + 1]!
    c += x[i + 2]! * y[i + 2]!
    d += x[i + 3]! * y[i + 3]!
  }
  for (let i = whole; i < x.length; i++) a += x[i]! * y[i]!
  return a + b + (c + d)
}

/** max |xᵢ|, NaN where one is NaN; 0 for no entries. */
export function maxAbs(x: Float64Array): number {
  let most = 0
  for (let i = 0; i < x.length; i++) {
    const size = Math.abs(x[i]!)
    if (size > most) most = size
    else if (Number.isNaN(size)) return size
  }
  return most
}

/** ‖x‖₂, of values however large or small. */
export function norm(x: Float64Array): number {
  const most = maxAbs(x)
  if (most === 0 || !Number.isFinite(most)) return most
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += (x[i]! / most) ** 2
  return most * Math.sqrt(sum)
}

/** x + a·d; −0 becomes 0, which JSON would make of it. */
export function along(x: Float64Array, a: number, d: Float64Array): Float64Array {
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = x[i]! + a * d[i]! + 0
  return y
}

/** x ← x + a·y */
export function addScaled(x: Float64Array, a: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! += a * y[i]!
}

/** a·x */
export function scaled(a: number, x: Float64Array): Float64Array {
  const y = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) y[i] = a * x[i]!
  return y
}

/** x − y */
export function minus(x: Float64Array, y: Float64Array): Float64Array {
  const d = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) d[i] = x[i]! - y[i]!
  return d
}

/** Whether every entry is a finite number. */
export const allFinite = (x: Float64Array): boolean => Number.isFinite(maxAbs(x))

/** The entries as a list, for JSON; −0 becomes 0, which JSON would make of it. */
export function listOf(x: Float64Array): number[] {
  const list: number[] = []
  for (let i = 0; i < x.length; i++) list.push(x[i]! + 0)
  return list
}
