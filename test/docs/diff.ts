// Two texts line by line: what is missing, what is new.

/** The lines of both, in order: `- ` before what only the first has, `+ ` before what only the second has. */
export function diff(before: string, after: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  // common[i][j] is the length of the longest common subsequence of a from i and b from j.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i]![j] =
        a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: string[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i]}`)
      i++
      j++
    } else if (j >= b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push(`- ${a[i++]}`)
    else lines.push(`+ ${b[j++]}`)
  }
  return shortened(lines).join('\n')
}

/** Changes with two lines around them; what is further away is left out. */
function shortened(lines: readonly string[]): string[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - 2), i + 3).some(l => !l.startsWith('  ')))
  return lines.flatMap((line, i) => (near[i] ? [line] : near[i - 1] ? ['  …'] : []))
}
