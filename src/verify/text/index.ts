// The face of text: formulas as trees, read, walked, made and printed.
export { type Token, tokenize } from './lex/lexer.js'
export { PI } from './lex/literals.js'
export { ENVIRONMENTS } from './lex/signs.js'
export { isName } from './lex/token.js'
export { functionNamed, isKeyword } from './lex/words.js'
export {
  add,
  big,
  call,
  compare,
  complement,
  derivative,
  equal,
  hadamard,
  iverson,
  minus,
  mul,
  NOWHERE,
  negated,
  number,
  over,
  plus,
  power,
  product,
  quotient,
  reciprocal,
  sizeOf,
  sum,
  symbol,
  times,
  transposed,
} from './make.js'
export { variedBy } from './parse/constructs/differentials.js'
export type { Names, Taken } from './parse/cursor.js'
export { apart } from './parse/dots.js'
export { textInName } from './parse/names.js'
export { allReadings, type Fit, onlyReading, type Readings } from './parse/readings.js'
export {
  leadingStatements,
  parseCondition,
  parseDefinition,
  parseExpression,
  parseStatements,
} from './parse/statement.js'
export { conditionText, print, type Style } from './print/print.js'
export { TIGHT } from './print/style.js'
export {
  across,
  attempt,
  edited,
  inSource,
  isMisfit,
  LanguageError,
  type Span,
  type TextEdit,
  type Trouble,
} from './source.js'
export type {
  BigOp,
  Bracket,
  Comparison,
  Condition,
  Expr,
  Factor,
  Index,
  Kind,
  Of,
  Related,
  Relation,
  Statement,
  Step,
  SymbolExpr,
} from './tree.js'
export {
  appliedIn,
  childrenOf,
  conditionParts,
  conditionsOf,
  formulasIn,
  formulasOf,
  mapStatement,
  mapTree,
  moved,
  nameOfIndex,
  replaced,
  rewritten,
  symbolsIn,
  withCondition,
} from './visit.js'
