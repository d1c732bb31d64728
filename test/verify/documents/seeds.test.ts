// Five papers as they were scanned: what becomes of every display, with a given block beside each.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkPaper } from '../../../src/verify/index.js'

/** A claim: its line in the scan, and what becomes of it. What is unread says why, and which text that is about. */
type Row =
  | readonly [line: number, verdict: 'holds']
  | readonly [line: number, verdict: 'refuted', diagnoses: string]
  | readonly [line: number, verdict: 'unread', reason: string, under: string]

interface Paper {
  readonly claims: readonly Row[]
  /** The lines of displays that state nothing, and how many formulas stand within lines: neither is checked. */
  readonly shown: readonly number[]
  readonly inline: number
}

const at = (name: string): string => readFileSync(new URL(`seeds/${name}`, import.meta.url), 'utf8')

/** What becomes of a scan under its given block. */
function checked(name: string): Paper {
  const given = `\`\`\`given\n${at(`${name}.given`)}\`\`\`\n\n`
  const above = given.split('\n').length - 1
  const { claims, unchecked, given: flaws } = checkPaper(`${name}.md`, given + at(`${name}.md`))
  expect(flaws).toEqual([])
  return {
    claims: claims.map(({ line, source, report, unread }): Row => {
      const own = line - above
      if (unread !== undefined)
        return [own, 'unread', unread.reason, source.slice(unread.span.start, unread.span.end)]
      const messages = report!.steps.flatMap(({ diagnoses }) => diagnoses.map(({ message }) => message))
      return report!.verdict === 'holds' ? [own, 'holds'] : [own, 'refuted', messages.join('; ')]
    }),
    shown: unchecked.filter(({ kind }) => kind === 'display').map(({ line }) => line - above),
    inline: unchecked.filter(({ kind }) => kind === 'inline').length,
  }
}

/** The same of several lines. */
const all = (lines: readonly number[], reason: string, under: string): readonly Row[] =>
  lines.map(line => [line, 'unread', reason, under])

/** Every other line of a stretch. */
const between = (from: number, to: number): readonly number[] =>
  Array.from({ length: (to - from) / 2 + 1 }, (_, i) => from + 2 * i)

const PROB = "'probiyi': is i an index of prob, or a factor?"
const COLON = "expected ∂ and a symbol, found ':'"
const NOT_DECLARED = 'is not declared, and nothing tells over what it would run as an index'
const UNCLOSED = "this '{' is never closed; '}' is missing"
const SYMBOL = "a symbol is wrong: replace y_i by y'_i"

