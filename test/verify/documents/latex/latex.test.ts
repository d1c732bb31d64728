// LaTeX as the verifier reads it: what is a display and what is not, macros, marks, files that are included, and every kind of trouble.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentIn, FORMATS } from '../../../../src/verify/documents/formats.js'
import { checkPaper, edited, renderPaper } from '../../../../src/verify/index.js'
import { runWithin } from '../../../support/limited.js'

const GIVEN = '% chainrule: x : real\n'
type Files = Readonly<Record<string, string>>
const read = (text: string, files: Files = {}) =>
  documentIn('p.tex', GIVEN + text, FORMATS, { read: path => files[path] })

/** The displays of a file, each as its text, with one space for all white space. */
const displaysOf = (text: string, files: Files = {}): readonly string[] => {
  const { displays, flaws, trouble } = read(text, files)
  expect([flaws.map(({ reason }) => reason), trouble?.reason]).toEqual([
    [],
    displays.length === 0
      ? 'there is nothing to check: no formula stands in a display of its own'
      : undefined,
  ])
  return displays.map(({ text }) => text.replace(/\s+/g, ' '))
}
const flawsOf = (text: string, files: Files = {}): readonly string[] =>
  read(text, files).flaws.map(
    ({ file, line, column, reason }) => `${file ?? ''}${file ? line : line - 1}:${column} ${reason}`,
  )

