// What options of the command line may hold: each reader takes the text, and refuses it in words.
import { InvalidArgumentError } from 'commander'

/** A number that fits, or a refusal that says what is wanted. */
function number(wanted: string, fits: (value: number) => boolean): (text: string) => number {
  return text => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!fits(value)) throw new InvalidArgumentError(`It must be ${wanted}.`)
    return value
  }
}

export const natural = number('a whole number, 0 or more', value => Number.isSafeInteger(value) && value >= 0)

export const count = number('a whole number, 1 or more', value => Number.isSafeInteger(value) && value >= 1)

export const wholeNumber = number('a whole number', Number.isSafeInteger)

export const positive = number(
  'a finite number above 0',
  value => value > 0 && value < Number.POSITIVE_INFINITY,
)

export const nonNegative = number(
  'a finite number, 0 or more',
  value => value >= 0 && value < Number.POSITIVE_INFINITY,
)

export const fraction = number('a number from 0 to below 1', value => value >= 0 && value < 1)

/** One character; tabs, which are hard to type, go by name. */
export function delimiter(text: string): string {
  const character = text === 'tab' || text === '\\t' ? '\t' : text
  if ([...character].length !== 1 || /["\r\n]/.test(character))
    throw new InvalidArgumentError('It must be one character such as ; or |, or tab.')
  return character
}

/** What is added to the mean loss: l1·Σ|θ| + ½·l2·Σθ². */
export interface Penalty {
  readonly l1: number
  readonly l2: number
}

/** A penalty as it is typed: `none`, `l2=0.01`, `l1=0.1`, `l1=0.1,l2=0.01`, or a number, which is l2. */
export function penalty(text: string): Penalty {
  const refuse = (): never => {
    throw new InvalidArgumentError('It must be none, l2=0.01, l1=0.1, l1=0.1,l2=0.01, or a number for l2.')
  }
  const value = (digits: string): number => {
    const number = digits.trim() === '' ? Number.NaN : Number(digits)
    return number >= 0 && number < Number.POSITIVE_INFINITY ? number : refuse()
  }
  if (text === 'none') return { l1: 0, l2: 0 }
  if (!text.includes('=')) return { l1: 0, l2: value(text) }
  const found = new Map<string, number>()
  for (const part of text.split(',')) {
    const [, name, digits] = /^\s*(l1|l2)\s*=(.*)$/.exec(part) ?? refuse()
    if (found.has(name!)) refuse()
    found.set(name!, value(digits!))
  }
  return { l1: found.get('l1') ?? 0, l2: found.get('l2') ?? 0 }
}

/** Names apart by commas; one that holds a comma in quotes. */
export function names(text: string): readonly string[] {
  const found = [...text.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
    .filter((name, i, all) => name !== '' || i < all.length - 1)
  if (found.length === 0 || found.includes(''))
    throw new InvalidArgumentError('It must be names apart by commas.')
  return found
}

/** How many folds; `--cv` alone says true. */
export const foldsOf = (text: string): number => {
  const folds = count(text)
  if (folds < 2) throw new InvalidArgumentError('It must be a whole number, 2 or more.')
  return folds
}
