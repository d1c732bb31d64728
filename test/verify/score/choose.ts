// Which mistakes to plant: as many of each kind, from all claims that have a place for it.
import { nature } from './judge.js'
import { KINDS } from './kinds.js'
import type { Material } from './material.js'
import { doubles, type Planted, singles } from './plant.js'
import { shuffled } from './stream.js'

/** Mistakes that were chosen, and what was left out. */
export interface Choice {
  readonly mistakes: readonly Planted[]
  /** By kind: what could be read, and changed nothing. */
  readonly equivalent: ReadonlyMap<string, number>
  /** By kind: what could not be read, with an example. */
  readonly unread: ReadonlyMap<string, { readonly count: number; readonly example: string }>
  /** What no point could tell. */
  readonly unknown: number
}

/** About so many single mistakes, evenly over the kinds; the same for the same seed. */
export function chooseSingles(all: readonly Material[], count: number, seed: number): Choice {
  const each = Math.ceil(count / KINDS.length)
  return sorted(
    KINDS.map((kind, k) => ({
      name: kind.name,
      candidates: shuffled(
        all.flatMap(material => singles(material, kind)),
        seed + k,
      ),
      each,
    })),
  )
}

/** So many claims with two mistakes. */
export function chooseDoubles(all: readonly Material[], count: number, seed: number): Choice {
  const tries = Math.ceil((2 * count) / all.length)
  const candidates = shuffled(
    all.flatMap((material, i) => doubles(material, seed + 31 * i, tries)),
    seed,
  )
  return sorted([{ name: 'two mistakes', candidates, each: count }])
}

function sorted(
  groups: readonly {
    readonly name: string
    readonly candidates: readonly Planted[]
    readonly each: number
  }[],
): Choice {
  const mistakes: Planted[] = []
  const equivalent = new Map<string, number>()
  const unread = new Map<string, { count: number; example: string }>()
  let unknown = 0
  const seen = new Set<string>()
  for (const { name, candidates, each } of groups) {
    let taken = 0
    for (const planted of candidates) {
      if (taken === each) break
      const key = `${planted.material.loss.name}\n${planted.source}`
      if (seen.has(key)) continue
      seen.add(key)
      const found = nature(planted)
      if (found === 'equivalent') equivalent.set(name, (equivalent.get(name) ?? 0) + 1)
      else if (found === 'unread')
        unread.set(name, { count: (unread.get(name)?.count ?? 0) + 1, example: planted.source })
      else if (found === 'unknown') unknown++
      else {
        mistakes.push(planted)
        taken++
      }
    }
  }
  return { mistakes, equivalent, unread, unknown }
}
