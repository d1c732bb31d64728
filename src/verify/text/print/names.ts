// Names, indices and numbers as they are written.
import { lettersInLatex } from '../lex/letters.js'
import { type Piece, type Style, script, TIGHT } from './style.js'

/** The parts of a whole name: letters, primes, what is above in parentheses, the number or word below; no mark of a family. */
function partsOf(name: string) {
  const [, letters = name, primes = '', above = '', below = ''] =
    /^([^'^_]+)('*)(?:\^(\([^)]*\)|[^_]+))?(?:_(.*))?$/u.exec(name.replace(/[\^_]?·$/, '')) ?? []
  return { letters, primes, above, below }
}

/** A name with its indices. */
export function symbolPiece(name: string, indices: readonly string[], style: Style): Piece {
  const { latex, names } = style
  // The direction of a symbol that varies is written as its differential.
  if (!names.has(name) && name.startsWith('d') && names.has(name.slice(1))) {
    const { text } = symbolPiece(name.slice(1), indices, style)
    return { text: (latex ? '\\mathrm{d}' : 'd') + text, tight: TIGHT.factor }
  }
  const count = names.above(name)
  const [, head, args] = /^(.*[^^_])\((.*)\)$/u.exec(name) ?? []
  // p(y ∣ x), where the bracket tells it from p(x).
  if (head !== undefined && names.has(name))
    return {
      text: `${symbolPiece(head, [], { latex, names }).text}(${argumentsText(args!, latex)})`,
      tight: TIGHT.base,
    }
  const parts = partsOf(name)
  const [over, under] = [indices.slice(0, count), indices.slice(count)]
  const own = latex ? inLatex(parts.above) : parts.above
  const sup = over.length > 0 ? `(${indexText(over, latex)})` : own
  const base = (latex ? lettersInLatex(parts.letters) : parts.letters) + parts.primes
  const raisedText =
    sup === '' ? '' : `^${latex || !/^([\p{L}\p{M}]+|\d+|\(.*\))$/u.test(sup) ? `{${sup}}` : sup}`
  if (parts.below !== '') {
    const whole = `${base}${raisedText}_${wordBelow(parts.below, latex)}`
    return under.length === 0
      ? { text: whole, tight: sup !== '' || parts.primes !== '' ? TIGHT.power : TIGHT.base }
      : { text: `(${whole})_${below(under, latex)}`, tight: TIGHT.base }
  }
  const lowered = under.length === 0 ? '' : `_${below(under, latex)}`
  // TeX takes a prime and an exponent together only where nothing stands between them.
  const text =
    parts.primes === '' && over.length > 0 ? base + lowered + raisedText : base + raisedText + lowered
  const raised = sup !== '' || (parts.primes !== '' && lowered !== '')
  return { text, tight: raised ? TIGHT.power : TIGHT.base }
}

function wordBelow(word: string, latex: boolean): string {
  if (!latex) return /^([\p{L}\p{M}]+|\d+)$/u.test(word) ? word : `{${word}}`
  if ([...word].length === 1) return script(lettersInLatex(word), true)
  return `{${inLatex(word)}}`
}

/** What is above or below in a name: words upright, letters by their commands. */
const inLatex = (text: string): string =>
  /^[a-zA-Z]+(-[a-zA-Z]+)*$/.test(text) && /[a-zA-Z]{3}/.test(text)
    ? `\\text{${text}}`
    : text.replace(/(\p{L}\p{M}*)+/gu, letters =>
        letters.length > 2 && /^[a-zA-Z]+$/.test(letters)
          ? `\\text{${letters}}`
          : letters
              .replace(/\p{L}\p{M}*/gu, letter => lettersInLatex(letter))
              .replace(/(\\[a-z]+)(?=[a-zA-Z])/gi, '$1 '),
      )

/** What a name takes, as it was declared. */
const argumentsText = (text: string, latex: boolean): string =>
  latex
    ? text
        .replace(/\|/g, ' \\mid ')
        .replace(/‖/g, ' \\| ')
        .replace(/\p{L}\p{M}*/gu, letter => lettersInLatex(letter))
    : text

/** Indices as a subscript. */
export const below = (texts: readonly string[], latex: boolean): string => {
  const text = indexText(texts, latex)
  if (latex) return script(text, true)
  return /^([\p{Lu}\p{Ll}\p{Lo}\p{M}]+|\d+)$/u.test(text) ? text : `{${text}}`
}

/** Indices in a row: a comma is only needed where one of them is more than a letter. */
function indexText(texts: readonly string[], latex: boolean): string {
  if (texts.every(text => /^\p{L}\p{M}*'*$/u.test(text))) return texts.join('')
  const spaced = latex && texts.every(text => /^(\\[a-zA-Z]+|\p{L})\p{M}*'*(_\p{L})?$/u.test(text))
  return texts.join(spaced ? ' ' : ',')
}

/** A number in digits: 0.0000001 rather than 1e-7. */
export function numberText(value: number): string {
  const text = String(Math.abs(value))
  const sign = value < 0 ? '-' : ''
  const [, whole = '', part = '', power = ''] = /^(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text) ?? []
  if (power === '') return sign + text
  const digits = whole + part
  const exponent = Number(power)
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
    : sign + digits.padEnd(exponent + 1, '0')
}
