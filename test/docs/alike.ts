// Whether two outputs are the same but for rounding, which differs between hosts in the last digits.

/** Two right hosts differ by less than this, relatively. */
const CLOSE = 1e-9
/** Errors, such as `3.1e-16`, are written with two digits, and below this they are noise. */
const NOISE = 1e-8

const NUMBER = /\d+(?:\.\d+)?(?:e[+-]?\d+)?/g

/** The same text between numbers, and numbers that agree. */
export function alike(a: string, b: string): boolean {
  if (a === b) return true
  if (a.replace(NUMBER, '0') !== b.replace(NUMBER, '0')) return false
  const others = b.match(NUMBER)!
  return a.match(NUMBER)!.every((text, i) => agree(text, others[i]!))
}

function agree(a: string, b: string): boolean {
  const [p, q] = [Number(a), Number(b)]
  const isNoise = (text: string) => /^\d(\.\d)?e-/.test(text) && Number(text) < NOISE
  return a === b || (a.includes('.') && Math.abs(p - q) <= CLOSE * p) || (isNoise(a) && isNoise(b))
}
