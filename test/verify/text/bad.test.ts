// Bad input: each is refused with its place; nothing hangs, and nothing else is thrown.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { tokenize } from '../../../src/verify/text/lex/lexer.js'
import { anyCharacter } from '../../support/arbitrary.js'
import { runWithin } from '../../support/limited.js'
import { SPELLINGS } from './spellings.js'
import { condition, expr, refusal, statements, tex, troubleOf } from './support.js'

const valid = SPELLINGS.flatMap(([, group]) => group)

/** Text, what the carets are under, and the reason. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  // Brackets.
  [tex`\frac{a}{b`, '{', "this '{' is never closed; '}' is missing"],
  ['(a + b', '(', "this '(' is never closed; ')' is missing"],
  ['a [b + (z)', '[', "this '[' is never closed; ']' is missing"],
  [tex`\left( a + b`, tex`\left(`, "this '(' is never closed; ')' is missing"],
  [tex`{ (a }`, '(', "this '(' is never closed; ')' is missing"],
  [tex`a \{ b`, tex`\{`, "this '{' is never closed; '}' is missing"],
  ['a + b)', ')', "this ')' closes nothing"],
  ['a + b}', '}', "this '}' closes nothing"],
  ['(a]', ']', "this ']' closes nothing"],
  [
    tex`\begin{cases} a & i = j`,
    tex`\begin{cases}`,
    tex`this '\begin{cases}' is never closed; '\end{cases}' is missing`,
  ],
  [tex`a \end{cases}`, tex`\end{cases}`, tex`this '\end{cases}' closes nothing`],
  [tex`\hat{y`, '{', "this '{' is never closed; '}' is missing"],
  ['|a', '|', "this '|' is never closed"],
  ['‖w', '‖', "this '‖' is never closed"],
  ['|a + b‖', '|', "this '|' is never closed"],
  [tex`\left a`, tex`\left`, tex`\left wants a bracket behind it`],
  ['()', '()', 'these brackets are empty'],
  // Commands and characters.
  [tex`\parital L`, tex`\parital`, tex`the command \parital is not known`],
  [tex`a \oplus b`, tex`\oplus`, tex`the command \oplus is not known`],
  [tex`\begin{tabular} a \end{tabular}`, tex`\begin{tabular}`, "the environment 'tabular' is not read"],
  ['a # b', '#', "the character '#' is not understood"],
  ['a \u200b b', '\u200b', 'the character U+200B is not understood'],
  ['a \ud800', '\ud800', 'the character U+D800 is not understood'],
  ['a → b', '→', "'→' is not understood here"],
  [tex`a \text{(chain rule)}`, tex`\text{(chain rule)}`, tex`'\text{(chain rule)}' is not understood here`],
  ['a \\', '\\', 'a command is missing behind the \\'],
  [tex`\hat{y_i}`, '{y_i}', 'an accent or font covers a single name here'],
  [tex`\hat`, tex`\hat`, tex`\hat wants something behind it`],
  // Parts that are missing.
  [tex`\frac{a}{}`, '{}', 'this group is empty'],
  [tex`\frac{}{b}`, '{}', 'this group is empty'],
  [tex`\frac{a}`, '', 'expected what is below the fraction line, found the end'],
  [tex`\frac`, '', 'expected what is above the fraction line, found the end'],
  [tex`\frac + b`, '+', "expected what is above the fraction line, found '+'"],
  ['a^', '^', 'an index or exponent is missing'],
  ['a_', '_', 'an index or exponent is missing'],
  ['a^{}', '{}', 'this group is empty'],
  ['a^^2', '^', "expected an index or exponent, found '^'"],
  ['_i', '_', "expected a term, found '_'"],
  ['^2', '^', "expected a term, found '^'"],
  ['p_{i,}', ',', 'an index is missing behind this comma'],
  ['p_{,i}', ',', "expected an index, found ','"],
  ['p_{1.5}', '1.5', 'an index is a whole number, not 1.5'],
  ['a +', '', 'the formula ends where a term is expected'],
  ['a * / b', '/', "expected a term, found '/'"],
  ['', '', 'the formula ends where a term is expected'],
  [tex`\sum_i`, '', 'this sum has nothing to run over: expected a term, found the end'],
  [tex`\sum_i + a`, '+', "this sum has nothing to run over: expected a term, found '+'"],
  [tex`\sum_{i=1} a_i`, '{i=1}', 'this sum has one end only'],
  [tex`\sum_{1 \le i} a_i`, '1', "expected an index to run over, found '1'"],
  [tex`\begin{cases} \end{cases}`, tex`\begin{cases}`, 'no case is given'],
  [tex`\begin{cases} a \\ b \end{cases}`, 'a', 'this case has no condition'],
  [
    tex`\begin{cases} a & \text{otherwise} \\ b & i = j \end{cases}`,
    'b',
    'a case behind the one without a condition is never reached',
  ],
  ['{ a if }', 'a', 'this case has no condition'],
  [
    tex`\frac{\partial^2 L}{\partial a}`,
    tex`\frac{\partial^2 L}{\partial a}`,
    'this derivative is of order 2 above, and by one symbol below',
  ],
  ['∂L/a', 'a', "expected ∂ and a symbol, found 'a'"],
  ['∂L/∂(a + b)', 'a + b', 'a derivative is by a symbol, such as ∂z_i'],
  ['∂^5 L/∂a^5', '5', "the order of a derivative is a number from 1 to 4, not '5'"],
  // What does not belong there.
  ['a & b', '&', "'&' is not understood here"],
  [tex`a \\ b`, tex`\\`, tex`'\\' is not understood here`],
  ['a ! b', '!', "'!' is not understood here"],
  ['a = b', '=', "'=' is not understood here"],
  ['(a = b)', '=', "'=' within a formula"],
  ['f(a, b) + 1', 'f', "'f(…)': a product, or a function applied?"],
  ['(a, b)', ',', 'a list within a formula'],
  ['(a, b)', ',', 'a list within a formula'],
  [tex`\{a, b\}`, ',', 'a list within a formula'],
  ['a ∞', '∞', "'∞' is not understood here"],
  ['a 2', '2', "the number '2' behind a factor"],
  ['W1', '1', "the number '1' behind a factor"],
  ['x_i_j', '_', 'a second subscript'],
  ['a^2^3', '^', 'a second exponent'],
  ["X^\\top'", "'", 'a second exponent'],
  [tex`\frac{a}{b}_i`, '_', 'an index on this is not understood'],
  ['‖w‖_B', 'B', "a norm of order 'B' is not known"],
  ['‖w‖_{2,1}', '2', "a norm of order '2' is not known"],
  ['‖W‖_*', '*', 'the nuclear norm is not known'],
  [tex`\operatorname{rank}(W)`, tex`\operatorname{rank}`, 'rank is not known as a function'],
  [tex`\ln_2 a`, '_', 'an index on ln is not understood'],
  ['log -a', '-', 'log of what? A minus follows it'],
  ['X^{a(b)}', 'a', "'a(b)': a product, or a function applied?"],
  ['a^{(i)}', 'i', "'(i)' above a: a is not declared with an index there"],
]

describe('bad input is refused where it is bad', () => {
  it.each(REFUSED)('%s', (text, under, reason) => {
    const refused = refusal(() => expr(text))
    expect(refused.error.reason).toBe(reason)
    expect(refused.under).toBe(under)
  })

  it('with hints where there is a likely meaning', () => {
    expect(refusal(() => expr(tex`\parital L`)).error.ways).toEqual([tex`Is \partial meant?`])
    expect(refusal(() => expr(tex`a \oplus b`)).error.ways).toEqual(['Write +.'])
    expect(refusal(() => expr('W1')).error.ways[0]).toContain('x_1 for an index')
  })

  const STATED: readonly (readonly [string, string, string])[] = [
    ['a', '', "expected '=', found the end"],
    ['= a', '=', 'nothing stands to the left of this'],
    [tex`a \sim (b, v)`, tex`\sim`, "claims are exact; '∼' cannot be checked"],
    // What changes a claim is no remark.
    ...[
      '(up to a constant)',
      '(if the sum is 1)',
      '(elementwise)',
      'except for',
      '(approximately)',
      'only if',
      'if not',
      'is wrong',
      'in expectation',
      '(= 0)',
      '(bis auf Vielfache)',
      '(近似)',
    ].map((text): readonly [string, string, string] => [
      tex`a = b \text{${text} }`,
      tex`\text{${text} }`,
      `the text '${text}' is not understood within a formula`,
    ]),
    [tex`a = b \text{ unless } i = c`, tex`\text{ unless }`, tex`'\text{ unless }' is not understood here`],
    [tex`a \text{ (mean)} b = f`, tex`\text{ (mean)}`, tex`expected '=', found '\text{ (mean)}'`],
    [tex`a = b \text{ (mean)} f`, 'f', "'f' is not understood here"],
    [
      tex`a = b \quad \text{otherwise}`,
      tex`\text{otherwise}`,
      tex`expected a term, found '\text{otherwise}'`,
    ],
    [tex`a = b \text{ or } a = f`, tex`\text{ or }`, tex`'\text{ or }' is not understood here`],
    [tex`a = b \text{ where the last is }`, '', 'expected a condition, such as j = y_i, found the end'],
    [
      tex`\nabla_a L = 0 \implies a = b`,
      tex`\nabla_a L = 0`,
      'is this claimed, or is it what the other follows from?',
    ],
    [tex`a > f \Rightarrow a = b`, 'a > f', 'is this claimed, or is it what the other follows from?'],
    [tex`i = c \Rightarrow`, 'i = c', 'nothing follows from this condition'],
    [tex`a = b \Rightarrow f`, '', "expected '=', found the end"],
    [tex`\text{if } i = c`, 'c', 'a condition without a claim'],
    [tex`a \overset{!}{=} 0`, tex`\overset{!}{=}`, 'this is set equal, and not claimed'],
    [tex`a \overset{i = j}{=} b`, tex`\overset{i = j}{=}`, "'i = j' above '=' is not understood"],
    [tex`\underset{n}{X} = b`, tex`\underset{n}{X}`, "what stands above or below 'X' is not understood"],
    ['(2)a = b', '(', "'(2)' in front of a claim: its number, or a factor?"],
    ['a = b (2)', '(2)', 'is (2) the number of the claim, or a factor?'],
    ['a = 1,000 b', '1,000', "'1,000' may be a number, or a list"],
    [tex`\cancel{a} = b`, tex`\cancel`, tex`the command \cancel is not known`],
    [tex`a = b \pm f`, tex`\pm`, tex`the command \pm is not known`],
    ['<a, b> = f', '<', 'nothing stands to the left of this'],
    ['f = <a, b>', '<', "expected a term, found '<'"],
    ['a!! = b', '!', 'a double factorial is not known'],
    ['a^2! = b', 'a^2', 'does the factorial reach to the exponent?'],
    [tex`X^\dagger = Y`, tex`\dagger`, tex`the command \dagger is not known`],
    [tex`a \over b = f`, tex`\over`, tex`how far does this \over reach?`],
    [tex`{a \over b \over f} = f`, tex`\over`, tex`how far does this \over reach?`],
    [tex`{a \choose b} = f`, tex`\choose`, tex`the command \choose is not known`],
    [tex`\exp^2 a = b`, '2', 'is this a power of exp, or its inverse?'],
    [tex`\operatorname{grad} a = b`, tex`\operatorname{grad}`, tex`'\operatorname{grad}' is not known`],
    [tex`a = \sum p_i q_j`, tex`\sum`, 'this sum does not say over what'],
    [tex`\sum_{0 < i < n} p_i = a`, '0', "expected an index to run over, found '0'"],
    ['⟨a b⟩ = f', '⟩', "expected ',' within an inner product, found '⟩'"],
    ['⟨a, b = f', '⟨', "this '⟨' is never closed; '⟩' is missing"],
    [tex`\underbrace a = b`, tex`\underbrace`, tex`\underbrace wants a group in braces`],
    ['a = b z = ', '', 'the formula ends where a term is expected'],
    ['a = b := z', ':=', 'an update within a chain'],
    ['a := b := z', 'z', 'an update within a chain'],
    ['a = b for a', '', 'expected a condition, such as j = y_i, found the end'],
    ['a = b if', '', 'the formula ends where a term is expected'],
    ['a = b )', ')', "this ')' closes nothing"],
    [
      tex`\begin{align} a &= b`,
      tex`\begin{align}`,
      tex`this '\begin{align}' is never closed; '\end{align}' is missing`,
    ],
  ]

  it.each(STATED)('as a statement: %s', (text, under, reason) => {
    const refused = refusal(() => statements(text))
    expect(refused.error.reason).toBe(reason)
    expect(refused.under).toBe(under)
  })
})

describe('input without end', () => {
  it('is refused by its length', () => {
    const { error, under } = refusal(() => expr('a+'.repeat(500_000)))
    expect(error.reason).toBe('a formula of 1,000,000 characters is too long; at most 20,000 are read')
    expect(under).toBe('a')
  })

  const DEEP: readonly (readonly [string, string, string])[] = [
    ['parentheses', '(', ')'],
    [tex`\left( \right)`, tex`\left(`, tex`\right)`],
    ['brackets', '[', ']'],
    ['braces', '{', '}'],
    ['exponents', 'a^{', '}'],
    ['bare exponents', '^{', '}'],
    ['subscripts', 'a_{', '}'],
    ['bare subscripts', '_{', '}'],
    ['brackets in subscripts', 'a_{(', ')}'],
    ['roots', tex`\sqrt{`, '}'],
    ['roots without braces', '√', ''],
    ['fractions', tex`\frac{1}{`, '}'],
    ['derivatives', tex`\frac{\partial}{\partial a} (`, ')'],
    ['inline derivatives', 'd(', ')/da'],
    ['inline derivatives in a row', '∂a/∂b ∂(', ')/∂a'],
    ['letters d', 'd (', ')'],
    ['gradients', tex`\nabla_a `, ''],
    ['functions', tex`\log `, ''],
    ['functions with brackets', tex`\log(`, ')'],
    ['sums', tex`\sum_i `, ''],
    ['sums in sums', tex`\sum_{i = \sum_`, ''],
    ['indicators', '𝟙(', ')'],
    ['indicators below', '𝟙_{', '}'],
    ['Iverson brackets', '[i = (', ')]'],
    ['conditions', '[i = j and (', ')]'],
    ['conditions in brackets', '[([i = j and ', ')]'],
    ['bars', '|', '|'],
    ['norms', tex`\|`, tex`\|`],
    ['bars with sides', tex`\left|`, tex`\right|`],
    ['cases', tex`\begin{cases} `, tex` & i = j \end{cases}`],
    ['cases in braces', '{ ', ' if i = j }'],
    ['hats', tex`\hat{`, '}'],
    ['hats without braces', tex`\hat`, ''],
    ['fonts', tex`\mathbf{`, '}'],
    ['minuses', '-', ''],
    ['minuses and pluses', '+-', ''],
    ['transposes', '(', ')ᵀ'],
    ['samples', 'x^{(', ')}'],
    ['conditions on conditions', '[a [', '= i] = j]'],
    ['calls', 'a (', ')'],
    ['slashes', '1/(', ')'],
    ['words', tex`\text{`, '}'],
    ['words with formulas', tex`\text{if $`, '$}'],
    ['fractions in braces', '{', tex` \over b}`],
    ['boxes', tex`\boxed{`, '}'],
    ['claims in braces', '{', ' = b}'],
    ['claims in boxes', tex`\boxed{a = b `, '}'],
    ['labels below', tex`\underbrace{`, '}_{a}'],
    ['signs on signs', tex`\overset{(1)}{`, '}'],
    ['signs below signs', tex`\underset{`, tex`}{\max}`],
    ['operators on operators', tex`\overset{n}{\sum`, '}'],
    ['rows in braces', tex`\eqalign{`, '}'],
    ['colours', tex`\textcolor{red}{`, '}'],
    ['inner products', '⟨', ', a⟩'],
    ['transposes in front', '{}^t (', ')'],
    ['derivatives below', '∂_a ', ''],
    ['gradients of calls', '∇ L(', ')'],
    ['environments', tex`\begin{align} `, tex` \end{align}`],
  ]

  const LONG: readonly (readonly [string, string])[] = [
    ['minuses', `${'-'.repeat(10_000)}a`],
    ['pluses', `${'+'.repeat(10_000)}a`],
    ['primes', `y${"'".repeat(10_000)}`],
    ['terms', `${'a + '.repeat(4_000)}a`],
    ['factors', 'a '.repeat(9_000)],
    ['letters', 'a'.repeat(19_000)],
    ['digits in a name', `a_{${'1'.repeat(10_000)}}`],
    ['marks', `y${'\u0302'.repeat(10_000)}`],
    ['equations', 'a = b, '.repeat(2_500)],
    ['rows', tex`a &= b \\ `.repeat(1_500)],
    ['conditions', `a = b for ${'i = c, '.repeat(2_000)}`],
    ['divisions', `${'a / '.repeat(4_000)}a`],
    ['spaces', `${' '.repeat(19_000)}a`],
    ['braces of an accent', tex`\hat{`.repeat(3_900)],
  ]

  const deep = DEEP.map(([name, open, close]) => ({
    name: `${name} in one another`,
    texts: [99, Math.floor(19_000 / (open.length + close.length))].flatMap(depth => [
      `${open.repeat(depth)}a${close.repeat(depth)}`,
      open.repeat(depth),
      `a${close.repeat(depth)}`,
    ]),
  }))
  const long = LONG.map(([name, text]) => ({ name, texts: [text] }))

  /** What is wrong with how each is read, by name; found by a process that costs no more than the lengths may. */
  let troubles: Readonly<Record<string, readonly string[]>> = {}
  beforeAll(() => {
    // About 4 s of processor time for all of them. What doubles its work with each bracket would never end.
    troubles = JSON.parse(
      runWithin(
        `
        import { tokenize } from './src/verify/text/lex/lexer.js'
        import { condition, expr, statements, troubleOf } from './test/verify/text/support.js'
        const troubles = {}
        const read = (cases, readers) => {
          for (const { name, texts } of cases)
            troubles[name] = texts.flatMap(text => readers.flatMap(reader => troubleOf(text, reader) ?? []))
        }
        read(${JSON.stringify(deep)}, [statements])
        read(${JSON.stringify(long)}, [expr, condition, statements, tokenize])
        console.log(JSON.stringify(troubles))`,
        { seconds: 30, megabytes: 512 },
      ),
    )
  })

  it.each([...deep, ...long])(
    'of $name is refused or read, in no more time than its length takes',
    ({ name }) => {
      expect(troubles[name]).toEqual([])
    },
  )

  it('has a name for each', () => {
    expect(Object.keys(troubles)).toHaveLength(DEEP.length + LONG.length)
  })

  it('is refused by its depth, with the place', () => {
    const text = `${'('.repeat(150)}a${')'.repeat(150)}`
    expect(refusal(() => expr(text)).error.reason).toBe(
      'brackets and fractions are nested more than 100 deep',
    )
    expect(refusal(() => expr(text)).error.span.start).toBe(100)
    expect(refusal(() => expr(tex`\overset{(1)}{`.repeat(150))).error.reason).toBe(
      "this '{' is never closed; '}' is missing",
    )
    expect(refusal(() => expr(`${tex`\overset{(1)}{`.repeat(150)}=${'}'.repeat(150)}`)).error).toMatchObject({
      reason: 'commands are nested more than 100 deep',
      span: { start: 101 * tex`\overset{(1)}{`.length },
    })
  })

  it('is shown in a few words', () => {
    for (const text of [
      `${'y'.repeat(9_000)}(a)`,
      `y${"'".repeat(9_000)}_i(a + b)`,
      tex`\text{${'('.repeat(5_000)}}`,
      `\\${'q'.repeat(5_000)}`,
    ])
      expect(refusal(() => expr(text)).error.message.length).toBeLessThan(500)
  })
})

