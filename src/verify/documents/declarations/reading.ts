// The formulas of a document read as trees, under names that are only supposed.
import { contextOf } from '../../given/index.js'
import { attempt, LanguageError, type Names, parseStatements } from '../../text/index.js'
import { type Letters, lettersIn } from './candidates.js'
import type { Stated } from './stated.js'
import { countsIn } from './usage.js'
import type { Said } from './words/fact.js'
import type { Placed } from './words/prose.js'

/** What could be read of the formulas. */
export interface Reading {
  readonly letters: Letters
  readonly stated: readonly Stated[]
  /** Displays that could not be read, and why. */
  readonly unread: readonly { readonly at: Placed; readonly error: LanguageError }[]
  /** What is said, with what the formulas tell of sizes. */
  readonly said: Said
  /** Names that nothing can be said of. */
  readonly lost: ReadonlySet<string>
}

/** A size that no document has, for declarations that only say that something is there. */
const SOME = 'zzsize'

/** Formulas that may state something: displays, and inline formulas with an equals sign. */
const states = ({ kind, source }: Placed): boolean =>
  kind === 'display' || (kind === 'inline' && /=|\\gets|\\leftarrow|←|≔|\\coloneqq/.test(source))

/** A formula without the set that it says something is in. */
export const withoutSet = (source: string): string => {
  const cut =
    /(?:,?\s|\\[,;:]|\\quad)*(?:\\in(?![a-zA-Z])|∈)\s*(?:\\mathbb|\\mathbf|ℝ|\\R(?![a-z])|\\\{\s*[-\d])/.exec(
      source,
    )
  return cut === null || /[_{]\s*[^{}]*$/.test(source.slice(0, cut.index))
    ? source
    : source.slice(0, cut.index)
}

/** Reads formulas, with what the prose says of the names in them; once more where they tell more of them. */
export function readingOf(formulas: readonly Placed[], said: Said): Reading {
  const first = readUnder(formulas, said)
  const counts = countsIn(first.stated, first.letters, said)
  return counts.size === 0
    ? first
    : readUnder(formulas, { ...said, ranges: new Map([...said.ranges, ...counts]) })
}

function readUnder(formulas: readonly Placed[], said: Said): Reading {
  const texts = formulas.filter(states).map(at => ({ at, source: withoutSet(at.source) }))
  const letters = lettersIn(
    texts.map(({ source }) => source),
    said,
  )
  const names = supposed(letters)
  const stated: Stated[] = []
  const unread: { at: Placed; error: LanguageError }[] = []
  for (const { at, source } of texts) {
    if (/^\s*\p{L}\s*=\s*1\s*,/u.test(source)) continue
    try {
      stated.push(...parseStatements(source, names).map(statement => ({ statement, at, source })))
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error
      if (at.kind === 'display') unread.push({ at, error })
    }
  }
  return { letters, stated, unread, said, lost: new Set() }
}

/** Names that are declared as anything at all: what matters is that they are, and what hangs on them. */
function supposed({ symbols, dims, words }: Letters): Names {
  const lines = [
    ...[...dims].map(dim => `${dim.replace(/_(.*)$/, '_{$1}')} : dim`),
    ...[...symbols.values()].map(({ written, above, index }) => {
      const family = above.length === 0 ? '' : `^{(${above[0]})}`
      const range = above.length === 0 ? '' : ` for ${above[0]} ≤ ${SOME}`
      return `${written}${family} : ${index ? `class of ${SOME}` : 'real'}${range}`
    }),
  ]
  // A line that nobody can read costs its name, and no other.
  const good = lines.filter(line => attempt(() => contextOf(line)) !== undefined)
  let context = attempt(() => contextOf(good.join('\n')))
  for (let kept = good; context === undefined; context = attempt(() => contextOf(kept.join('\n')))) {
    const fits: string[] = []
    for (const line of kept)
      if (attempt(() => contextOf([...fits, line].join('\n'))) !== undefined) fits.push(line)
    kept = fits
  }
  const { names } = context
  return { ...names, words: new Set([...names.words, ...words]) }
}
