// Markdown as the verifier reads it: what is a display and what is not, exact places, marks, and every kind of trouble.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentIn } from '../../../../src/verify/documents/formats.js'
import { runWithin } from '../../../support/limited.js'

const GIVEN = '```given\nx : real\n```\n\n'

/** The displays of a file, each as its text. */
const displaysOf = (body: string): readonly string[] => {
  const { displays, flaws, trouble } = documentIn('p.md', GIVEN + body)
  expect([flaws, trouble]).toEqual([[], undefined])
  return displays.map(({ text }) => text)
}
const flawsOf = (body: string): readonly string[] =>
  documentIn('p.md', GIVEN + body).flaws.map(({ line, column, reason }) => `${line - 4}:${column} ${reason}`)

describe('displays', () => {
  const cases: readonly (readonly [name: string, text: string, displays: readonly string[]])[] = [
    ['on one line', '$$ a = b $$', ['a = b']],
    ['on several', '$$\na = b\n  + c\n$$', ['a = b\n  + c']],
    ['within a line, twice', 'so $$a = b$$ and $$c = d$$.', ['a = b', 'c = d']],
    ['math fences', '```math\na = b\n\nc = d\n```\n~~~ math\ne = f\n~~~', ['a = b\n\nc = d', 'e = f']],
    ['longer fences', '`````math\na\n````\n`````', ['a\n````']],
    [
      'align',
      '\\begin{align}\na &= b \\\\\n&= c\n\\end{align}',
      ['\\begin{align}\na &= b \\\\\n&= c\n\\end{align}'],
    ],
    ['align*', '\\begin{align*} a &= b \\end{align*}', ['\\begin{align*} a &= b \\end{align*}']],
    [
      'aligned within dollars',
      '$$\\begin{aligned}a&=b\\end{aligned}$$',
      ['\\begin{aligned}a&=b\\end{aligned}'],
    ],
    ['not formulas in lines', 'if $x$ or $`y`$ then $$a = b$$', ['a = b']],
    ['not money', 'it costs $5, or \\$\\$ 6, $$a = b$$', ['a = b']],
    ['dollars within', '$$ a = \\text{\\$$x$} b \\$ $$', ['a = \\text{\\$$x$} b \\$']],
    ['a row that ends before dollars', '$$ a = b \\\\$$', ['a = b \\\\']],
    ['not code', '`$$ x $$` ``` $$ ` $$ ``` $$a = b$$', ['a = b']],
    ['not code over lines', '`$$ x\n$$` $$a = b$$', ['a = b']],
    ['backticks that close nothing', '`` $$a = b$$ `', ['a = b']],
    ['backticks closed in another paragraph', '` $$a = b$$\n\n`', ['a = b']],
    ['not other fences', '```js\n$$ x $$\n```\n~~~\n$$ x $$\n```\n~~~\n$$a = b$$', ['a = b']],
    ['not comments', '<!-- $$ x $$\n\n```\n-->\n$$a = b$$', ['a = b']],
    ['not code by indentation', 'text\n\n    $$ x $$\n\n\t$$ x $$\n\n$$a = b$$', ['a = b']],
    ['a paragraph that goes on indented', 'text\n    $$ a = b $$', ['a = b']],
    ['in lists', '- text\n\n     $$ a = b $$\n\n10. text\n\n      $$c = d$$', ['a = b', 'c = d']],
    ['code in lists', '- text\n\n        $$ x $$\n\n$$a = b$$', ['a = b']],
    [
      'fences in lists',
      '1. text\n   ```math\n   a = b\n   ```\n* - ```math\n    c = d\n    ```',
      ['a = b', 'c = d'],
    ],
    ['lists in code', '```\n- ```\n$$ x $$\n```\n$$a = b$$', ['a = b']],
    ['in quotes', '> $$\n> a = b\n>   + c\n> $$', ['a = b\n    + c']],
    ['in quotes in quotes', '> > $$\n> > a\n> > > b\n> > $$', ['a\n    > b']],
    ['fences in quotes', '> ```math\n> a = b\n> > c\n> ```', ['a = b\n  > c']],
    ['code that ends with its quote', '> ```\n> $$ x\n\n$$a = b$$', ['a = b']],
    ['tabs', '-\ttext\n\n\t$$\ta = b\t$$', ['a = b']],
    ['in brackets of LaTeX', '\\[ a = b \\] and \\[\nc = d\\\\[2pt]\n\\]', ['a = b', 'c = d\\\\[2pt]']],
    [
      'in brackets behind two backslashes, as JupyterLab has them',
      '\\\\[ a = b \\\\ c = d \\\\]',
      ['a = b \\\\ c = d'],
    ],
    ['equation', '\\begin{equation}a=b\\end{equation}', ['\\begin{equation}a=b\\end{equation}']],
    ['gather*', '\\begin{gather*}a=b\\end{gather*}', ['\\begin{gather*}a=b\\end{gather*}']],
    ['multline', '\\begin{multline}a=b\\end{multline}', ['\\begin{multline}a=b\\end{multline}']],
    ['eqnarray', '\\begin{eqnarray}a&=&b\\end{eqnarray}', ['\\begin{eqnarray}a&=&b\\end{eqnarray}']],
    ['alignat*', '\\begin{alignat*}{2}a&=b\\end{alignat*}', ['\\begin{alignat*}{2}a&=b\\end{alignat*}']],
    ['flalign', '\\begin{flalign}a&=b\\end{flalign}', ['\\begin{flalign}a&=b\\end{flalign}']],
    [
      'environments that nobody knows',
      '\\begin{mathpar}a=b\\end{mathpar}',
      ['\\begin{mathpar}a=b\\end{mathpar}'],
    ],
    [
      'an environment within dollars',
      '$$\\begin{equation}a=b\\end{equation}$$',
      ['\\begin{equation}a=b\\end{equation}'],
    ],
    [
      'an environment within an environment',
      '\\begin{equation}\\begin{split}a&=b\\end{split}\\end{equation}',
      ['\\begin{equation}\\begin{split}a&=b\\end{split}\\end{equation}'],
    ],
    ['in theorems', '\\begin{theorem}\nLet\n\n\\[ a = b \\]\n\\end{theorem}', ['a = b']],
    ['in environments of prose that nobody knows', '\\begin{fact}so $$a = b$$\\end{fact}', ['a = b']],
    ['not listings', '\\begin{verbatim}\n$$ x\n\n\\end{verbatim} $$a = b$$', ['a = b']],
    ['a directive of MyST', '```{math}\n:label: one\na = b\n```\n~~~{math} c = d\n~~~', ['a = b', 'c = d']],
    [
      'a directive between colons',
      ':::{math}\n:label: one\n\na = b\n:::\n::: note\n$$c = d$$\n:::',
      ['a = b', 'c = d'],
    ],
    ['before a full stop', '$$a = b$$. Then $$c = d$$.', ['a = b', 'c = d']],
    [
      'behind text that opens and before text that closes',
      '$$ a = b\nc = d\n$$\n$$\ne = f $$',
      ['a = b\nc = d', 'e = f'],
    ],
    ['escaped dollars', 'for \\$ and \\$\\$, $$ a = \\$ b $$', ['a = \\$ b']],
    ['dollars in the words of a display', '$$ a = b \\text{ if $y$ } $$', ['a = b \\text{ if $y$ }']],
    ['not brackets of text', 'a \\[link] and [0, 1\\[, a \\(note, $$a = b$$', ['a = b']],
    ['in cells of a table', '| a | $$b$$ |\n| --- | :-: |\n| x | $$a = b$$ |', ['b', 'a = b']],
    [
      'behind a table',
      'a | b\n--|--\nc | d\n```math\na = b\nc = |d|\n```\n\n$$\n|a| = b\n$$',
      ['a = b\nc = |d|', '|a| = b'],
    ],
    ['old line ends', 'a\r\r$$\ra = b\r+ c$$\r', ['a = b\n+ c']],
  ]
  it.each(cases)('%s', (_, text, displays) => expect(displaysOf(text)).toEqual(displays))

  it('has tags, marks and places', () => {
    const body = [
      '<!-- expect: refuted -->',
      'Text, <!-- a remark --> and text.',
      '$$ a = b \\tag{D5.6} $$ <!-- expect: holds --> <!-- chainrule: skip --> $$c=d$$',
      '$$ e = f \\tag*{(\\ast{x})} $$',
    ].join('\n')
    const { displays } = documentIn('p.md', GIVEN + body)
    expect(displays.map(({ text: _, offset: __, map: ___, ...rest }) => rest)).toEqual([
      { line: 7, column: 4, tag: 'D5.6', expected: 'refuted', skip: false },
      { line: 7, column: 74, tag: undefined, expected: 'holds', skip: true },
      { line: 8, column: 4, tag: '(\\ast{x})', expected: undefined, skip: false },
    ])
  })

  it('counts no column for a byte order mark, and keeps offsets into the text with it', () => {
    for (const input of ['\ufeff$$ a = b $$', new TextEncoder().encode('\ufeff$$ a = b $$')]) {
      const { text, displays } = documentIn('p.md', input)
      expect(displays).toMatchObject([{ text: 'a = b', offset: 4, line: 1, column: 4 }])
      expect(text.slice(4, 9)).toBe('a = b')
    }
  })
})

