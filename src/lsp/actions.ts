// Repairs as a client applies them: each verified one as a quick fix, and the likeliest of every claim at once.
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver'
import type { Span } from '../verify/index.js'
import type { Checked } from './checks.js'
import { placeOf } from './diagnostics.js'
import type { Page } from './page.js'

/** All repairs of a page at once, as a client asks for on saving. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.chainrule`

/** A repair that was verified: the change of the file, and what it mends. */
interface Fix {
  readonly title: string
  readonly span: Span
  readonly text: string
  /** What the diagnostic underlines, and all of the step. */
  readonly blame: Span
  readonly step: Span
  /** The likeliest of several. */
  readonly first: boolean
}

/** The changes that a client may be offered at a place. */
export function actionsAt(
  { page, paper }: Checked,
  { textDocument: { uri }, range, context: { only, diagnostics } }: CodeActionParams,
  versioned: boolean,
): readonly CodeAction[] {
  const fixes = fixesOf(paper)
  const likeliest = fixes.filter(({ first }) => first)
  const isWanted = (kind: string): boolean =>
    only === undefined || only.some(wanted => kind === wanted || kind.startsWith(`${wanted}.`))
  const here = fixes.filter(({ step }) => {
    const place = page.place(step)
    return place?.uri === uri && isTouching(place.range, range)
  })
  const all = (kind: string): CodeAction => ({
    title: `Apply ${likeliest.length === 1 ? 'the verified repair' : `all ${likeliest.length} verified repairs`}`,
    kind,
    edit: editOf(page, likeliest, versioned),
  })
  return [
    ...(isWanted(CodeActionKind.QuickFix) ? here : []).map(fix => ({
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      isPreferred: fix.first,
      diagnostics: diagnostics.filter(diagnostic => isFor(page, fix, diagnostic)),
      edit: editOf(page, [fix], versioned),
    })),
    ...(isWanted(CodeActionKind.QuickFix) && here.length > 0 && likeliest.length > 1
      ? [all(CodeActionKind.QuickFix)]
      : []),
    // Asked for by name only: an editor that lists whatever there is has it above.
    ...(only !== undefined && isWanted(FIX_ALL) && likeliest.length > 0 ? [all(FIX_ALL)] : []),
  ]
}

function fixesOf({ claims }: Checked['paper']): readonly Fix[] {
  return claims.flatMap(({ map, report, expected, file }) =>
    // What is meant to be wrong is not mended, and what is in another file not from here.
    report === undefined || expected === report.verdict || file !== undefined
      ? []
      : report.steps.flatMap(step => {
          const at = (span: Span): Span => map.editFor(span, '').span
          const repairs = step.diagnoses.flatMap(({ message, repair }) =>
            repair === undefined ? [] : [{ message, ...map.editFor(repair.span, repair.replacement) }],
          )
          return repairs.map(({ message, span, text }, i) => ({
            title: titleOf(message),
            span,
            text,
            blame: at(placeOf(step)),
            step: at({ start: step.left.start, end: step.right.end }),
            first: i === 0,
          }))
        }),
  )
}

/** Longer titles are cut by menus in places of their own. */
const WIDTH = 120

function titleOf(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim()
  const title = line.length > WIDTH ? `${line.slice(0, WIDTH).replace(/[\ud800-\udbff]$/, '')}…` : line
  return title.charAt(0).toUpperCase() + title.slice(1)
}

const isFor = (page: Page, { blame }: Fix, { source, range }: Diagnostic): boolean => {
  const place = page.place(blame)
  return source === 'chainrule' && place !== undefined && isTouching(place.range, range)
}

const isBefore = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character)

/** Whether two ranges share a place, be it the end of one. */
const isTouching = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start)

/** Changes of the file as changes of the client's documents. */
function editOf(page: Page, fixes: readonly Fix[], versioned: boolean): WorkspaceEdit {
  const edits = new Map<string, TextEdit[]>()
  for (const { span, text } of fixes) {
    const place = page.place(span)
    if (place === undefined) continue
    const edit = { range: place.range, newText: page.said(text) }
    edits.set(place.uri, [...(edits.get(place.uri) ?? []), edit])
  }
  if (!versioned) return { changes: Object.fromEntries(edits) }
  return {
    documentChanges: page.documents.flatMap(({ uri, version }) => {
      const own = edits.get(uri)
      return own === undefined ? [] : [{ textDocument: { uri, version }, edits: own }]
    }),
  }
}
