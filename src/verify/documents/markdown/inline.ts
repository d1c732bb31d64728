// Formulas within a line, between single dollars: told from money and from names of variables.

/** Where a formula stands and where it ends with what encloses it. */
export interface Inline {
  readonly start: number
  readonly end: number
  readonly to: number
}

/** What only a formula holds. */
const SIGNS = /[\\^_={}]/

/** The formula that opens with one dollar in front of `from`; `undefined` where that dollar means itself. */
export function inlineAt(text: string, from: number, limit: number): Inline | undefined {
  if (text[from] === '`') {
    // As GitHub has it: $`x`$.
    const end = text.indexOf('`', from + 1)
    return end > from + 1 && end < limit && text[end + 1] === '$'
      ? { start: from + 1, end, to: end + 2 }
      : undefined
  }
  let end = from
  while (end < limit && text[end] !== '$' && text[end] !== '`') end += text[end] === '\\' ? 2 : 1
  if (end >= limit || end === from || text[end] !== '$' || text[end + 1] === '$') return undefined
  const content = text.slice(from, end)
  if (/<!--|\\\[|\\begin\{(?!\w*(matrix|cases|array))/.test(content)) return undefined
  // "$5 and $10" is money, and so is what a space parts from its dollar, unless it looks like nothing but a formula.
  const tight = /^\S/.test(content) && /\S$/.test(content) && !/\d/.test(text[end + 1] ?? '')
  const formula = tight || SIGNS.test(content) || /^\s*\S\s*$/.test(content)
  return formula ? { start: from, end, to: end + 1 } : undefined
}
