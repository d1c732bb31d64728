// Tokens: pieces of text with one meaning each, in one spelling.
import type { Span } from '../source.js'

/** A piece of text with one meaning. */
export interface Token extends Span {
  /** `name`: letters. `word`: letters that belong together, as in \text{loss}. `sign`: all others, in one spelling. */
  readonly type: 'number' | 'name' | 'word' | 'sign' | 'end'
  readonly text: string
  /** Whether white space came before. */
  readonly spaced: boolean
  /** The run of letters that the name is a part of, where it is one of several. */
  readonly run?: string
  /** Of | and ‖ behind \left and \right: which side they are of. */
  readonly side?: 'open' | 'close'
}

/** Whether a token is made of letters. */
export const isName = ({ type }: Token): boolean => type === 'name' || type === 'word'

/** Whether a token is this sign. */
export const isSign = ({ type, text }: Token, sign: string): boolean => type === 'sign' && text === sign

/** Whether a token relates what stands on its sides, and makes a condition of them. */
export const isRelation = ({ type, text }: Token): boolean => type === 'sign' && /^[=≠<>≤≥∈∉]$/.test(text)

/** The transpose sign, in any of its spellings. */
export const isTransposeSign = (token: Token): boolean =>
  isSign(token, '⊤') || (isName(token) && token.text === 'T')