describe('displays', () => {
  const environments = [
    ...['equation', 'align', 'gather', 'multline', 'flalign', 'dmath', 'eqnarray', 'displaymath', 'split'],
    ...['aligned', 'gathered', 'alignat', 'xalignat', 'IEEEeqnarray', 'array', 'cases'],
  ]
  it.each(environments.flatMap(name => [name, `${name}*`]))('are read in %s', name => {
    const display = `\\begin{${name}}a &= b \\\\ &= c\\end{${name}}`
    expect(displaysOf(`Text, ${display}, text.`)).toEqual([display])
  })

  const cases: readonly (readonly [name: string, text: string, displays: readonly string[]])[] = [
    ['in brackets', 'so \\[ a = b \\] and \\[c = d\\\\[2pt]\\]', ['a = b', 'c = d\\\\[2pt]']],
    ['in dollars', 'so $$ a = b $$ and $$c = d$$.', ['a = b', 'c = d']],
    [
      'an environment in dollars, as one',
      '$$\\begin{equation}a = b\\end{equation}$$',
      ['\\begin{equation}a = b\\end{equation}'],
    ],
    [
      'an environment in an environment, as one',
      '\\begin{equation}\\begin{split}a &= b\\end{split}\\end{equation}',
      ['\\begin{equation}\\begin{split}a &= b\\end{split}\\end{equation}'],
    ],
    [
      'each of subequations',
      '\\begin{subequations}\\label{s}\\begin{align}a&=b\\end{align}so\\[c=d\\]\\end{subequations}',
      ['\\begin{align}a&=b\\end{align}', 'c=d'],
    ],
    [
      'in theorems and lists',
      '\\begin{fact}\\begin{itemize}\\item \\[a=b\\]\\end{itemize}\\end{fact}',
      ['a=b'],
    ],
    [
      'over lines, which need not be empty',
      '\\begin{align}\n%\na &= b\\\\\n\n&= c\\end{align}',
      ['\\begin{align} a &= b\\\\ &= c\\end{align}'],
    ],
    ['without comments', '\\[ a % = b\n= c \\% d\\\\% e\n\\]', ['a = c \\% d\\\\']],
    [
      'a comment between & and \\\\',
      '\\begin{align}a &% $\n= b %\\\\\n\\\\\\end{align}',
      ['\\begin{align}a & = b \\\\\\end{align}'],
    ],
    [
      'without layout in brackets',
      '\\begin{aligned}[t]a\\end{aligned}\\begin{dmath}[label=a]a=b\\end{dmath}',
      ['\\begin{aligned} a\\end{aligned}', '\\begin{dmath} a=b\\end{dmath}'],
    ],
    [
      'but with brackets of their own',
      '\\begin{equation}[a] = b\\end{equation}',
      ['\\begin{equation}[a] = b\\end{equation}'],
    ],
    [
      'words between rows apart',
      '\\begin{align}a&=b\\\\\\intertext{so}c&=d\\end{align}',
      ['\\begin{align}a&=b\\\\c&=d\\end{align}'],
    ],
    ['not \\iffalse', '\\iffalse \\[x\\] \\ifx a \\fi \\[y\\] % \\fi\n\\[z\\]\\fi \\[a = b\\]', ['a = b']],
    [
      'the other branch',
      '\\iffalse\\[x\\]\\else\\[a=b\\]\\fi\\iftrue\\[c=d\\]\\else\\[y\\]\\fi\\if0\\[z\\]\\fi',
      ['a=b', 'c=d'],
    ],
    [
      '\\iff is no condition',
      '\\iffalse \\[x \\iff y\\] \\fi \\[a = b \\iff c = d\\]',
      ['a = b \\iff c = d'],
    ],
    [
      'not verbatim',
      '\\begin{verbatim}\\[x\\] %\n\\end{verbatim}\\[a=b\\]\\verb|\\[|\\verb*+%+\\[c=d\\]',
      ['a=b', 'c=d'],
    ],
    [
      'not listings',
      '\\begin{lstlisting}[a]\n$$x$$\\end{lstlisting}\\lstinline!$!\\mintinline{c}|$|\\[a=b\\]',
      ['a=b'],
    ],
    ['not the comment environment', '\\begin{comment}\\[x\\]\\end{comment}\\[a=b\\]', ['a=b']],
    ['not addresses', '\\url{a%b$c} \\href{u%$}{\\[a=b\\]} \\path|$|', ['a=b']],
    ['not what is behind the end', '\\begin{document}\\[a=b\\]\\end{document}\\[x=y\\]', ['a=b']],
    ['not what is before the beginning', '\\lstset{x=$}\\begin{document}\\[a=b\\]\\end{document}', ['a=b']],
    ['not escaped dollars', 'for \\$ and \\$\\$ \\\\$$a=b$$', ['a=b']],
    ['with dollars in their words', '$$ a = b \\text{ if $y$$z$ } $$', ['a = b \\text{ if $y$$z$ }']],
    [
      'of an unknown environment without dollars',
      '\\begin{mathpar}a_i=b\\end{mathpar}\\begin{fact}so\\end{fact}',
      ['\\begin{mathpar}a_i=b\\end{mathpar}'],
    ],
  ]
  it.each(cases)('%s', (_, text, displays) => expect(displaysOf(text)).toEqual(displays))

  it('have tags, marks and places', () => {
    const body = [
      '% expect: refuted',
      '\\[ a = b \\tag{2} \\]',
      '%% expect: holds, a remark'.slice(0, 16),
      '% skip',
      '\\begin{equation} % chainrule: skip',
      '  c = d \\end{equation}',
    ].join('\n')
    const { displays } = read(body)
    expect(
      displays.map(({ line, column, tag, expected, skip }) => [line, column, tag, expected, skip]),
    ).toEqual([
      [3, 4, '2', 'refuted', false],
      [6, 1, undefined, 'holds', true],
    ])
  })
})

describe('formulas in lines', () => {
  const inlineOf = (text: string) => read(text).inline.map(({ text }) => text)
  it.each<readonly [string, readonly string[]]>([
    ['$a$ and \\(b\\) and \\begin{math}c\\end{math}', ['a', 'b', 'c']],
    ['$a$$b$, $5 and $', ['a', 'b', '5 and']],
    ['$a \\text{ if $b$}$', ['a \\text{ if $b$}']],
    ['\\ensuremath{a_{b}} \\emph{$c$} \\footnote{$d$}', ['a_{b}', 'c', 'd']],
    ['\\begin{tikzpicture}\\node {$a$};\\end{tikzpicture}', ['a']],
    ['\\$5 and \\verb|$| % $x$', []],
  ])('of %s are counted', (text, found) => expect(inlineOf(text)).toEqual(found))
})