const PAPERS: Readonly<Record<string, Paper>> = {
  // Indices have become letters beside names, rows repeat that nobody wrote, and two formulas end in the middle.
  '000': {
    claims: [
      [1, 'unread', "'lossi': is i an index of loss, or a factor?", 'loss'],
      [5, 'unread', `P ${NOT_DECLARED}`, 'P'],
      [7, 'unread', 'ṽ is an index, and has none of its own', String.raw`\tilde{v}_{\tilde{j}}`],
      [11, 'unread', COLON, ':'],
      [13, 'unread', PROB, 'prob'],
      ...all([15, 17], COLON, ':'),
      ...all(between(19, 65), PROB, 'prob'),
      [67, 'unread', UNCLOSED, '{'],
      [71, 'unread', COLON, ':'],
      [73, 'unread', "does log reach to 'i'?", 'i'],
      [75, 'unread', "'probij': is i an index of prob, or a factor?", 'prob'],
      // The paper's own mistake: the factor and the −1 at the true class are lost, and the shapes do not fit.
      [
        77,
        'refuted',
        String.raw`several things are wrong; what would be right is \frac{1}{N} X^\top (\mathrm{prob} - \operatorname{onehot}(y))`,
      ],
      [81, 'unread', "'S_{i}y_{i}': an index beside the others, or a factor?", 'y_{i}'],
      ...all([83, 85], "does log reach to 'e'?", 'e'),
      [89, 'unread', "does log reach to 'i'?", 'i'],
      ...all([91, 93, 95], "expected ∂ and a symbol, found 'i'", 'i'),
      [97, 'unread', UNCLOSED, '{'],
      ...all([99, 102], `j ${NOT_DECLARED}`, 'j'),
    ],
    shown: [],
    inline: 3,
  },
  // Of a paper in a table, only the two displays that were printed are displays.
  '001': {
    claims: [
      [3, 'holds'],
      [7, 'holds'],
    ],
    shown: [],
    inline: 11,
  },
  '002': {
    claims: [
      [10, 'refuted', 'it holds if n = 3 and m = 3'],
      [14, 'holds'],
      [20, 'holds'],
      [22, 'holds'],
      [24, 'holds'],
      [26, 'holds'],
      // A bracket has become an L.
      [28, 'unread', "'L(…)': L is neither a known function nor a declared symbol", 'L'],
      // From here on primes are lost: y is what is predicted, and y' what is.
      [32, 'refuted', SYMBOL],
      [37, 'holds'],
      [39, 'holds'],
      [41, 'refuted', SYMBOL],
      [49, 'refuted', SYMBOL],
      // The paper's own mistake: the factor Y has become a part of the exponent.
      [51, 'refuted', `${SYMBOL}; and the factor y_i is one too many`],
      [55, 'refuted', SYMBOL],
      // A step on the sum of the losses, where the objective is one of them.
      [61, 'refuted', ''],
    ],
    shown: [3],
    inline: 18,
  },
  // z has become 2, and ℓ an e; what is within lines is beyond reading.
  '003': {
    claims: [
      [5, 'unread', "expected ∂ and a symbol, found 'k'", 'k'],
      [10, 'holds'],
      [10, 'unread', 'e is the number 2.718… here, and does not vary', 'e'],
      [14, 'unread', `k ${NOT_DECLARED}`, 'k'],
      [16, 'unread', 'a derivative is by a symbol, such as ∂z_i', 'z_{i}^{z}'],
      [20, 'unread', "'f'(…)': f' is neither a known function nor a declared symbol", "f'"],
      [31, 'unread', `i ${NOT_DECLARED}`, 'i'],
      [33, 'unread', UNCLOSED, '{'],
      [45, 'unread', UNCLOSED, '{'],
    ],
    shown: [],
    inline: 22,
  },
  '004': {
    claims: [
      [10, 'holds'],
      [16, 'holds'],
      [31, 'holds'],
      [35, 'holds'],
      [39, 'holds'],
      // A system: its rows, and what its dots stand for.
      [44, 'holds'],
      [44, 'holds'],
      [44, 'holds'],
      [44, 'holds'],
      [48, 'unread', `f ${NOT_DECLARED}`, 'f_1'],
      [50, 'unread', `f ${NOT_DECLARED}`, 'f_1'],
      // The remark in brackets sums to k, and there are n.
      [
        50,
        'refuted',
        String.raw`it runs over the wrong range: replace x_{i1}\theta_{11} + x_{i2}\theta_{21} + \dots + x_{ir}\theta_{r1} + \dots + x_{ik}\theta_{k1} by \sum_j X_{ij} \theta_{j,1}`,
      ],
      [52, 'unread', `f ${NOT_DECLARED}`, 'f_2'],
      [54, 'holds'],
      [58, 'holds'],
      [61, 'holds'],
      // The paper's own mistake.
      [65, 'refuted', 'a count is wrong: replace n by m; it holds if m = n'],
    ],
    shown: [12, 18],
    inline: 33,
  },
}

describe('a scanned paper', () => {
  it.each(Object.keys(PAPERS))('%s: every display is decided, or refused where it is broken', name => {
    expect(checked(name)).toEqual(PAPERS[name])
  })
})
