// The page of ops, generated from src/ops: shapes, derivatives and edges from the comments, dtypes by trying.
//
// What a comment says, in this order: what the op computes, in one sentence. Then, in any sentence or paragraph, shapes
// (`[m, n] → [m]`, or that it broadcasts) and the derivative (`dy = …`, `d(…) = …`, `∂…`, "the adjoint …", "flat").
// Whatever else it says, such as `Edges: …`, becomes a note below the table.
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { dtypesOf, type OpName } from './dtypes.js'
import type { Problem } from './page.js'

export const OPS_PAGE = 'docs/ops.md'

interface Entry {
  readonly name: string
  readonly signature: string
  readonly summary: string
  readonly shapes: string | undefined
  readonly derivative: string | undefined
  readonly dtypes: string | undefined
  readonly notes: readonly string[]
  readonly place: string
}

/** The page, and what the comments leave out. */
export function opsPage(): { text: string; missing: Problem[] } {
  const files = new Map([
    ...exportsOf('src/ops'),
    ...exportsOf('src/ops/linalg'),
    ...exportsOf('src/ops/nn'),
    ...exportsOf('src/ops/special'),
    ...exportsOf('src/ops/stats'),
    ...exportsOf('src/ops/fft'),
  ])
  const entries = [...files].flatMap(([file, names]) => names.map(name => entryOf(file, name)))
  const missing = entries.flatMap(({ name, place, ...entry }) => {
    const gaps = (['summary', 'shapes', 'derivative', 'dtypes'] as const).filter(part => !entry[part])
    return gaps.length > 0 ? [{ place, message: `${name}: its comment gives no ${gaps.join(', no ')}` }] : []
  })
  const sections = [...files.keys()].map(file =>
    section(
      file,
      entries.filter(e => e.place.startsWith(file)),
    ),
  )
  return { text: `${[HEAD, ...sections].join('\n\n')}\n`, missing }
}

const HEAD = `# The ops

<!-- Generated from the comments in src/ops by \`npm run docs -- --update\`: change them there. -->

Every op that \`chainrule\`, \`chainrule/linalg\`, \`chainrule/nn\`, \`chainrule/special\`, \`chainrule/stats\` and \`chainrule/fft\` export, by the file that
defines it. **Shapes** use a letter for an extent; an op that "broadcasts" takes shapes that meet by [NumPy's rule](broadcasting.md). **dtypes** were found by running each op on each
type: _keeps_ gives back the type it got, and _float_ keeps floats and makes float64 of the rest. **Derivative** gives
the change of the output y (or of the expression) for small changes of the inputs; an op whose result is a whole
number or a truth value has none. Gradients at edges are discussed under [numerics](numerics.md).`

