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
