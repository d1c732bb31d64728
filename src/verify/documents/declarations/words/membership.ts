// What a formula says of symbols by a relation: x ∈ ℝⁿ, y_i ∈ {1, …, k}, α > 0, A ≻ 0, i = 1, …, N.
import type { Declarator } from '../../../given/index.js'
import { dimensionIn, dimensionsIn, type Fact, namesIn } from './fact.js'

/** A set as a formula writes it, and what its members are. */
interface Set_ {
  readonly is: RegExp
  readonly says: (found: RegExpExecArray) => Omit<Fact, 'name' | 'line'> | undefined
}

const SUPER: Readonly<Record<string, string>> = {
  ᵐ: 'm',
  ⁿ: 'n',
  ᵏ: 'k',
  ᵈ: 'd',
  ᵖ: 'p',
  ʳ: 'r',
  ᵗ: 't',
  ʰ: 'h',
  ᴺ: 'N',
  ᴰ: 'D',
  ᴹ: 'M',
  ᴷ: 'K',
  ˣ: '×',
  '²': '2',
  '³': '3',
}

/** One spelling of what sets and relations are written with. */
export const plainly = (source: string): string =>
  source
    .replace(/\\(?:left|right|,|;|:|!|quad|qquad|displaystyle)(?![a-zA-Z])/g, ' ')
    .replace(
      /\\(?:mathbb|mathbf|mathrm|bf|Bbb|mathds)\s*(?:\{\s*R\s*\}|R(?![a-zA-Z]))|\\R(?:eals)?(?![a-zA-Z])/g,
      'ℝ',
    )
    .replace(/\{\\(?:bf|rm)\s+R\}/g, 'ℝ')
    .replace(
      /\\(?:mathbb|mathbf)\s*\{?\s*([NZS])\s*\}?/g,
      (_, letter: string) => ({ N: 'ℕ', Z: 'ℤ', S: '𝕊' })[letter]!,
    )
    .replace(/\\in(?![a-zA-Z])/g, '∈')
    .replace(/\\times(?![a-zA-Z])/g, '×')
    .replace(/\\[lc]?dots[cb]?(?![a-zA-Z])|\.\.\.|⋯/g, '…')
    .replace(/\\(?:lbrace|\{)/g, '⦃')
    .replace(/\\(?:rbrace|\})/g, '⦄')
    .replace(/\\geq?(?:slant)?(?![a-zA-Z])|⩾/g, '≥')
    .replace(/\\leq?(?:slant)?(?![a-zA-Z])|⩽/g, '≤')
    .replace(/\\succ(?![a-zA-Z])/g, '≻')
    .replace(/\\pm(?![a-zA-Z])/g, '±')
    .replace(/\\(?:gt)(?![a-zA-Z])/g, '>')
    .replace(/\\Delta(?![a-zA-Z])/g, 'Δ')
    .replace(
      /([ᵐⁿᵏᵈᵖʳᵗʰᴺᴰᴹᴷˣ×²³]*[ᵐⁿᵏᵈᵖʳᵗʰᴺᴰᴹᴷ²³])(?![a-zA-Z])/g,
      raised => `^{${[...raised].map(sign => SUPER[sign] ?? sign).join('')}}`,
    )

const POWER = String.raw`\s*(?:\^\s*(\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}[^{}]*)*\}|\\?\w))?`
const sized = (power: string | undefined) =>
  power === undefined ? { rank: 0 as const } : shaped(dimensionsIn(power))
const shaped = (axes: readonly (string | undefined)[]) => {
  const proper = axes.length === 2 && axes[1] === '1' ? axes.slice(0, 1) : axes
  return { axes: proper, rank: Math.min(2, proper.length) as 1 | 2 }
}

