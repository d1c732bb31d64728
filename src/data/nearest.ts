// Did you mean …: the name closest to a mistyped one.

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.-]/g, '')

/** The name that differs from the given one in case, blanks or a few letters only; `undefined` where none is close. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = plain(name)
  let best: string | undefined
  // A third of the letters may differ. Only short names are compared, and not endlessly many: this is a courtesy.
  let least = Math.floor(wanted.length / 3) + 1
  for (const candidate of wanted.length > 50 ? [] : names.slice(0, 1000)) {
    if (candidate.length > 100) continue
    const distance = edits(wanted, plain(candidate))
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** How many letters must be added, removed or replaced to turn one word into another (Levenshtein 1965). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
