// The names of the kinds of mistakes: what each of them is stands in `repair/slips`.

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
  | 'rewrite'

/** What a diagnosis speaks of: one mistake, or two at once. */
export type DiagnosisKind = SlipKind | `${SlipKind} and ${SlipKind}`
