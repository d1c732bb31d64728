// A walk along a clause: its words and formulas, the names and sizes that they are, and of whom something is said.
import type { Declarator } from '../../../given/index.js'
import { dimensionIn, dimensionsIn, namesIn } from './fact.js'
import * as words from './lexicon.js'
import { plainly } from './membership.js'
import type { Clause } from './prose.js'

/** Sizes of axes; `undefined` for one that has no name. */
export type Axes = readonly (string | undefined)[] | undefined

/** One clause. */
export class ClauseReader {
  constructor(readonly items: Clause) {}

  word(at: number): string | undefined {
    const item = this.items[at]
    return item?.is === 'word' ? item.text : undefined
  }

  is(at: number, pattern: RegExp): boolean {
    const word = this.word(at)
    return word !== undefined && pattern.test(word)
  }

  sign(at: number, text: string): boolean {
    const item = this.items[at]
    return item?.is === 'sign' && item.text === text
  }

  math(at: number): string | undefined {
    const item = this.items[at]
    return item?.is === 'math' ? plainly(item.math.source) : undefined
  }

  /** m × n, where an item is that. */
  product(at: number): readonly (string | undefined)[] | undefined {
    const text = this.math(at)
    if (text !== undefined && /×|-by-|\bby\b|\sx\s/.test(text) && !/[∈=<>]/.test(text)) {
      const axes = dimensionsIn(text.replace(/-by-|\sx\s/g, '×'))
      return axes.every(axis => axis !== undefined) ? axes : undefined
    }
    // $m$ × $n$, $m$-by-$n$
    const [first, second] = [this.size(at), this.size(at + 2) ?? this.size(at + 4)]
    if (first === undefined || second === undefined) return undefined
    if (this.sign(at + 1, '×') || this.is(at + 1, /^by$/)) return [first, this.size(at + 2)]
    return undefined
  }

  size(at: number): string | undefined {
    const text = this.math(at)
    const item = this.items[at]
    if (text === undefined) return item?.is === 'sign' && /^\d$/.test(item.text) ? item.text : undefined
    return /^[\p{L}\d_\\{}]+$/u.test(text.trim()) ? dimensionIn(text) : undefined
  }

  productEnd(at: number): number {
    return this.math(at) !== undefined && /×|by|\sx\s/.test(this.math(at)!) ? at + 1 : at + 3
  }

  sizeBehind(at: number): Axes {
    const start = this.is(at, /^(of|with|der|mit|von|in|has|having)$/i) ? at + 1 : at
    const begin = this.is(start, /^(a|the|common|same)$/i) ? start + 1 : start
    if (this.is(begin, words.SIZED)) {
      const next = this.is(begin + 1, /^(为|is|of)$/) ? begin + 2 : begin + 1
      const size = this.size(next)
      return this.product(next) ?? (size === undefined ? undefined : [size])
    }
    const size = start > at ? this.size(start) : undefined
    return size !== undefined && this.is(start + 1, words.ENTRIES) ? [size] : undefined
  }

  /** A list of names from an item on. */
  namesAt(from: number): readonly Declarator[] {
    const names: Declarator[] = []
    for (let at = from; ; ) {
      const text = this.math(at)
      const here = text === undefined ? [] : namesIn(text.replace(/\s*(∈|>|≥|≻|:=|=).*$/s, ''))
      if (here.length === 0) return names
      names.push(...here)
      at++
      let joined = at
      while (this.sign(joined, ',') || this.is(joined, words.JOINS)) joined++
      if (joined === at) return names
      at = joined
    }
  }

  namesEnd(from: number, names: readonly Declarator[]): number {
    let at = from
    for (let left = names.length; left > 0 && at < this.items.length; at++) {
      const text = this.math(at)
      if (text !== undefined) left -= Math.max(1, namesIn(text.replace(/\s*(∈|>|≥|≻|:=|=).*$/s, '')).length)
    }
    return at
  }

  /** The names that a description behind "is", a comma or a bracket speaks of. */
  subject(from: number, last?: Declarator): readonly Declarator[] {
    let at = from - 1
    const article = this.is(from, /^(an?|the|eine?|der|die|das)$/i)
    let joined = false
    while (
      at >= 0 &&
      (this.is(at, words.COPULA) ||
        this.is(at, words.FILLER) ||
        this.is(at, /^(not|assumed|taken|both|all|always)$/i))
    ) {
      joined ||= this.is(at, words.COPULA)
      at--
    }
    if (
      !joined &&
      at >= 0 &&
      (this.sign(at, '(') ||
        this.sign(at, ':') ||
        this.sign(at, '=') ||
        this.sign(at, '-') ||
        this.sign(at, '–') ||
        this.sign(at, '—') ||
        (article && this.sign(at, ',')))
    ) {
      joined = true
      at--
    }
    // "A is m × n and symmetric": the subject of what is joined to another description.
    if (
      !joined &&
      last !== undefined &&
      this.is(at, words.JOINS) &&
      this.items.slice(0, at).some(item => item.is === 'word' && words.COPULA.test(item.text)) &&
      this.math(at - 1) === undefined
    )
      return [last]
    // Chinese and German "sei x ein Vektor" have the verb in front of both.
    if (!joined && this.is(at - 1, /^(sei|seien|let|设|令)$/i)) joined = true
    if (!joined) return []
    // "the weights of x are": the list must end here.
    let start = at
    while (start >= 0 && this.math(start) !== undefined) {
      let next = start - 1
      while (next >= 0 && (this.sign(next, ',') || this.is(next, words.JOINS))) next--
      if (next === start - 1 || this.math(next) === undefined) break
      start = next
    }
    return start < 0 ? [] : this.namesAt(start)
  }
}
