// Drafted given blocks against those that people would write: each document holds its own, which is taken away.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { draftOf } from '../../../../src/verify/documents/declarations/index.js'
import { documentIn } from '../../../../src/verify/documents/formats.js'
import { checkPaper, draftGiven, given, renderHandback, renderPaper } from '../../../../src/verify/index.js'
import { problemOf } from '../../../../src/verify/meaning/index.js'
import { part } from '../../../support/part.js'

const FOLDER = 'test/verify/documents/declarations/documents'
const BLOCK = /^```given\n([\s\S]*?)^```\n/m

const files = readdirSync(FOLDER).sort()
const textOf = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8')
const without = (text: string): string => text.replace(BLOCK, '')

/** Kinds and shapes by name, with sizes named in the order in which they come. */
function contextOf(block: string): Readonly<Record<string, string>> {
  const problem = problemOf(given(block))
  const sizes = new Map<string, string>()
  const sized = (dim: string): string => {
    if (/^\d+$/.test(dim)) return dim
    const name = sizes.get(dim) ?? `#${sizes.size + 1}`
    sizes.set(dim, name)
    return name
  }
  const symbols = [...problem.symbols.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const goal = problem.objective === undefined ? {} : { objective: JSON.stringify(problem.objective) }
  return Object.fromEntries([
    ...Object.entries(goal),
    ...symbols.map(({ name, kind, family, above, classes, definition }) => {
      const axes = problem.axesOf(name)!.map(sized).join()
      const is = definition === undefined ? `${kind} family ${family} above ${above}` : 'defined'
      return [name, `${is} [${axes}]${classes === undefined ? '' : ` of ${sized(classes)}`}`]
    }),
  ])
}

const draft = (text: string) => draftOf(documentIn('paper.md', text))

/** Documents whose draft wants an edit, each with the reason. */
const EDITED: Readonly<Record<string, string>> = {}

describe('drafts', () => {
  it.each(part(files, 3))('%s is declared as a person would', file => {
    const text = textOf(file)
    const drafted = draft(without(text))
    const [wanted, got] = [contextOf(BLOCK.exec(text)![1]!), contextOf(drafted.block)]
    if (EDITED[file] === undefined) expect(got, drafted.block).toEqual(wanted)
    else expect(got, EDITED[file]).not.toEqual(wanted)
  })

  it('need no edit in three of four', () => {
    expect(Object.keys(EDITED).length / files.length).toBeLessThanOrEqual(1 / 4)
    expect(Object.keys(EDITED).filter(file => !files.includes(file))).toEqual([])
  })

  it.each(part(files, 3))('%s comes out as under its own block, and says that it is under a draft', file => {
    const text = textOf(file)
    const [own, drafted] = [checkPaper(file, text), checkPaper(file, without(text))]
    expect(own.exitCode).toBe(0)
    expect(drafted.claims.map(({ report, unread }) => report?.verdict ?? unread?.reason)).toEqual(
      drafted.claims.map(() => 'holds'),
    )
    expect(drafted.claims.length).toBeGreaterThan(0)
    expect(drafted.assumed?.block).toBe(draft(without(text)).block)
    expect(own.assumed).toBeUndefined()
    expect(renderPaper(drafted)).toContain('holds under the assumed shapes')
  })

  it.each(part(files, 5))('%s with its draft written into it is left alone', file => {
    const text = without(textOf(file))
    const drafted = draftGiven(file, text)
    if (drafted.kind !== 'drafted') throw new Error(drafted.kind)
    const { written, assumed } = drafted
    expect(draftGiven(file, written!)).toEqual({ kind: 'declared' })
    expect(written).toContain(`\`\`\`given\n${assumed.block}\n\`\`\`\n`)
    expect(written!.replace(BLOCK, '').replace(/\n+/g, '\n')).toBe(text.replace(/\n+/g, '\n'))
    // The same text has the same draft.
    expect(draftGiven(file, text)).toEqual(drafted)
    const again = checkPaper(file, written!)
    expect(again.trouble).toBeUndefined()
    expect(again.given).toEqual([])
  })
})

/** The lines of a draft without their comments. */
const linesOf = (...text: readonly string[]): readonly string[] =>
  draft(text.join('\n'))
    .block.split('\n')
    .map(line => line.replace(/\s*#.*/, ''))
    .filter(line => line !== '')

describe('what is open', () => {
  const affine = [
    'Let $W \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$.',
    '',
    '$$ h = W x + b $$',
    '',
  ]

  it('is asked, with all candidates that fit', () => {
    const { questions } = draft([...affine, '$$ h - b = W x $$'].join('\n'))
    expect(questions.map(({ name, candidates }) => [name, candidates])).toEqual([
      ['b', ['b : real[m]', 'b : real']],
    ])
    expect(questions[0]!.text).toBe('is b a column or a number?')
  })

  it('is no question where the formulas tell', () => {
    const told = [
      ...affine,
      'With a vector $v$ of length $m$ let $L = v^\\top h$. Then',
      '',
      '$$ \\nabla_b L = v $$',
    ].join('\n')
    expect(draft(told).questions).toEqual([])
    expect(checkPaper('p.md', told).claims.map(({ report }) => report?.verdict)).toEqual(['holds'])
  })

  it('makes a verdict conditional', () => {
    const text = [...affine, '$$ h - b = 2 W x $$'].join('\n')
    const report = checkPaper('p.md', text)
    expect(report.claims.map(claim => [claim.report?.verdict, claim.restsOn])).toEqual([['refuted', ['b']]])
    expect(report.exitCode).toBe(1)
    expect(renderPaper(report)).toContain(
      '= note: only if b : real[m]: under another answer to that question',
    )
    expect(renderHandback(report)).toContain('This is so only if b : real')
  })

  it('includes what no formula defines: claims that need it are not read', () => {
    const report = checkPaper('p.md', 'Let $w \\in \\mathbb{R}^n$.\n\n$$ \\nabla_w L = 2 w $$')
    expect(report.assumed?.lost).toEqual(['L'])
    expect(report.claims.map(({ unread }) => unread?.trouble)).toEqual(['name'])
    expect(report.exitCode).toBe(3)
  })

  it('includes what something must depend on, and does in words only', () => {
    const text =
      'Let $z \\in \\mathbb{R}^k$, let $p$ be its softmax, and $L = -\\log p_1$.\n\n$$ \\frac{\\partial L}{\\partial z_i} = p_i - [i = 1] $$'
    const report = checkPaper('p.md', text)
    expect(report.assumed?.lost).toEqual(['z'])
    expect(report.claims.map(({ unread }) => unread !== undefined)).toEqual([true])
  })
})

describe('definitions', () => {
  it('are displays with a new name on the left, before it is used', () => {
    const { block } = draft(
      'Let $x \\in \\mathbb{R}^n$.\n\n$$ f = x^\\top x $$\n\n$$ f = \\lVert x \\rVert^2 $$',
    )
    expect(block).toBe('x : real[n]  # from line 1\n\nf = x^\\top x  # from line 3')
    const late = linesOf('Let $x \\in \\mathbb{R}^n$.', '', '$$ f + f = 2 f $$', '', '$$ f = x^\\top x $$')
    expect(late).toEqual(['x : real[n]', 'f : real'])
  })

  it('are what a "where" says behind the use', () => {
    expect(
      linesOf(
        'Let $x \\in \\mathbb{R}^n$.',
        '',
        '$$ f = r^\\top r $$',
        '',
        'where $r = 2 x$.',
        '',
        '$$ f = 4 x^\\top x $$',
      ),
    ).toEqual(['x : real[n]', 'f = r^\\top r', 'r = 2 x'])
  })

  it('are no conditions, no choices of values, and no steps', () => {
    const lines = linesOf(
      'Let $x \\in \\mathbb{R}^n$ and $a, b \\in \\mathbb{R}$. If $a = b$, and with $a = 3$,',
      '',
      '$$ a x = b x $$',
    )
    expect(lines).toEqual(['x : real[n]', 'a : real', 'b : real'])
  })

  it('are not what a mark says is wrong', () => {
    const lines = linesOf(
      'Let $x \\in \\mathbb{R}^n$.',
      '',
      '<!-- expect: refuted -->',
      '$$ f = x $$',
      '',
      '$$ f = x^\\top x $$',
    )
    expect(lines).toEqual(['x : real[n]', 'f = x^\\top x'])
  })
})

describe('a wrong claim', () => {
  it('does not bend the shapes until it fits', () => {
    const text = [
      'A layer maps a vector $x$ to $z = W x$, and the loss is $L = g^\\top z$ with a vector $g$.',
      '',
      '$$ \\frac{\\partial L}{\\partial W} = x g^\\top $$',
    ].join('\n')
    const { claims, assumed } = checkPaper('p.md', text)
    expect(assumed?.block).toMatch(/W : real\[(\w), (?!\1)\w\]/)
    expect(claims.map(({ report }) => report?.verdict)).toEqual(['refuted'])
  })
})

describe('writing the block', () => {
  const body = '$$ f = x^\\top x $$\n'
  const write = (text: string): string => {
    const drafted = draftGiven('p.md', text)
    return drafted.kind === 'drafted' ? (drafted.written ?? 'nowhere') : drafted.kind
  }

  it('keeps line endings, the mark of a byte order, and quotes', () => {
    expect(write(`Let $x \\in \\mathbb{R}^n$.\r\n\r\n${body}`)).toContain('\r\n```given\r\nx : real[n]')
    expect(write(`\ufeff${body}`)).toMatch(/^\ufeff```given\n/)
    expect(write(`Text.\n\n> Let $x \\in \\mathbb{R}^n$.\n>\n> ${body}`)).toMatch(/^Text\.\n\n```given\n/)
  })

  it('comes before the mark of a display, and before a fence that holds an empty line', () => {
    expect(write(`Text\n\n<!-- expect: holds -->\n${body}`)).toMatch(/```\n\n<!-- expect/)
    expect(write(`A\n\n\`\`\`js\n1\n\n2\n\`\`\`\n${body}`)).toMatch(
      /^A\n\n```given\n[^`]*```\n\n```js\n1\n\n2\n```\n\$\$/,
    )
  })

  it('leaves a file alone that has one, or cannot be read', () => {
    expect(write(`\`\`\`given\nx : real\n\`\`\`\n\n${body}`)).toBe('declared')
    expect(write('No formula.')).toBe('unread')
  })
})
