// Numbers as they are written, where float64 does not hold them.

/** What a number is made of: `digits` only where the value is not exactly what is written. */
export interface Literal {
  readonly value: number
  readonly digits?: string
}

/** A number written in decimal, such as 0.1, which lies between two float64s. */
export function literal(text: string): Literal {
  const value = Number(text)
  const digits = text
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  return isExact(digits, value) ? { value } : { value, digits }
}

/** Whether a float64 is a decimal fraction: its own digits end, and are those. */
function isExact(digits: string, value: number): boolean {
  const [whole = '', part = ''] = digits.split('.')
  if (!Number.isFinite(value)) return false
  // value·2ᵏ is whole for some k; then value = whole.part says value·2ᵏ·10ᵖ = wholepart·2ᵏ.
  let [scaled, k] = [value, 0n]
  for (; !Number.isInteger(scaled); k++) scaled *= 2
  return BigInt(scaled) * 10n ** BigInt(part.length) === BigInt(whole + part) << k
}

/** π. */
export const PI: Literal = { value: Math.PI, digits: 'π' }