function section(file: string, entries: readonly Entry[]): string {
  const opening = readFileSync(file, 'utf8')
    .split('\n')[0]!
    .replace(/^\/\/ /, '')
  const rows = entries.map(({ signature, summary, shapes, derivative, dtypes }) =>
    [`\`${signature}\``, summary, shapes, dtypes, derivative].map(part => cell(part ?? '—')),
  )
  const notes = entries.filter(e => e.notes.length > 0).map(e => `- **${e.name}**: ${e.notes.join(' ')}`)
  return [
    `## [${file.replace(/^.*\/|\.ts$/g, '')}](../${file})`,
    opening,
    [
      '| op | value | shapes | dtypes | derivative |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map(row => `| ${row.join(' | ')} |`),
    ].join('\n'),
    ...(notes.length > 0 ? [notes.join('\n')] : []),
  ].join('\n\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

/** What an index re-exports, by file. */
function exportsOf(folder: string): Map<string, string[]> {
  const source = parse(`${folder}/index.ts`)
  const files = new Map<string, string[]>()
  for (const node of source.statements) {
    if (!ts.isExportDeclaration(node) || node.moduleSpecifier === undefined || node.isTypeOnly) continue
    const file = `${folder}/${(node.moduleSpecifier as ts.StringLiteral).text.slice(2).replace(/js$/, 'ts')}`
    const names = node.exportClause as ts.NamedExports
    files.set(
      file,
      names.elements.filter(e => !e.isTypeOnly).map(e => e.name.text),
    )
  }
  return files
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)

function entryOf(file: string, name: string): Entry {
  const { node, type, parameters, line } = declarationOf(file, name)
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  const [first = '', ...rest] = sentencesOf(ts.getTextOfJSDocComment(doc?.comment) ?? '')
  const sentences = [first, ...rest]
  const elementwise = type === 'UnaryOp' || type.startsWith('<S extends Shape>(x: Tensor<S>)')
  const broadcasts = type === 'BinaryOp' || sentences.some(s => /^broadcasts/i.test(s))
  const shapes = partOf(rest, SHAPES)
  const derivative = partOf(rest, DERIVATIVE) ?? /the adjoint of .*(?=\.)/.exec(first)?.[0]
  const takesOptions = parameters === undefined && /axis/.test(shapes ?? '')
  const taken = parameters ?? (broadcasts ? 'a, b' : takesOptions ? 'x, options?' : 'x')
  const required = taken.split(', ').filter(parameter => !parameter.endsWith('?')).length
  const dtypes = dtypesOf(name as OpName, required)
  const discrete = dtypes === '→ bool' || dtypes === '→ int32'
  return {
    name,
    signature: `${name}(${taken})`,
    summary: first.replace(/\.$/, ''),
    shapes: shapes ?? (broadcasts ? 'broadcasts' : elementwise ? 'any → the same' : undefined),
    derivative: derivative ?? (discrete ? 'none' : undefined),
    dtypes,
    notes: rest
      .filter(s => !SHAPES.test(s) && !DERIVATIVE.test(s) && !REDUNDANT.test(s))
      .map(s => s.replace(/^Edges: (.)/, (_, letter: string) => letter.toUpperCase())),
    place: `${file}:${line}`,
  }
}

/** Where a name is declared: what carries its comment, its type as written, and its parameters. */
function declarationOf(file: string, name: string) {
  const source = parse(file)
  const functions = source.statements.filter(ts.isFunctionDeclaration).filter(f => f.name?.text === name)
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
  // Of overloads, the first carries the comment and the last has all parameters.
  if (functions.length > 0)
    return {
      node: functions[0]!,
      type: '',
      parameters: namesOf(functions.at(-1)!),
      line: lineOf(functions[0]!),
    }
  for (const node of source.statements.filter(ts.isVariableStatement)) {
    const declaration = node.declarationList.declarations.find(d => d.name.getText(source) === name)
    if (declaration === undefined) continue
    const rule = declaration.initializer && functionIn(declaration.initializer)
    return {
      node,
      type: declaration.type?.getText(source) ?? '',
      parameters: declaration.type?.getText(source) === 'UnaryOp' ? 'x' : rule && namesOf(rule),
      line: lineOf(node),
    }
  }
  throw new Error(`${file} does not declare ${name}`)
}

/** The function that a constant is, or that says in a definition what it computes: `binary({ f: (a, b) => a + b })`. */
function functionIn(value: ts.Expression): ts.ArrowFunction | undefined {
  if (ts.isArrowFunction(value)) return value
  if (ts.isAsExpression(value) || ts.isParenthesizedExpression(value)) return functionIn(value.expression)
  if (!ts.isCallExpression(value)) return undefined
  const parts = value.arguments.flatMap(argument =>
    ts.isObjectLiteralExpression(argument)
      ? argument.properties.flatMap(p => (ts.isPropertyAssignment(p) ? [p.initializer] : []))
      : [argument],
  )
  return parts.find(ts.isArrowFunction)
}

const namesOf = ({ parameters }: ts.FunctionDeclaration | ts.ArrowFunction): string =>
  parameters
    .map(p => {
      const optional = p.initializer !== undefined || p.questionToken !== undefined
      return `${p.dotDotDotToken ? '…' : ''}${p.name.getText()}${optional ? '?' : ''}`
    })
    .join(', ')

/** Sentences, cut also where a clause with shapes gives way to one with the derivative. */
function sentencesOf(comment: string): string[] {
  return comment
    .split(/\n\s*\n/)
    .map(paragraph => paragraph.replace(/\s*\n\s*/g, ' ').trim())
    .flatMap(paragraph => paragraph.split(/(?<=\.)\s+/))
    .flatMap(sentence => sentence.split(/;\s+(?=(?:for [^,]+, )?(?:d[y(_]|∂|the adjoint|linear|flat|→))/))
    .filter(sentence => sentence !== '')
}

const DERIVATIVE = /^(for [^,]+, )?(d[y(_]|∂|the adjoint|the slope|linear|flat)/i
const SHAPES = /^(?!dy|d\(|∂).*→ ?((int32 |bool )?\[|the same|shape|bool of|\w+ of \[)/
/** What the table says elsewhere. */
const REDUNDANT = /^(broadcasts|→ bool|→ int32)/i

const partOf = (sentences: readonly string[], what: RegExp): string | undefined => {
  const found = sentences.filter(sentence => what.test(sentence)).map(s => s.replace(/\.$/, ''))
  return found.length === 0 ? undefined : found.join('; ')
}