describe('macros', () => {
  const cases: readonly (readonly [text: string, display: string])[] = [
    ['\\newcommand{\\R}{\\mathbb{R}}\\[x \\in \\R\\]', 'x \\in \\mathbb{R}'],
    ['\\newcommand\\R{X}\\newcommand*{\\S}{Y}\\[\\R = \\S\\]', 'X = Y'],
    [
      '\\newcommand{\\d}[2]{\\frac{\\partial #1}{\\partial #2}}\\[\\d{L}w\\]',
      '\\frac{\\partial L}{\\partial w}',
    ],
    ['\\newcommand{\\g}[2][w]{\\nabla_{#1} #2}\\[\\g{L} = \\g[v]{L}\\]', '\\nabla_{w} L = \\nabla_{v} L'],
    ['\\newcommand{\\g}[1][]{G#1}\\[\\g = \\g[a] = \\g[]\\]', 'G = Ga = G'],
    ['\\renewcommand{\\vec}[1]{\\mathbf{#1}}\\[\\vec x\\]', '\\mathbf{x}'],
    ['\\newcommand{\\a}{1}\\providecommand{\\a}{2}\\providecommand{\\b}{3}\\[\\a\\b\\]', '13'],
    ['\\def\\f#1#2{#2_{#1}}\\[\\f i{ab}\\]', 'ab_{i}'],
    ['\\long\\def\\f #1{(#1)}\\[\\f{a}\\]', '(a)'],
    ['\\let\\eps\\varepsilon\\let\\x=y\\[\\eps = \\x\\]', '\\varepsilon = y'],
    ['\\let\\old\\vec\\renewcommand{\\vec}[1]{\\old{\\bf #1}}\\[\\vec{x}\\]', '\\vec{\\bf x}'],
    ['\\def\\a{1}\\let\\b\\a\\def\\a{2}\\[\\a\\b\\]', '21'],
    [
      '\\DeclareMathOperator{\\sm}{soft\\,max}\\DeclareMathOperator*{\\am}{argmax}\\[\\sm z \\am\\]',
      '\\operatorname{softmax} z \\operatorname*{argmax}',
    ],
    [
      '\\DeclarePairedDelimiter{\\norm}{\\lVert}{\\rVert}\\[\\norm{x} \\norm*{x} \\norm[\\Big]{x}\\]',
      '\\lVert x \\rVert \\lVert x \\rVert \\lVert x \\rVert',
    ],
    [
      '\\NewDocumentCommand{\\p}{O{w} m}{\\partial_{#1} #2}\\[\\p{L}\\p[v]{L}\\]',
      '\\partial_{w} L\\partial_{v} L',
    ],
    ['\\def\\a{\\b{x}}\\def\\b#1{\\c#1\\c}\\def\\c{|}\\[\\a\\]', '| x|'],
    // A command and a letter stay two, as in TeX.
    [
      '\\def\\p#1{\\partial#1}\\def\\m{\\cdot}\\def\\l{x}\\[\\p{x} a\\m{}b \\alpha\\l\\]',
      '\\partial x a\\cdot{}b \\alpha x',
    ],
    ['\\def\\a{1}{\\def\\a{2}\\gdef\\b{3}\\[\\a\\]}', '2'],
    ['\\def\\a{1}{\\def\\a{2}\\gdef\\b{3}}\\[\\a\\b\\]', '13'],
    ['\\def\\a{1}\\begin{x}\\def\\a{2}\\end{x}\\[\\a\\]', '1'],
    ['\\[\\def\\a{x}\\a = \\a\\]', 'x = x'],
    ['\\newcommand{\\R}{\\ensuremath{\\mathbb{R}}\\xspace}\\[\\R\\]', '\\mathbb{R}'],
    ['\\newcommand{\\f}[1]{% a remark\n #1}\\[\\f{x}\\]', 'x'],
    // Macros that open and close displays.
    ['\\def\\be{\\begin{equation}}\\def\\ee{\\end{equation}}\\be a = b \\ee', 'a = b'],
    ['\\newcommand{\\bea}{\\begin{eqnarray*}}\\bea a &=& b \\end{eqnarray*}', 'a &=& b'],
    ['\\def\\dd{$$}\\dd a = b \\dd', 'a = b'],
    [
      '\\newenvironment{eq}[1][x]{\\begin{equation}\\begin{split}}{\\end{split}\\end{equation}}\\begin{eq}a=b\\end{eq}',
      'a=b',
    ],
    [
      '\\newcommand{\\eq}[1]{\\begin{equation}#1\\end{equation}}\\eq{a = b}',
      '\\begin{equation}a = b\\end{equation}',
    ],
    ['\\newcommand{\\claim}[2]{We have $$#1 = #2$$}\\claim{a}{b}', 'a = b'],
  ]
  it.each(cases)('are expanded in %s', (text, display) => expect(displaysOf(text)).toEqual([display]))

  it.each<readonly [string, string]>([
    ['\\def\\a{\\a}\\[\\a\\]', 'the macro \\a stands for itself, or macros are nested too deep'],
    [
      '\\def\\a{\\b}\\def\\b{x\\a}\\[\\b\\]',
      'the macro \\b stands for itself, or macros are nested too deep',
    ],
    ['\\def\\a{\\a\\a}\\[\\a\\]', 'the macro \\a stands for itself, or macros are nested too deep'],
    [
      '\\def\\a#1.{#1}\\[\\a x.\\]',
      "\\def takes arguments between signs of its own here, '#1.', which is not read",
    ],
    ['\\newcommand{\\f}[2]{#1#2}\\[\\f{a}\\]', '\\f takes 2 arguments, and one is missing'],
    [
      '\\NewDocumentCommand{\\p}{s m}{#2}\\[\\p{L}\\]',
      "the arguments 's m' of \\NewDocumentCommand are not read",
    ],
  ])('are refused in %s', (text, reason) => {
    const { displays, flaws } = read(text)
    expect([displays, flaws.map(flaw => flaw.reason)]).toEqual([[], [reason]])
    expect(flaws[0]!.span.start).toBe(GIVEN.length + text.indexOf('\\[') + 2)
  })

  it('that blow up are refused, quickly', () => {
    const bomb = (body: (inner: string) => string) =>
      `${Array.from({ length: 40 }, (_, i) => `\\def\\${name(i + 1)}#1{${body(`\\${name(i)}`)}}`).join('\n')}\\def\\${name(0)}#1{#1}\\[\\${name(40)}{x}\\]`
    const name = (i: number) => `m${'abcdefghij'[Math.floor(i / 10)]}${'abcdefghij'[i % 10]}`
    const texts = [bomb(inner => `${inner}{#1}${inner}{#1}`), bomb(inner => `${inner}{#1#1}`)]
    const program = `
      import { documentIn } from './src/verify/documents/formats.js'
      for (const text of ${JSON.stringify(texts)}) console.log(documentIn('p.tex', text).flaws[0].reason)`
    expect(runWithin(program, { seconds: 5, megabytes: 256 })).toMatch(
      /^the macros used here make too much text\n(\\m\w+ takes 1 arguments, and one is missing|the macros .*)\n$/,
    )
  })
})

