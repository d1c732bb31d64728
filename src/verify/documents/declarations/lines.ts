// Declarations as lines of a given block, with names for all sizes.
import { kindNamed, kinds } from '../../given/kinds/index.js'
import type { Letters } from './candidates.js'
import type { Extent, Extents, Shape } from './shapes/extents.js'
import type { Slot } from './shapes/slots.js'

const POOL = [...'nmkdpqrshgtlcabuvwijo', ...'NMKDPQRSHG']

/** Names for sizes: their own, and letters that nothing else has for those that have none. */
export class SizeNames {
  readonly #given = new Map<Extent, string>()
  readonly #free: string[]

  constructor(
    private readonly x: Extents,
    { symbols, dims }: Letters,
    labels: ReadonlySet<string>,
  ) {
    const taken = new Set([
      ...[...symbols.keys()].map(name => name.replace(/['^_].*$/, '')),
      ...symbols.keys(),
      ...dims,
      ...labels,
    ])
    this.#free = [
      ...POOL.filter(letter => !taken.has(letter)),
      ...Array.from({ length: 200 }, (_, i) => `d_${i + 1}`).filter(name => !taken.has(name)),
    ]
  }

  of(extent: Extent): string {
    const { x } = this
    const own = x.value(extent)
    if (own !== undefined) return own.replace(/_(.{2,})$/, '_{$1}')
    const root = x.root(extent)
    const name = this.#given.get(root) ?? this.#free.shift()!
    this.#given.set(root, name)
    return name
  }
}

/** A symbol's declaration; with another shape where one is given. */
export function declarationOf(slot: Slot, x: Extents, sizes: SizeNames, shape: Shape = slot.shape): string {
  const { candidate, lead, classes } = slot
  const { written, above, letters } = candidate
  const kept = (extent: Extent): boolean => !x.isOne(extent) && x.isBig(extent)
  const isRow = !kept(shape.rows) && kept(shape.cols)
  const member = isRow
    ? lead.length > 0 && above.length === 0
      ? [shape.cols]
      : [x.one, shape.cols]
    : [shape.rows, shape.cols].filter(kept)
  // A family of numbers, or of rows, is a whole where its index stands below.
  const whole = above.length === 0 && (member.length === 0 || isRow)
  const axes = (whole ? [...lead, ...member] : member).map(extent => sizes.of(extent))
  const labels = above.length > 0 ? above : lead.map((_, i) => letters[i] ?? 'ij'[i]!)
  const family = lead.length === 0 || whole ? [] : labels.slice(0, lead.length)
  const hung =
    family.length === 0 ? '' : above.length > 0 ? `^{(${family.join(',')})}` : `_{${family.join('')}}`
  const ranges = family.map((label, i) => `${label} ≤ ${sizes.of(lead[i]!)}`)
  const left = `${written}${hung}`.replace(/_\{(\w)\}/, '_$1')
  const kind = kindFor(slot.kind, axes)
  const several = kind === 'class' ? ` of ${sizes.of(classes)}` : ''
  return `${left} : ${kind}${axes.length === 0 ? '' : `[${axes.join(', ')}]`}${several}${ranges.length === 0 ? '' : ` for ${ranges.join(', ')}`}`
}

/** A kind that goes with these axes. */
function kindFor(said: string | undefined, axes: readonly string[]): string {
  const kind = kindNamed(said ?? 'real') ?? 'real'
  if (kinds[kind].lacks?.(axes) === undefined) return kind
  return kind === 'distribution' ? 'probability' : kind === 'onehot' ? 'binary' : 'real'
}
