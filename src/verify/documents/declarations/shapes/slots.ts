// The symbols of a document with the shapes that they may have, from what is said of them.
import type { Candidate, Letters } from '../candidates.js'
import type { Fact, Said } from '../words/fact.js'
import type { Extent, Extents, Shape } from './extents.js'

/** A symbol with what is known of it. */
export interface Slot {
  readonly name: string
  readonly candidate: Candidate
  /** Axes that always bear an index: a sample x^{(i)}, an entry u_i of what is never written whole. */
  readonly lead: readonly Extent[]
  readonly shape: Shape
  /** Of how many classes it is one, if it is. */
  readonly classes: Extent
  /** Everything that is said of it, the first first. */
  readonly facts: readonly Fact[]
  kind: string | undefined
}

/** Symbols by name; small letters whose entries are those of a capital are not among them. */
export type Slots = ReadonlyMap<string, Slot>

/** The kind that everything that is said of a symbol amounts to: the one that says most. */
const ORDER = [
  'real',
  'nonnegative',
  'positive',
  'probability',
  'integer',
  'symmetric',
  'invertible',
  'orthogonal',
  'positive definite',
  'binary',
  'sign',
  'distribution',
  'onehot',
  'class',
]

/** Symbols with shapes as far as words and sets tell. */
export function slotsOf({ symbols }: Letters, said: Said, x: Extents): Slots {
  const slots = new Map<string, Slot>()
  for (const candidate of symbols.values()) {
    const { name, below } = candidate
    const facts = said.facts.filter(fact => fact.name.name === name)
    const capital = name.toUpperCase().normalize('NFC')
    const whole = capital === name ? undefined : symbols.get(capital)
    const counts = [...below]
    const most = Math.max(0, ...counts)
    // x_{ij} is an entry of X, where x itself stands nowhere.
    if (
      whole !== undefined &&
      facts.length === 0 &&
      /^\p{Ll}\p{M}*'*$/u.test(name) &&
      candidate.above.length === 0 &&
      !below.has(0)
    ) {
      const ranks = said.facts.filter(fact => fact.name.name === capital).map(({ rank }) => rank)
      if (counts.length === 1 && (most === 2 ? !ranks.includes(1) && !ranks.includes(0) : ranks.includes(1)))
        continue
    }
    slots.set(name, slotOf(candidate, facts, said, x))
  }
  return slots
}

function slotOf(candidate: Candidate, facts: readonly Fact[], said: Said, x: Extents): Slot {
  const { name, above, below, index } = candidate
  const whole = facts.find(({ name, axes }) => name.labels.length === 0 && axes !== undefined)
  const family = facts.find(({ name }) => name.labels.length > 0)
  const least = below.size === 0 ? 0 : Math.min(...below)
  const scalarSaid = facts.some(
    ({ name, rank }) => name.labels.length === 0 && rank !== undefined && rank > 0,
  )
  const count =
    above.length > 0
      ? above.length
      : whole !== undefined || scalarSaid
        ? 0
        : (family?.name.labels.length ?? Math.min(2, least))
  const lead = Array.from({ length: count }, () => x.fresh())
  for (const extent of lead) x.enlarge(extent)
  const shape = x.shape()
  const classes = x.fresh()
  x.enlarge(classes)
  const kinds = facts.flatMap(({ kind }) => (kind === undefined ? [] : [kind]))
  const kind = kinds.toSorted((a, b) => ORDER.indexOf(b) - ORDER.indexOf(a))[0]
  const slot: Slot = { name, candidate, lead, shape, classes, facts, kind: index ? 'class' : kind }
  for (const fact of facts.toSorted((a, b) => (b.axes?.length ?? -1) - (a.axes?.length ?? -1)))
    tell(x, slot, fact)
  const labels = family?.name.labels ?? [...above, ...candidate.letters]
  lead.forEach((extent, i) => {
    const range = labels[i] === undefined ? undefined : said.ranges.get(labels[i])
    if (family !== undefined && range !== undefined) x.name(extent, range)
  })
  if (
    slot.kind === 'class' &&
    said.classes !== undefined &&
    facts.every(({ classes }) => classes === undefined)
  )
    x.name(classes, said.classes)
  return slot
}

/** What a fact says of the shape. */
function tell(x: Extents, { lead, shape, classes }: Slot, { name, axes, rank, classes: many }: Fact): void {
  if (many !== undefined) x.name(classes, many)
  const named = (extent: Extent, dim: string | undefined): boolean =>
    dim === undefined ? x.enlarge(extent) : x.name(extent, dim)
  // What is said of x is said of all x_i where only those occur: a vector of N numbers.
  const bare = name.labels.length === 0 && lead.length > 0 && name.above === 0
  if (bare && axes !== undefined && axes.length === lead.length) {
    for (const [i, dim] of axes.entries()) named(lead[i]!, dim)
    x.same(shape, x.scalar())
    return
  }
  const many_ = axes?.length ?? rank
  if (axes !== undefined && axes.length > 2) return
  if (many_ === 0) {
    if (!bare) x.same(shape, x.scalar())
  } else if (many_ === 1) {
    x.all(() => named(shape.rows, axes?.[0]) && x.name(shape.cols, '1'))
  } else if (many_ === 2) x.all(() => named(shape.rows, axes?.[0]) && named(shape.cols, axes?.[1]))
}