describe('declarations', () => {
  const givenOf = (text: string) => documentIn('p.tex', text).given
  it.each<readonly [string, string]>([
    ['% chainrule:  x : real\n% chainrule:   y : real\n\\[x\\]', ' x : real\n  y : real'],
    ['%%chainrule:  x : real\r\n\r\n% a remark\r\n% chainrule:  y : real\r\n', ' x : real\n y : real'],
    ['\\newcommand{\\R}{real}\\begin{given}\n x : \\R\n\\end{given}', ' x : real'],
    ['\\newcommand{\\loss}{\\ell}% chainrule: \\loss = x', '\\ell = x'],
  ])('of %j', (text, given) => expect(givenOf(text)?.text).toBe(given))

  it('stand once', () => {
    const { given, trouble } = documentIn('p.tex', '% chainrule: x : real\ntext\n% chainrule: y : real\n')
    expect(given).toBe(undefined)
    expect(trouble).toMatchObject({
      line: 3,
      reason: 'this is a second given block',
      ways: ['The first is in line 1: write all declarations there.'],
    })
  })

  it('have their flaws at their places', () => {
    const text = '% chainrule: x : real\n% chainrule: y : rael\n\\[ x = x \\]\n'
    const report = checkPaper('p.tex', text)
    expect(report.given).toMatchObject([{ line: 2, column: 18 }])
    expect(text.slice(report.given[0]!.span.start, report.given[0]!.span.end)).toBe('rael')
  })
})

