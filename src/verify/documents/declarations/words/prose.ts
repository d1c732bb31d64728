// The prose of a document as clauses of words and formulas.
import type { Document } from '../../format.js'
import { compounded } from './lexicon.js'

/** A formula where it stands. */
export interface Placed {
  readonly source: string
  readonly offset: number
  readonly line: number
  readonly cell?: number | undefined
  /** `name`: a letter or size in the prose itself. */
  readonly kind: 'display' | 'inline' | 'name'
}

/** A word, a formula, or a sign. */
export type Item =
  | { readonly is: 'word' | 'sign'; readonly text: string; readonly line: number }
  | { readonly is: 'math'; readonly math: Placed; readonly line: number }

/** A stretch of prose between full stops. */
export type Clause = readonly Item[]

/** What stands for a formula within the prose; neither is a letter, so that no word runs into it. */
const [OPEN, CLOSE] = ['\ue000', '\ue001']

/** All formulas of a document that could say something, in order; those that a mark leaves out are not among them. */
export function formulasOf({ displays, inline }: Document): readonly Placed[] {
  const placed = (
    kind: Placed['kind'],
    source: string,
    at: { offset: number; line: number; cell?: number },
  ): Placed => ({
    kind,
    source,
    offset: at.offset,
    line: at.line,
    cell: at.cell,
  })
  return [
    ...displays.filter(({ skip }) => !skip).map(block => placed('display', block.text, block)),
    ...inline.map(block => placed('inline', block.text, block)),
  ].toSorted((a, b) => a.offset - b.offset)
}

const blanked = (text: string): string => text.replace(/[^\n]/g, ' ')

