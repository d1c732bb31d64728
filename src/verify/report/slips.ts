// The names of the kinds of mistakes, and of the rules that they break: what each of them is stands in `repair`.

/** A kind of mistake. */
export type SlipKind =
  | 'sign'
  | 'transpose'
  | 'layout'
  | 'shift'
  | 'index'
  | 'delta'
  | 'dimension'
  | 'constant'
  | 'symbol'
  | 'factor'
  | 'term'
  | 'order'
  | 'reciprocal'
  | 'power'
  | 'function'
  | 'complement'
  | 'operator'
  | 'sum'
  | 'axis'
  | 'range'
  | 'branches'
  | 'condition'
  | 'brackets'
  | 'exponent'
  | 'derivative'
  | 'path'
  | 'rewrite'

/** What a diagnosis speaks of: one mistake, or two at once, or an inequality that should be another one. */
export type DiagnosisKind = SlipKind | `${SlipKind} and ${SlipKind}` | 'relation'

/** A rule of calculus or of notation that a mistake breaks: what each of them says stands in `repair/rules`. */
export type Rule =
  | 'sum'
  | 'product'
  | 'quotient'
  | 'chain'
  | 'paths'
  | 'power'
  | 'function'
  | 'case'
  | 'transposition'
  | 'index'
  | 'constant'
  | 'sign'