describe('files that are included', () => {
  const files = {
    'macros.tex': '\\newcommand{\\twice}[1]{2 #1}',
    'own.sty': '\\newcommand{\\thrice}[1]{3 #1}\\[no\\]',
    'a/one.tex': '\\[ x = x \\]\n\n\\input{a/two}\n\\[ x + x + x = \\thrice{x} \\]',
    'a/two.tex': '% expect: refuted\n\\[ x + x = 3x \\]\\endinput \\[ no \\]',
    'loop.tex': '\\input{loop}',
    'odd.tex': '$$',
  }

  it('give macros and formulas, in order, at their places', () => {
    const text = `${GIVEN}\\usepackage{amsmath, own}\\input macros \n\\begin{document}\n\\[ x + x = \\twice x \\]\n\\include{a/one}\n\\[ x + x = \\twice{x} + x \\]\n\\end{document}`
    const report = checkPaper('p.tex', text, { read: path => (files as Files)[path] })
    expect(report.claims.map(({ file, line, report }) => [file, line, report?.verdict])).toEqual([
      [undefined, 4, 'holds'],
      ['a/one.tex', 1, 'holds'],
      ['a/two.tex', 2, 'refuted'],
      ['a/one.tex', 4, 'holds'],
      [undefined, 6, 'refuted'],
    ])
    expect(report.included.map(({ file }) => file)).toEqual([
      'own.sty',
      'macros.tex',
      'a/one.tex',
      'a/two.tex',
    ])
    expect(renderPaper(report)).toContain('\na/two.tex:2:4: refuted, as expected\n')
    for (const { file, offset, source } of report.claims) {
      const there = file === undefined ? report.text : report.included.find(one => one.file === file)!.text
      if (!source.includes('thrice') && !/[23] x/.test(source))
        expect(there.slice(offset, offset + 5)).toBe(source.slice(0, 5))
    }
  })

  it.each<readonly [string, readonly string[]]>([
    ['\\input{none}', ["1:1 there is no file 'none'"]],
    ['\\input{../secret}', ["1:1 '../secret' is not a path within the folder of the document"]],
    ['\\input{a/../../b}', ["1:1 'a/../../b' is not a path within the folder of the document"]],
    ['\\input{/etc/passwd}', ["1:1 '/etc/passwd' is not a path within the folder of the document"]],
    ['\\input{|ls}', ["1:1 '|ls' is not a path within the folder of the document"]],
    ['\\input{C:/x}', ["1:1 'C:/x' is not a path within the folder of the document"]],
    ['\\input{loop}', ["loop.tex1:1 'loop.tex' includes itself"]],
    ['\\input{odd}', ['odd.tex1:1 this $$ is never closed']],
    ['% skip\n\\input{none}\\input{./a/../macros}', []],
    ['\\usepackage{none}\\input glyphtounicode\n', []],
  ])('are looked for only where they may be: %s', (text, flaws) =>
    expect(flawsOf(text, files)).toEqual(flaws),
  )

  it('are not read where nothing reads files', () => {
    expect(documentIn('p.tex', `${GIVEN}\\input{a}`).flaws.map(({ reason }) => reason)).toEqual([
      "'a' is not read: nothing here reads other files",
    ])
  })
})