/** The clauses of a document. */
export function clausesOf(document: Document): readonly Clause[] {
  const formulas: Placed[] = [...formulasOf(document)]
  let text = ''
  let at = 0
  for (const [i, { offset, source, kind }] of formulas.entries()) {
    if (offset < at) continue
    const before = document.text.slice(at, offset)
    const end = offset + (kind === 'display' ? lengthOf(document, offset, source) : source.length)
    text += `${before}${OPEN}${i}${CLOSE}${document.text.slice(offset, end).replace(/[^\n]/g, '')}`
    at = end
  }
  text += document.text.slice(at)
  const bare = text
    .replace(/^(```|~~~)[^\n]*\n[\s\S]*?^\1[^\n]*$/gm, found =>
      found.replace(/[^\n\ue000-\ue001\d]/g, ' ').replace(/(?<!\ue000\d*)\d(?!\d*\ue001)/g, ' '),
    )
    .replace(/<!--[\s\S]*?-->/g, blanked)
  return split(bare, formulas)
}

function lengthOf({ displays }: Document, offset: number, source: string): number {
  const block = displays.find(one => one.offset === offset)
  if (block === undefined) return source.length
  const { span } = block.map.editFor({ start: 0, end: block.text.length }, '')
  return span.end - span.start
}

const LETTER = String.raw`(?:\\[a-zA-Z]+|\p{L}\p{M}*)`
const HANGS = String.raw`(?:[_^](?:\{[^{}\s]*\}|\([^()\s]*\)|[\p{L}\d]+)|[₀-₉ᵢⱼₖₙₘᵀ⁽⁾ⁱ])*`
/** Formulas that stand in the prose without dollars. */
const BARE: readonly RegExp[] = [
  // x ∈ ℝⁿ, X \in \mathbb{R}^{m \times n}
  new RegExp(
    String.raw`(?<![\p{L}\\$])${LETTER}${HANGS}(?:\s*,\s*${LETTER}${HANGS})*\s*(?:∈|\\in(?![a-z]))\s*(?:ℝ|\\mathbb\s*\{?R\}?|\{[^{}]*\}|\\\{[^{}]*\\\})(?:\^\{[^{}]*\}|\^\w|[ᵐⁿᵏᵈᵖʳᵗʰᴺᴰᴹᴷˣ×²³]+)?`,
    'gu',
  ),
  // m × n, m x n
  /(?<![\p{L}\d\\$_])(?:\p{L}|\d+)(?:_\w)?\s*(?:×|\\times|(?<=\s)x(?=\s)|-by-|(?<=\s)by(?=\s))\s*(?:\p{L}|\d+)(?:_\w)?(?![\p{L}\d_])/gu,
  // α > 0
  new RegExp(String.raw`(?<![\p{L}\\$])${LETTER}${HANGS}\s*(?:>|≥|≻)\s*0(?![\d.])`, 'gu'),
  // x^(i), W^{(2)}, y_i, θ
  /(?<![\p{L}\d\\$_^])(?:\p{L}\p{M}*)(?:[_^](?:\{[^{}\s]*\}|\([^()\s]*\)|[\p{L}\d])|[₀-₉ᵢⱼₖₙₘ])+(?![\p{L}\d])/gu,
]
/** An A that is no article. */
const CAPITAL_A =
  /(?<![\p{L}$\\])A(?=\s+(?:is|be|denotes?|has|ist|sei|hat)\s)|(?<=(?:^|\s)(?:matrix|matrices|Matrix|Matrizen)\s+)A(?![\p{L}\d])/gmu
const CODE = /(`+)([^`\n]{1,60})\1/g

const TOKEN =
  /\ue000(\d+)\ue001|([\p{Script=Han}]+)|((?:\p{L}\p{M}*)+(?:[’'-](?:\p{L}\p{M}*)+)*)|(\n)|([^\s\p{L}])/gu

/** Words of Chinese that the lexicon knows, the longest first; the rest goes by single characters. */
const HAN =
  /一个|列向量|行向量|向量|矩阵|方阵|标量|实数|对称|正定|正交|可逆|正数|非负|概率分布|概率|独热|二元|长度为|长度|大小|维度|形状|个元素|个分量|个特征|个类别|类别|标签|真实|正确|样本|学习率|参数|权重|偏置|表示|其中|同样|为|是|维|和|与|及|的|设|令|实|个|类|行|列|./gu

function split(bare: string, formulas: Placed[]): readonly Clause[] {
  const lines = [0]
  for (let at = bare.indexOf('\n'); at >= 0; at = bare.indexOf('\n', at + 1)) lines.push(at + 1)
  const lineAt = (offset: number): number => {
    let line = lines.length
    while (line > 1 && lines[line - 1]! > offset) line--
    return line
  }
  const take = (source: string, offset: number): string => {
    formulas.push({ source, offset, line: lineAt(offset), kind: 'name' })
    return `${OPEN}${formulas.length - 1}${CLOSE}`
  }
  let text = bare.replace(CODE, (whole, _, inside: string, offset: number) =>
    /^[\p{L}\p{M}\d_^{}()'\\×, ]+$/u.test(inside) &&
    !/[\p{L}]{3}/u.test(inside.replace(/\\[a-zA-Z]+|(?<![\p{L}])\p{L}{3,}(?![\p{L}])/gu, ''))
      ? take(inside, offset)
      : blanked(whole),
  )
  text = text.replace(CAPITAL_A, (whole, offset: number) => take(whole, offset))
  for (const is of BARE)
    text = text.replace(is, (whole, ...rest) =>
      take(whole, rest.find(one => typeof one === 'number') as number),
    )
  const clauses: Item[][] = [[]]
  const end = (): void => {
    if (clauses.at(-1)!.length > 0) clauses.push([])
  }
  let line = 1
  let blank = false
  for (const found of compounded(text).matchAll(TOKEN)) {
    const [whole, math, han, word, newline, sign] = found
    const items = clauses.at(-1)!
    if (newline !== undefined) {
      line++
      if (blank) end()
      blank = true
      continue
    }
    const fresh = blank
    blank = false
    if (math !== undefined) items.push({ is: 'math', math: formulas[Number(math)]!, line })
    else if (han !== undefined)
      for (const [one] of han.matchAll(HAN)) items.push({ is: 'word', text: one, line })
    else if (word !== undefined) items.push(...wordItems(word, line, take, found.index, formulas))
    else if (sign !== undefined) {
      if (fresh && /[-*+#>|]/.test(sign)) end()
      if (/[.;!?。；！？•]/.test(sign)) end()
      else if (!/[$*`\\_~"“”]/.test(sign))
        clauses.at(-1)!.push({ is: 'sign', text: SIGN[sign] ?? sign, line })
    } else if (whole === undefined) return []
  }
  return clauses.filter(items => items.length > 0)
}

const SIGN: Readonly<Record<string, string>> = { '，': ',', '、': ',', '（': '(', '）': ')', '：': ':' }

/** A word; a letter of its own, which is a name; n-dimensional, which is both. */
function wordItems(
  word: string,
  line: number,
  take: (source: string, offset: number) => string,
  offset: number,
  formulas: readonly Placed[],
): readonly Item[] {
  const [, letter, rest] = /^(\p{L}\p{M}*)-(\p{L}{2,})$/u.exec(word) ?? []
  if (letter !== undefined) {
    take(letter, offset)
    return [
      { is: 'math', math: { ...formulas.at(-1)!, line }, line },
      { is: 'word', text: rest!, line },
    ]
  }
  if (/^\p{L}\p{M}*$/u.test(word) && !/^[aAI]$/.test(word)) {
    take(word, offset)
    return [{ is: 'math', math: { ...formulas.at(-1)!, line }, line }]
  }
  return [{ is: 'word', text: word, line }]
}
