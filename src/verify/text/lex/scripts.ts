// Characters that are subscripts and superscripts of their own: x₁, x², Xᵀ, zᵢⱼ.

const LOWERED: Readonly<Record<string, string>> = {
  '₀': '0',
  '₁': '1',
  '₂': '2',
  '₃': '3',
  '₄': '4',
  '₅': '5',
  '₆': '6',
  '₇': '7',
  '₈': '8',
  '₉': '9',
  '₊': '+',
  '₋': '-',
  '₍': '(',
  '₎': ')',
  ₐ: 'a',
  ₑ: 'e',
  ₕ: 'h',
  ᵢ: 'i',
  ⱼ: 'j',
  ₖ: 'k',
  ₗ: 'l',
  ₘ: 'm',
  ₙ: 'n',
  ₒ: 'o',
  ₚ: 'p',
  ᵣ: 'r',
  ₛ: 's',
  ₜ: 't',
  ᵤ: 'u',
  ᵥ: 'v',
  ₓ: 'x',
}

const RAISED: Readonly<Record<string, string>> = {
  '⁰': '0',
  '¹': '1',
  '²': '2',
  '³': '3',
  '⁴': '4',
  '⁵': '5',
  '⁶': '6',
  '⁷': '7',
  '⁸': '8',
  '⁹': '9',
  '⁺': '+',
  '⁻': '-',
  '⁽': '(',
  '⁾': ')',
  ᵀ: '⊤',
  '⊺': '⊤',
  ᵃ: 'a',
  ᵇ: 'b',
  ᶜ: 'c',
  ᵈ: 'd',
  ᵉ: 'e',
  ⁱ: 'i',
  ʲ: 'j',
  ᵏ: 'k',
  ˡ: 'l',
  ᵐ: 'm',
  ⁿ: 'n',
  ᵖ: 'p',
  ʳ: 'r',
  ˢ: 's',
  ᵗ: 't',
  ˣ: 'x',
}

/** A subscript or superscript of characters of its own: its sign, and what each of them stands for. */
export interface Script {
  readonly sign: '_' | '^'
  readonly parts: readonly string[]
}

/** The subscript or superscript that begins at a place. All of these characters are single UTF-16 units. */
export function scriptAt(source: string, at: number): Script | undefined {
  const first = source[at]!
  const sign = Object.hasOwn(LOWERED, first) ? '_' : Object.hasOwn(RAISED, first) ? '^' : undefined
  if (sign === undefined) return undefined
  const table = sign === '_' ? LOWERED : RAISED
  const parts: string[] = []
  while (at < source.length && Object.hasOwn(table, source[at]!)) parts.push(table[source[at++]!]!)
  return { sign, parts }
}

/** Whether a text begins with such a character, so that it means something else by itself. */
export const isScripted = (text: string): boolean => scriptAt(text, 0) !== undefined

/** Where a run of letters ends that none of these characters is a part of. */
export const LETTERS = new RegExp(
  `(?:(?![${Object.keys(LOWERED).join('')}${Object.keys(RAISED).join('')}])\\p{L}\\p{M}*)+`,
  'uy',
)