describe('trouble', () => {
  it.each<readonly [string, readonly string[]]>([
    ['\\[ a = b\n\n\\[ c = d \\]', ['1:1 this \\[ is never closed']],
    ['$$ a = b\n\nc', ['1:1 this $$ is never closed']],
    ['it costs $5\n\n\\[a\\]', ['1:10 this $ is never closed']],
    ['\\begin{align} a', ['1:1 this \\begin{align} is never closed']],
    ['\\[ \\]', ['1:1 this display is empty']],
    ['{\\[ a = b } \\]', ['1:2 this \\[ is never closed']],
    ['% expect: wrong\n\\[a\\]', ["1:2 'wrong' is not a verdict"]],
    ['\\[a\\]\n% expect: holds', ['2:2 no display comes after this mark']],
    ['\\begin{given} x : real', ['1:1 this given block is never closed']],
  ])('of %j', (text, flaws) => expect(flawsOf(text)).toEqual(flaws))

  it('is said in words of LaTeX', () => {
    expect(documentIn('p.tex', 'x').trouble?.ways.join('\n')).toContain('% chainrule: X : real[m, n]')
    expect(read('% expect: wrong\n\\[a\\]').flaws[0]!.ways[0]).toContain('% expect: refuted')
  })

  it('ends, for any text, and says nothing outside of it', () => {
    const parts = fc.constantFrom(
      ...[
        '\\[',
        '\\]',
        '$',
        '$$',
        '{',
        '}',
        '%',
        '\n',
        '\n\n',
        '\\begin{align}',
        '\\end{align}',
        '\\def\\a',
        '#1',
        'a = b',
      ],
      ...[
        '\\a',
        '\\iffalse',
        '\\fi',
        '\\else',
        '\\verb|',
        '\\input{a}',
        '% skip\n',
        '\\newcommand{\\b}[1]{',
        '\\b',
        '\\',
        '[',
        ']',
      ],
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), all => {
        const text = all.join('')
        const document = documentIn('p.tex', text, FORMATS, {
          read: path => (path === 'a.tex' ? '\\[ a \\] \\b{' : undefined),
        })
        for (const { map } of [...document.displays, ...document.flaws])
          for (let at = 0; at <= map.text.length; at++) {
            const { file, offset } = map.positionOf(at)
            expect(offset).toBeLessThanOrEqual(file === undefined ? text.length : 11)
          }
      }),
      { numRuns: 300 },
    )
  })

  it('costs little, however much is left open', () => {
    const program = `
      import { documentIn } from './src/verify/documents/formats.js'
      const parts = ['\\\\[', '$', '$$', '{', '}', '%\\n', '\\\\begin{align}', '\\\\begin{foo}', '\\\\iffalse ', '\\\\iffalse\\\\else ', '\\\\iftrue\\\\else ', '\\\\ensuremath{', '\\\\def\\\\a{', '\\\\verb|', '\\\\url{', '\\\\input{', '\\\\newcommand{\\\\a}[', '[', '\\\\begin{verbatim}', '\\\\begin{given}', '\\\\begin{dmath}[']
      for (const part of parts) documentIn('p.tex', part.repeat(5000))
      console.log('done')`
    expect(runWithin(program, { seconds: 5, megabytes: 256 })).toBe('done\n')
  })
})

describe('a repair of a LaTeX paper', () => {
  const HEAD = `% chainrule: w : real[n]\n% chainrule: L = \\|w\\|^2\n\\newcommand{\\g}[1]{\\nabla_{#1} L}\\newcommand{\\half}{3}\\newcommand{\\two}[2]{#1 #2}\n`
  it.each<readonly [string, string]>([
    ['\\[ \\g w = 3 w \\]', '\\[ \\g w = 2 w \\]'],
    ['\\[ \\g{w} = \\two{3}{w} \\]', '\\[ \\g{w} = \\two{2}{w} \\]'],
    ['\\[ \\g{w} = \\half w \\]', '\\[ \\g{w} = 2 w \\]'],
    [
      '\\begin{align}\r\n\\g{w} &= % a remark\r\n 3 w\\end{align}',
      '\\begin{align}\r\n\\g{w} &= % a remark\r\n 2 w\\end{align}',
    ],
  ])('of %j is written where it belongs', (display, mended) => {
    const { claims, text } = checkPaper('p.tex', HEAD + display)
    const [{ map, report }] = [claims[0]!]
    const { repair } = report!.steps[0]!.diagnoses[0]!
    expect(edited(text, [map.editFor(repair!.span, repair!.replacement)])).toBe(HEAD + mended)
  })
})