describe('formulas in lines', () => {
  const inlineOf = (body: string) =>
    documentIn('p.md', GIVEN + body).inline.map(({ text, line, column }) => `${line - 4}:${column} ${text}`)

  const cases: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
    ['between dollars', 'if $x$, or ($y = 2$)', ['1:5 x', '1:14 y = 2']],
    ['over lines', 'if $x\n+ y$ then', ['1:5 x\n+ y']],
    ['as GitHub has them', 'if $`x`$ then', ['1:6 x']],
    ['in parentheses of LaTeX', '\\(x\\) and \\\\(y\\\\)', ['1:3 x', '1:14 y']],
    ['in their environment', '\\begin{math}x\\end{math}', ['1:13 x']],
    ['with spaces', '$ x $ and $ a_1 $', ['1:3 x', '1:13 a_1']],
    ['with an escaped dollar', '$a \\$ b$', ['1:2 a \\$ b']],
    [
      'in headings, lists, quotes and tables',
      '# $a$\n- $b$\n\n> $c$\n\n| $d$ |\n|--|\n| $e$ |',
      ['1:4 a', '2:4 b', '4:4 c', '6:4 d', '8:4 e'],
    ],
    ['but no money', '$5 and $10, and US $5.', []],
    ['and none beside money', 'it costs $5 and $x$ is it', ['1:18 x']],
    ['nor variables of a shell', 'set $HOME and $PATH', []],
    ['nor code', '`$x$` and `` $`y`$ `` and\n\n    $z$', []],
    ['nor in comments', '<!-- $x$ -->', []],
    ['nor over paragraphs', 'a $x\n\ny$', []],
    ['nor what dollars stand beside', 'it is $5, or $$a = b$$', []],
    ['nor what a backtick parts', 'cost $5 and `$x`', []],
  ]
  it.each(cases)('%s', (_, text, found) => expect(inlineOf(text)).toEqual(found))
})