/** Sets by how they begin. */
const SETS: readonly Set_[] = [
  {
    is: new RegExp(String.raw`^ℝ\s*_\s*(?:\{\s*)?(?:\+\s*\+|>\s*0?)(?:\s*0)?(?:\s*\})?${POWER}`),
    says: ([, power]) => ({ kind: 'positive', ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^ℝ\s*_\s*(?:\{\s*)?(?:\+|≥\s*0?)(?:\s*\})?${POWER}`),
    says: ([, power]) => ({ kind: 'nonnegative', ...sized(power) }),
  },
  { is: /^ℝ\s*\^\s*\+/, says: () => ({ kind: 'positive', rank: 0 }) },
  { is: new RegExp(`^ℝ${POWER}`), says: ([, power]) => sized(power) },
  {
    is: new RegExp(String.raw`^⦃\s*0\s*,\s*1\s*⦄${POWER}`),
    says: ([, power]) => ({ kind: 'binary', ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^⦃\s*(?:-\s*1\s*,\s*\+?\s*1|\+?\s*1\s*,\s*-\s*1|±\s*1)\s*⦄${POWER}`),
    says: ([, power]) => ({ kind: 'sign', ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^⦃\s*1\s*,(?:\s*2\s*,)?\s*…\s*,?\s*([^,⦄]+)⦄${POWER}`),
    says: ([, many, power]) => ({ kind: 'class', classes: dimensionIn(many!), ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^\[\s*(\p{L}(?:_\w)?)\s*\]${POWER}`, 'u'),
    says: ([, many, power]) => ({ kind: 'class', classes: dimensionIn(many!), ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^[(\[]\s*0\s*,\s*1\s*[)\]]${POWER}`),
    says: ([, power]) => ({ kind: 'probability', ...sized(power) }),
  },
  {
    is: new RegExp(String.raw`^[(\[]\s*0\s*,\s*(?:∞|\\infty)\s*\)${POWER}`),
    says: ([, power]) => ({ kind: 'positive', ...sized(power) }),
  },
  {
    is: /^Δ\s*(?:_|\^)\s*(\{[^{}]*\}|\w)/,
    says: ([, many]) => ({ kind: 'distribution', ...shaped([dimensionIn(many!.replace(/\s*-\s*1/, ''))]) }),
  },
  {
    is: /^𝕊\s*(?:\^\s*(\{[^{}]*\}|\w))?\s*_\s*(?:\{\s*)?\+\s*\+(?:\s*\})?\s*(?:\^\s*(\{[^{}]*\}|\w))?/,
    says: ([, before, behind]) => {
      const size = dimensionIn(before ?? behind ?? '')
      return { kind: 'positive definite', rank: 2, ...(size === undefined ? {} : { axes: [size, size] }) }
    },
  },
  {
    is: /^𝕊\s*\^\s*(\{[^{}]*\}|\w)/,
    says: ([, many]) => ({ kind: 'symmetric', rank: 2, axes: [dimensionIn(many!), dimensionIn(many!)] }),
  },
  { is: /^(?:ℕ|ℤ\s*_?\s*\{?\s*(?:\+|>\s*0)\s*\}?)/, says: () => ({ kind: 'integer', rank: 0 }) },
]

/** What a relation with a number says. */
const BOUNDS: readonly (readonly [sign: RegExp, kind: string, rank: 0 | 2 | undefined])[] = [
  [/^>\s*0\s*$/, 'positive', undefined],
  [/^≥\s*0\s*$/, 'nonnegative', undefined],
  [/^≻\s*0\s*$/, 'positive definite', 2],
]

/** A formula cut at commas that stand outside of brackets. */
function partsOf(text: string): readonly string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if ('{([⦃'.includes(character)) depth++
    if ('})]⦄'.includes(character)) depth--
    if (depth === 0 && (character === ',' || character === ';')) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** The members that x_1, …, x_N lists: a family, and over what it runs. */
function listed(text: string): { readonly name: Declarator; readonly range: string } | undefined {
  const found = /^\s*(.+?)\s*,\s*(?:(.+?)\s*,\s*)?…\s*,\s*(.+?)\s*$/u.exec(text)
  if (found === null) return undefined
  const [, first, , last] = found
  const shape = /^([^_^]+)([_^])\s*(?:\{\s*)?(\(?)\s*([^{}()]+?)\s*\)?(?:\s*\})?$/u
  const [one, other] = [shape.exec(first!), shape.exec(last!)]
  if (one === null || other === null || one[1]!.trim() !== other[1]!.trim() || one[4] !== '1')
    return undefined
  const range = dimensionIn(other[4]!)
  const label = range === 'i' ? 'j' : 'i'
  const [name] = namesIn(one[2] === '_' ? `${one[1]}_${label}` : `${one[1]}^{(${label})}`)
  return name === undefined || range === undefined ? undefined : { name, range }
}

/** What formulas say by their relations. */
export interface Memberships {
  readonly facts: readonly Omit<Fact, 'line'>[]
  readonly ranges: readonly (readonly [label: string, dim: string])[]
}

/** What a formula says of the names in it. */
export function membershipsIn(source: string): Memberships {
  const text = plainly(source)
  const facts: Omit<Fact, 'line'>[] = []
  const ranges: (readonly [string, string])[] = []
  for (const [, , label, dim] of text.matchAll(
    /(^|[,;({\s])\s*(\p{L})\s*(?:=|∈\s*⦃)\s*1\s*,(?:\s*2\s*,)?\s*…\s*,?\s*(\p{L}(?:_\w)?)/gu,
  ))
    ranges.push([label!, dimensionIn(dim!)!])
  // A set of samples: {(x_i, y_i)}_{i=1}^{N}.
  for (const [, label, , dim] of text.matchAll(/⦄\s*_\s*\{\s*(\p{L})\s*=\s*1\s*\}\s*\^\s*(\{\s*)?(\p{L})/gu))
    ranges.push([label!, dim!])
  const whole = /^([^∈]+)∈(.*)$/s.exec(text)
  const several = whole === null ? listed(text) : listed(whole[1]!)
  if (several !== undefined) {
    ranges.push([several.name.labels[0]!, several.range])
    facts.push({ name: several.name, ...(whole === null ? {} : setOf(whole[2]!)) })
    if (whole !== null) return { facts, ranges }
  }
  let waiting: string[] = []
  for (const part of partsOf(text)) {
    const relation = /^(.*?)(∈|>(?!=)|≥|≻)(.*)$/s.exec(part)
    if (relation === null) {
      waiting.push(part)
      continue
    }
    const [, left, sign, right] = relation
    const about = waiting.concat(left!).flatMap(one => namesIn(nameBefore(one)))
    waiting = []
    if (sign === '∈') {
      const says = setOf(right!)
      // i ∈ {1, …, N} says over what an index runs.
      if (says === undefined) continue
      facts.push(...about.map(name => ({ name, ...says })))
    } else {
      const bound = BOUNDS.find(([is]) => is.test(`${sign}${right}`.trim()))
      if (bound !== undefined)
        facts.push(
          ...about.map(name => ({
            name,
            kind: bound[1],
            ...(bound[2] === undefined ? {} : { rank: bound[2] }),
          })),
        )
    }
  }
  const [, symmetric] =
    /^\s*(\S+?)\s*=\s*\1\s*\^\s*\{?\s*(?:\\top|\\intercal|T|⊤)\s*\}?\s*$/u.exec(text) ?? []
  const [, orthogonal] =
    /^\s*(\S+?)\s*\^\s*\{?\s*(?:\\top|\\intercal|T|⊤)\s*\}?\s*\1\s*=\s*(?:I(?:_\w)?|\1\s*\1\s*\^.*=\s*I(?:_\w)?)\s*$/u.exec(
      text,
    ) ?? []
  for (const [found, kind] of [
    [symmetric, 'symmetric'],
    [orthogonal, 'orthogonal'],
  ] as const)
    if (found !== undefined) facts.push(...namesIn(found).map(name => ({ name, kind, rank: 2 as const })))
  return { facts, ranges }
}

/** What a relation speaks of: the left side of h = W x + b ∈ ℝᵐ is h, and a sum that is 1 is none. */
const nameBefore = (text: string): string => text.replace(/(?::=|=).*$/s, '').trim()

/** What the members of a set are. */
function setOf(text: string): Omit<Fact, 'name' | 'line'> | undefined {
  const trimmed = text.trim()
  for (const { is, says } of SETS) {
    const found = is.exec(trimmed)
    if (found !== null) return says(found)
  }
  return undefined
}