const survives = (text: string, read: (text: string) => unknown): void =>
  expect(troubleOf(text, read)).toBe(undefined)

describe('whatever comes', () => {
  const pieces = [
    ...new Set(valid.flatMap(text => tokenize(text).map(({ start, end }) => text.slice(start, end)))),
  ]
  const spaced = fc.array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ')), { maxLength: 80 })
  const edits = fc.array(
    fc.record({
      how: fc.constantFrom('delete', 'double', 'swap', 'insert'),
      at: fc.nat(),
      to: fc.nat(),
      piece: fc.constantFrom(...pieces),
    }),
    { minLength: 1, maxLength: 4 },
  )
  const mutated = fc.tuple(fc.constantFrom(...valid), edits).map(([text, list]) => {
    const tokens = tokenize(text).map(({ start, end }) => text.slice(start, end))
    for (const { how, at, to, piece } of list) {
      const [i, j] = [at % tokens.length, to % tokens.length]
      if (how === 'delete') tokens.splice(i, 1, '')
      else if (how === 'double') tokens.splice(i, 0, tokens[i]!)
      else if (how === 'insert') tokens.splice(i, 0, piece)
      else [tokens[i], tokens[j]] = [tokens[j]!, tokens[i]!]
    }
    return tokens.join(' ')
  })
  const inputs: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ['bytes', fc.string({ unit: anyCharacter, maxLength: 200 })],
    ['ASCII', fc.string({ unit: 'binary-ascii', maxLength: 2000 })],
    [
      'letters of formulas',
      fc.string({
        unit: fc.constantFrom(...'abixyXdei_^{}()[]|\\&=,;:/*+-\'" 12.∑∂∇√²ᵢᵀ≤∈'),
        maxLength: 300,
      }),
    ],
    ['shuffled tokens', spaced.map(list => list.flat().join(''))],
    ['changed formulas', mutated],
  ]

  it.each(inputs)('%s are read or refused', (_, input) => {
    fc.assert(
      fc.property(input, text => {
        for (const read of [expr, condition, statements]) survives(text, read)
      }),
      { numRuns: 200 },
    )
  })
})