describe('trouble', () => {
  it.each([
    [
      '$$ a\n\nb $$ c\n\n$$d$$',
      [
        '1:1 this $$ is not closed before the paragraph ends',
        '3:3 this $$ is not closed before the paragraph ends',
      ],
    ],
    [
      '\\begin{align} a\n```math\nb\n```',
      ['1:1 this \\begin{align} is not closed before the paragraph ends'],
    ],
    [
      '$$$$ $$ $$\n\n```math\n```\n> $$\n> $$',
      [
        '1:1 this display is empty',
        '1:6 this display is empty',
        '3:1 this display is empty',
        '5:3 this display is empty',
      ],
    ],
    ['\\[ a = b\n\nc \\]', ['1:1 this \\[ is not closed before the paragraph ends']],
    ['\\[\na\n\n\\]', ['1:1 this \\[ is not closed before the paragraph ends']],
    ['\\begin{multline*} a\n\nb', ['1:1 this \\begin{multline*} is not closed before the paragraph ends']],
    [
      '$$\\begin{equation}a = b\n\n\\end{equation}$$',
      [
        '1:1 this $$ is not closed before the paragraph ends',
        '3:15 this $$ is not closed before the paragraph ends',
      ],
    ],
    ['\\[ \\]\n\n```{math}\n:label: x\n```', ['1:1 this display is empty', '3:1 this display is empty']],
    [
      'a | b\n--|--\n$$\\|x\\| = 1$$ | c\nd | $$|x| = 2$$',
      [
        '3:1 a | ends a cell of a table, and readers differ over \\|',
        '4:5 a | ends a cell of a table, and readers differ over \\|',
      ],
    ],
    ['<!-- expect: wrong -->\n$$a$$', ["1:1 'wrong' is not a verdict"]],
    ['<!-- expect: -->\n$$a$$', ['1:1 this mark names no verdict']],
    ['<!-- chainrule: stop -->\n$$a$$', ["1:1 'chainrule: stop' is not a mark"]],
    [
      '<!--expect:holds--> <!-- expect: refuted -->\n$$a$$',
      ["1:21 another mark for this display says 'holds'"],
    ],
    ['$$a$$\n<!-- chainrule: skip -->', ['2:1 no display comes after this mark']],
  ])('with a place: %j', (text, flaws) => expect(flawsOf(text)).toEqual(flaws))

  const troubleOf = (input: string | Uint8Array) => {
    const { trouble } = documentIn('p.md', input)
    return trouble && `${trouble.line}:${trouble.column} ${trouble.reason}`
  }
  const bytes = (...parts: readonly (string | number)[]) =>
    new Uint8Array(
      parts.flatMap(part => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])),
    )

  it.each<readonly [string | Uint8Array, string]>([
    ['', '1:1 there is no given block: nothing says what the symbols are'],
    [GIVEN, '1:1 there is nothing to check: no formula stands in a display of its own'],
    [`${GIVEN}if $x$`, '1:1 there is nothing to check: no formula stands in a display of its own'],
    [`${GIVEN}$$a$$\n${GIVEN}`, '7:1 this is a second given block'],
    [`${GIVEN}$$a$$\n  ~~~js\ncode`, '6:3 this fence is never closed'],
    ['```given\nx : real', '1:1 this fence is never closed'],
    ['> ```given\n> x : real\n\n$$a$$', '1:3 this fence is never closed'],
    [`${GIVEN}$$a$$ <!-- never`, '5:7 this comment is never closed'],
    [new Uint8Array(1000), '1:1 this is no text: it holds the character NUL'],
    [bytes('a\n\xe9', 0xe9, 'b'), '2:2 at byte 4: what follows is not UTF-8; save the file as UTF-8'],
    [bytes('\ufeffa', 0xff), '1:2 at byte 4: what follows is not UTF-8; save the file as UTF-8'],
    [bytes('a', 0xc3), '1:2 at byte 1: what follows is not UTF-8; save the file as UTF-8'],
    [bytes(0xff, 0xfe, 'a', 0), '1:1 at byte 0: the file is UTF-16; save the file as UTF-8'],
    ['a\n\ud800', '2:1 half of a surrogate pair is not a character; remove it'],
  ])('with the file: %#', (input, trouble) => expect(troubleOf(input)).toBe(trouble))

  it('shows how a given block looks', () => {
    expect(documentIn('p.md', '').trouble!.ways).toContain('```given')
  })
})

