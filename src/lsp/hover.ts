// What a client shows of the formula under the cursor: how the part is read, its shape, its declaration, the verdict.
import { type Hover, MarkupKind } from 'vscode-languageserver'
import { type CheckedPaper, type Look, lookAt, type Span } from '../verify/index.js'
import { includesOf } from './includes.js'
import type { Page } from './page.js'

/** What is shown at an offset of a page. The verdict is that of the last check, where one is known of this text. */
export function hoverAt(
  page: Page,
  offset: number,
  paper: CheckedPaper | undefined,
  markdown: boolean,
): Hover | undefined {
  const look = lookAt(page.file, page.text, offset, includesOf(page.uri))
  const verdict = look?.reading === undefined ? undefined : verdictAt(paper, offset)
  const place = look && page.place(look.span)
  if (look === undefined || place === undefined) return undefined
  const value = linesOf(look, verdict, markdown ? code : text => text).join(markdown ? '\n\n' : '\n')
  const kind = markdown ? MarkupKind.Markdown : MarkupKind.PlainText
  return { contents: { kind, value }, range: place.range }
}

function linesOf(
  { part, shape, declaration, reading }: Look,
  verdict: string | undefined,
  formula: (text: string) => string,
): readonly string[] {
  return [
    formula(part) + (shape === undefined ? '' : `: ${shape}`),
    ...(declaration === undefined ? [] : [`declared: ${formula(declaration.text)}`]),
    ...(reading === undefined ? [] : [`read as: ${formula(reading)}`]),
    ...(verdict === undefined ? [] : [verdict]),
  ]
}

/** What became of the claim at an offset. */
function verdictAt(paper: CheckedPaper | undefined, offset: number): string | undefined {
  const claim = paper?.claims.find(({ map, source, file }) => {
    const { start, end }: Span = map.editFor({ start: 0, end: source.length }, '').span
    return file === undefined && start <= offset && offset <= end
  })
  if (claim === undefined) return undefined
  return claim.report?.verdict ?? 'not read'
}

/** A text as code of Markdown, whatever marks are in it. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([mark]) => mark.length))
  const fence = '`'.repeat(longest + 1)
  const space = longest > 0 ? ' ' : ''
  return fence + space + text.replace(/\s+/g, ' ') + space + fence
}