describe('any file', () => {
  /** Formulas without an empty line in them, in which neither dollars meet nor backticks. */
  const formula = fc
    .array(fc.constantFrom('a', '=', ' ', '\\$', '\\\\', 'θ', '𝟙', '\\frac{1}{m}', '`', '\n', '\t'), {
      maxLength: 12,
    })
    .map(parts => `a${parts.join('')}b`.replace(/\n\s*\n/g, '\n').replace(/`+/g, '`'))
  const within = (lead: string, text: string) => text.replaceAll('\n', `\n${lead}`)
  const blanks = (lead: string) => ' '.repeat(lead.length)
  type Piece = readonly [text: string, display?: string]
  const piece: fc.Arbitrary<Piece> = fc.oneof(
    fc.constantFrom<Piece>(
      ['Some text, and $x$.'],
      ['# Heading `$$`'],
      ['```js\n$$ x\n\n$$\n- ```\n```'],
      ['<!-- $$ x -->'],
      ['    $$ code $$'],
      ['~~~\n```math\n~~~'],
      ['`` ` $$ ``\n`$$`'],
    ),
    formula.map(text => [`$$ ${text} $$`, text] as const),
    formula.map(text => [`Text $$\n${text}\n$$ more`, text] as const),
    formula.map(text => [`~~~math\n${text}\n~~~`, text] as const),
    formula.map(
      text => [`\\begin{gather}${text}\\end{gather}`, `\\begin{gather}${text}\\end{gather}`] as const,
    ),
    formula.map(text => [`Text \\[${text}\\] more`, text] as const),
    formula.map(text => [`:::{math}\n${text}\n:::`, text] as const),
    formula.map(text => [`\`\`\`{math}\n:label: x\n${text}\n\`\`\``, text] as const),
    formula.map(text => [`> $$\n> ${within('> ', text)}\n> $$`, within(blanks('> '), text)] as const),
    formula.map(text => [`> ~~~math\n> ${within('> ', text)}\n> ~~~`, within(blanks('> '), text)] as const),
    formula.map(text => [`1. $$${within('   ', text)}$$`, within('   ', text)] as const),
  )

  it('gives back its displays, each at its offset', () => {
    const files = fc.record({
      pieces: fc.array(piece, { maxLength: 12 }),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      mark: fc.constantFrom('', '\ufeff'),
      asBytes: fc.boolean(),
    })
    fc.assert(
      fc.property(files, ({ pieces, lineEnd, mark, asBytes }) => {
        const write = (text: string) => text.replaceAll('\n', lineEnd)
        // A paragraph before each piece closes lists, in which indentation would mean less.
        const file =
          mark + write([GIVEN, ...pieces.map(([text]) => `Text.\n\n${text}`), '$$ end $$'].join('\n\n'))
        const found = documentIn('p.md', asBytes ? new TextEncoder().encode(file) : file)
        expect([found.text, found.flaws, found.trouble]).toEqual([file, [], undefined])
        const wanted = pieces.flatMap(([, display]) => (display === undefined ? [] : [write(display)]))
        expect(found.displays.map(({ text }) => text)).toEqual([...wanted, 'end'])
        for (const { text, offset, line, column } of found.displays) {
          const there = file.slice(offset, offset + text.length)
          expect(there.replace(/\n> /g, '\n  ')).toBe(text)
          const lines = file.slice(mark.length, offset).split('\n')
          expect([line, column]).toEqual([lines.length, lines.at(-1)!.length + 1])
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is read without failing, whatever it holds, and places are within it', () => {
    const scraps = fc.constantFrom(
      '$',
      '$$',
      '`',
      '```',
      '~~~',
      'math',
      'given',
      '\n',
      '\r',
      ' ',
      '\t',
      '>',
      '- ',
      '1. ',
      '\\',
      '\\begin{align}',
      '\\end{align}',
      '\\begin{fact}',
      '\\begin{verbatim}',
      '\\end{fact}',
      '\\[',
      '\\]',
      '\\(',
      '\\)',
      ':::',
      '{math}',
      ':a:',
      '|',
      '\n|--|\n',
      '=',
      '<!--',
      '-->',
      'expect: holds',
      'x',
      '\ufeff',
      '\\tag{',
      '}',
    )
    fc.assert(
      fc.property(fc.array(scraps, { maxLength: 60 }), parts => {
        const { text, given, displays, inline, flaws, trouble } = documentIn('p.md', parts.join(''))
        for (const places of [displays, inline]) {
          const order = places.map(({ offset }) => offset)
          expect(order).toEqual(order.toSorted((a, b) => a - b))
        }
        for (const block of [...displays, ...(given === undefined ? [] : [given])]) {
          const there = text.slice(block.offset, block.offset + block.text.length)
          expect(there.length).toBe(block.text.length)
          const differs = [...there].filter((c, i) => c !== block.text[i])
          expect(differs.every(c => c === '>' || c === '\r')).toBe(true)
        }
        for (const { span } of [...flaws, ...(trouble === undefined ? [] : [trouble])]) {
          expect(span.start).toBeLessThanOrEqual(span.end)
          expect(span.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('of a scrap a hundred thousand times costs what its length costs', () => {
    // About 2 s of processor time for all of them, and minutes where one took quadratic time.
    const scraps = [
      '$',
      '$$ x\n\n',
      '` ',
      '>',
      '- ',
      '\\begin{align}\n\n',
      '<!-- ',
      '\n',
      '$$\\tag{',
      '~~~\n',
      '\t',
      '\\[',
      '\\[ \\\\] ',
      '\\(',
      '$a ',
      '$`',
      '$` `',
      '\\begin{a}$ ',
      '\\begin{verbatim}',
      '|-',
      '\n:::{math}',
    ]
    const printed = runWithin(
      `
      import { documentIn } from './src/verify/documents/formats.js'
      for (const scrap of ${JSON.stringify(scraps)}) {
        documentIn('p.md', scrap.repeat(1e5))
        console.log('read')
      }`,
      { seconds: 15, megabytes: 1024 },
    )
    expect(printed).toBe('read\n'.repeat(scraps.length))
  })
})
