// The language server as editors speak to it: a process of its own, the protocol over its standard streams.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type {
  CodeAction,
  Diagnostic,
  Hover,
  InitializeParams,
  Location,
  Range,
  TextDocumentEdit,
  TextEdit,
} from 'vscode-languageserver-protocol'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { notebookPage } from '../../src/lsp/page.js'
import { documentIn } from '../../src/verify/documents/formats.js'
import { buildCommand } from '../support/command.js'
import { Client, NEOVIM, VS_CODE } from './client.js'

const root = buildCommand()
const main = `${root}/dist/cli/main.js`
afterAll(() => rmSync(root, { recursive: true }))

let client: Client
/** One server for each editor, with which all tests go on that neither start nor end one. */
const shared = new Map<InitializeParams, Client>()
async function connect(editor: InitializeParams): Promise<Client> {
  const known = shared.get(editor)
  if (known !== undefined) return known
  const started = new Client(main)
  shared.set(editor, started)
  await started.initialize(editor)
  return started
}
afterEach(async () => {
  if ([...shared.values()].includes(client)) await client.closeAll()
  else client.kill()
})
afterAll(async () => {
  for (const one of shared.values()) expect([await one.end(), one.errors]).toEqual([0, ''])
})

const URI = 'file:///tmp/a%20paper.md'
const GIVEN = '```given\nX : real[m, n]\nw : real[n]\nt : real[m]\nL = \\frac{1}{2} \\|X w - t\\|^2\n```\n\n'
const TRUE = '$$ \\nabla_w L = X^\\top (X w - t) $$\n'
const FALSE = '$$ \\nabla_w L = X^\\top (X w + t) $$\n'

/** The text that a range of a document covers. */
const at = (text: string, range: Range): string =>
  TextDocument.create(URI, 'markdown', 1, text).getText(range)
const rangeOf = (text: string, part: string, from = 0): Range => {
  const document = TextDocument.create(URI, 'markdown', 1, text)
  const start = text.indexOf(part, from)
  return { start: document.positionAt(start), end: document.positionAt(start + part.length) }
}
const told = ({ severity, code, source }: Diagnostic) => ({ severity, code, source })
const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create(URI, 'markdown', 1, text), [...edits])

describe('a session', () => {
  it('says what the server can do, and ends with 0 where it was asked to', async () => {
    client = new Client(main)
    const { capabilities, serverInfo } = await client.initialize(VS_CODE)
    expect(serverInfo?.name).toBe('chainrule')
    expect(capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      definitionProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.chainrule'] },
      notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' } }] },
    })
    expect(await client.end()).toBe(0)
    expect(client.errors).toBe('')
  })

  it('ends with 1 where it was not asked to shut down, or the editor is gone', async () => {
    client = new Client(main)
    await client.initialize(NEOVIM)
    await client.connection.sendNotification('exit')
    expect(await client.exited).toBe(1)
    const other = new Client(main, [])
    await other.initialize(NEOVIM)
    other.connection.end()
    expect(await other.exited).toBe(1)
    other.kill()
  })

  it('refuses requests that it does not know, or before it is initialized, and goes on', async () => {
    client = new Client(main, ['--stdio', `--clientProcessId=${process.pid}`])
    await client.initialize(VS_CODE)
    await expect(client.connection.sendRequest('chainrule/nothing', {})).rejects.toMatchObject({
      code: -32601,
    })
    await client.connection.sendNotification('chainrule/nothing', {})
    expect(
      await client.request<Hover | null>('textDocument/hover', URI, { position: { line: 0, character: 0 } }),
    ).toBe(null)
    expect(await client.open(URI, GIVEN + TRUE)).toEqual([])
    expect(await client.end()).toBe(0)
  })
})

describe('diagnostics', () => {
  beforeEach(async () => {
    client = await connect(VS_CODE)
  })

  it('say what is refuted, where, with a case and what would be right', async () => {
    const text = GIVEN + FALSE
    const [found, ...others] = await client.open(URI, text)
    expect(others).toEqual([])
    expect(told(found!)).toEqual({ severity: 1, code: 'refuted', source: 'chainrule' })
    expect(at(text, found!.range)).toContain('+')
    expect(found!.message).toMatch(/^refuted: .*/)
    expect(found!.message).toMatch(/for m = .*claimed is .*true is/)
  })

  it('say what cannot be read, in a claim and in the given block', async () => {
    const text = `${GIVEN.replace('t : real[m]', 't : rael[m]')}${TRUE}$$ w = v $$\n`
    const found = await client.open(URI, text)
    expect(found.map(told)).toEqual(
      Array.from({ length: 3 }, () => ({ severity: 1, code: 'unread', source: 'chainrule' })),
    )
    expect(found.map(({ range }) => at(text, range))).toEqual(['rael', 'L', 'v'])
    expect(found[2]!.message).toMatch(/^not read: v is not declared[\s\S]*\nDeclared are X, w/)
  })

  it('warn of what cannot be decided, and show which lines declare shapes that do not fit', async () => {
    const text = `${GIVEN}$$ \\nabla_w L = X (X w - t) $$\n`
    const [found] = await client.open(URI, text)
    expect(told(found!)).toEqual({ severity: 1, code: 'refuted', source: 'chainrule' })
    expect(
      found!.relatedInformation?.map(({ message, location }) => [message, at(text, location.range)]),
    ).toEqual(
      expect.arrayContaining([
        ['X : real[m, n]', 'X : real[m, n]'],
        ['w : real[n]', 'w : real[n]'],
      ]),
    )
    const kink =
      '```given\nx : real\ny = |x|\n```\n\nIf $x = 0$,\n\n$$ \\frac{\\partial y}{\\partial x} = 1 $$\n'
    const [other] = await client.open('file:///tmp/b.md', kink)
    expect(told(other!)).toEqual({ severity: 2, code: 'nonsmooth', source: 'chainrule' })
  })

  it('heed marks: what is expected is a hint, what is not is an error', async () => {
    const found = await client.open(
      URI,
      `${GIVEN}<!-- expect: refuted -->\n${FALSE}\n<!-- expect: refuted -->\n${TRUE}`,
    )
    expect(found.map(told).map(({ severity, code }) => [severity, code])).toEqual([
      [4, 'refuted'],
      [1, 'holds'],
    ])
  })

  it('stand where editors count to: with CRLF, a byte order mark, and letters of two units', async () => {
    for (const text of [
      GIVEN.replaceAll('\n', '\r\n') + FALSE.replaceAll('\n', '\r\n'),
      `\ufeff${GIVEN}${FALSE}`,
      `𝔼𝟙 is set.\n\n${GIVEN}> 𝟙 said:\n>\n> ${FALSE}`,
      `${GIVEN}𝔼𝟙𝔼: ${FALSE}`,
    ]) {
      const uri = `file:///tmp/${encodeURIComponent(text.slice(0, 9))}${text.length}.md`
      const [found] = await client.open(uri, text)
      expect([found?.code, at(text, found!.range)]).toEqual(['refuted', expect.stringContaining('+')])
    }
  })

  it('are those of LaTeX in a text that is LaTeX, whose macros are read', async () => {
    const text = [
      '\\documentclass{article}',
      '\\newcommand{\\T}{^\\top}',
      '% chainrule: X : real[m, n]',
      '% chainrule: w : real[n]',
      '% chainrule: t : real[m]',
      '% chainrule: L = \\frac{1}{2} \\|X w - t\\|^2',
      '\\begin{document}',
      '\\begin{equation} \\nabla_w L = X\\T (X w + t) \\end{equation}',
      '\\end{document}',
      '',
    ].join('\r\n')
    const uri = 'untitled:Untitled-1'
    const [found, ...others] = await client.open(uri, text, 'latex')
    expect([found?.code, at(text, found!.range), others]).toEqual([
      'refuted',
      expect.stringContaining('+'),
      [],
    ])
  })

  it('are those of files that a text includes, told where it begins, with their places', async () => {
    const folder = mkdtempSync(join(root, 'included-'))
    writeFileSync(join(folder, 'part.tex'), 'Then\n\\[ a + b = a - b \\]\n')
    writeFileSync(join(folder, 'given.tex'), '% chainrule: a : real\n% chainrule: b : real\n')
    const uri = String(pathToFileURL(join(folder, 'main.tex')))
    const text = '\\input{given}\n\\input{part}\n\\[ a + b = b + a \\]\n\\[ a = 2 b \\]\n'
    const [included, own, ...others] = await client.open(uri, text, 'latex')
    expect([included?.code, included?.range.end, String(included?.message).split('\n')[0], others]).toEqual([
      'refuted',
      { line: 0, character: 0 },
      expect.stringMatching(/^part\.tex:2:\d+: refuted/),
      [],
    ])
    expect([own?.code, own?.range.start.line]).toEqual(['refuted', 3])
    const hover = await client.request<Hover>('textDocument/hover', uri, {
      position: rangeOf(text, 'a = 2 b').start,
    })
    expect(hover.contents).toMatchObject({ value: expect.stringContaining('a : real') })
    const offered = await client.request<readonly CodeAction[]>('textDocument/codeAction', uri, {
      range: { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } },
      context: { diagnostics: [included] },
    })
    expect(offered).toEqual([])
  })

  it('tell of a given block that nobody wrote, and of nothing in a text that claims nothing', async () => {
    const [assumed, ...others] = await client.open(
      URI,
      'Let $b \\in \\mathbb{R}^n$.\n\n$$ f = b^\\top b $$\n\n$$ \\nabla_b f = 2 b $$\n',
    )
    expect([told(assumed!), others]).toEqual([{ severity: 3, code: 'assumed', source: 'chainrule' }, []])
    expect(assumed!.message).toContain('b : real[n]')
    expect(
      (await client.open('file:///tmp/README.md', '# Install\n')).map(({ severity }) => severity),
    ).toEqual([3])
  })

  it('follow changes in parts and as a whole, and go when the document is closed', async () => {
    const text = GIVEN + FALSE
    expect(await client.open(URI, text)).toHaveLength(1)
    expect(await client.change(URI, 2, { range: rangeOf(text, '+'), text: '-' })).toEqual([])
    const parts = [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: 'Said 𝔼.\n\n' },
      { range: { start: { line: 9, character: 0 }, end: { line: 99, character: 0 } }, text: FALSE },
    ]
    const [found] = await client.change(URI, 3, ...parts)
    expect(at(`Said 𝔼.\n\n${text}`, found!.range)).toContain('+')
    expect(await client.change(URI, 4, { text: GIVEN + TRUE })).toEqual([])
    await client.change(URI, 5, { text })
    const before = client.publishedFor(URI).length
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } })
    expect(await client.diagnostics(URI, undefined, before)).toEqual([])
  })
})

describe('repairs', () => {
  const text = `${GIVEN}${FALSE}\nBut\n\n> $$ \\nabla_w L =\r\n> X^\\top (X w + t) $$\n`
  const mended = text.replaceAll('w + t', 'w - t')
  const actions = (range: Range, context: object = { diagnostics: [] }) =>
    client.request<readonly CodeAction[]>('textDocument/codeAction', URI, { range, context })
  const editsOf = ({ edit }: CodeAction): readonly TextEdit[] =>
    edit!.documentChanges?.flatMap(change => (change as TextDocumentEdit).edits as TextEdit[]) ??
    edit!.changes?.[URI] ??
    []

  it('are quick fixes that an editor applies, one or all', async () => {
    client = await connect(VS_CODE)
    const found = await client.open(URI, text)
    expect(found).toHaveLength(2)
    const [first, ...more] = await actions(found[0]!.range, { diagnostics: found })
    expect(first).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [found[0]] })
    expect(first!.edit!.documentChanges).toMatchObject([{ textDocument: { uri: URI, version: 1 } }])
    expect(applied(text, editsOf(first!))).toBe(text.replace('w + t', 'w - t'))
    const all = more.find(({ title }) => title === 'Apply all 2 verified repairs')
    expect(applied(text, editsOf(all!))).toBe(mended)
    expect(await client.change(URI, 2, { text: applied(text, editsOf(all!)) })).toEqual([])
  })

  it('are offered to editors that fix all on saving, and not where nothing is wrong', async () => {
    client = await connect(NEOVIM)
    await client.open(URI, text)
    const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } }
    const only = await actions(whole, { diagnostics: [], only: ['source.fixAll'] })
    expect(only.map(({ kind }) => kind)).toEqual(['source.fixAll.chainrule'])
    expect(Object.keys(only[0]!.edit!)).toEqual(['changes'])
    expect(applied(text, editsOf(only[0]!))).toBe(mended)
    expect(await actions(whole, { diagnostics: [], only: ['refactor'] })).toEqual([])
    expect(await actions(rangeOf(text, 'But'))).toEqual([])
    await client.change(URI, 2, { text: mended })
    expect(await actions(whole)).toEqual([])
  })
})

describe('what is shown under the cursor', () => {
  const text = `${GIVEN}So $X w$ is\n\n$$ \\sum_i X_{ij} (x_i^\\top w - t_i) = (\\nabla_w L)_j $$\n`.replace(
    'x_i^\\top w',
    '(X w)_i',
  )
  const hover = async (part: string, from = 0): Promise<string | undefined> => {
    const { start } = rangeOf(text, part, from)
    const found = await client.request<Hover | null>('textDocument/hover', URI, { position: start })
    return found === null ? undefined : (found.contents as { readonly value: string }).value
  }

  it('is how it is read, its shape, its declaration and the verdict', async () => {
    client = await connect(VS_CODE)
    await client.open(URI, text)
    const body = text.indexOf('$$ ')
    expect(await hover('X_{ij}', body)).toMatch(
      /^`X_ij`: a number, for each .*\n\ndeclared: `X : real\[m, n\]`\n\nread as: `for all j ≤ n: .*`\n\nholds$/,
    )
    expect(await hover('X w', text.indexOf('So'))).toBe('`X`: m×n\n\ndeclared: `X : real[m, n]`')
    expect(await hover('t\\|', 0)).toBe('`t`: a column of m\n\ndeclared: `t : real[m]`')
    expect(await hover('L =')).toMatch(/^`L`: a number\n\ndeclared: `L = /)
    expect(await hover('So')).toBe(undefined)
  })

  it('is plain text for an editor that shows no Markdown', async () => {
    client = await connect(NEOVIM)
    await client.open(URI, text)
    expect(await hover('t : real')).toBe('t\ndeclared: t : real[m]')
  })

  it('leads to the line that declares it', async () => {
    client = await connect(NEOVIM)
    const found = await client.open(URI, text)
    // Neovim asked for what nobody checks as well.
    expect(found.map(({ severity, code }) => [severity, code])).toEqual([[4, 'unchecked']])
    const position = rangeOf(text, 't_i').start
    const place = await client.request<Location>('textDocument/definition', URI, { position })
    expect(at(text, place.range)).toBe('t : real[m]')
  })
})

// Where notebooks are read, in whatever way: as the cells that VS Code sends, as the JSON that others open.
describe.runIf(documentIn('a.ipynb', notebookOf('```given\na : real\n```')).given !== undefined)(
  'a notebook',
  () => {
    const CELLS = [
      '# 𝔼\n\n```given\na : real\nb : real\n```',
      'print("\\n")',
      'Then "𝟙":\r\n\r\n$$ (a + b)^2 = a^2 +\r\n a b + b^2 $$',
    ]
    const NOTEBOOK = 'file:///tmp/a.ipynb'
    const uriOf = (i: number) => `vscode-notebook-cell:/tmp/a.ipynb#W${i}`
    const item = (i: number, text: string) => ({
      uri: uriOf(i),
      languageId: i === 1 ? 'python' : 'markdown',
      version: 1,
      text,
    })

    it('is checked as a whole, and each cell has what is found in it', async () => {
      client = new Client(main)
      await client.initialize(VS_CODE)
      await client.connection.sendNotification('notebookDocument/didOpen', {
        notebookDocument: {
          uri: NOTEBOOK,
          notebookType: 'jupyter-notebook',
          version: 1,
          cells: CELLS.map((_, i) => ({ kind: i === 1 ? 2 : 1, document: uriOf(i) })),
        },
        cellTextDocuments: CELLS.map((text, i) => item(i, text)),
      })
      const [found, ...others] = await client.diagnostics(uriOf(2))
      expect([found?.code, at(CELLS[2]!, found!.range), others]).toEqual(['refuted', 'a b', []])
      expect(await client.diagnostics(uriOf(0))).toEqual([])
      const position = rangeOf(CELLS[2]!, 'a b').start
      const place = await client.request<Location>('textDocument/definition', uriOf(2), { position })
      expect([place.uri, at(CELLS[0]!, place.range)]).toEqual([uriOf(0), 'a : real'])
      const [fix] = await client.request<readonly CodeAction[]>('textDocument/codeAction', uriOf(2), {
        range: found!.range,
        context: { diagnostics: [] },
      })
      const [change] = fix!.edit!.documentChanges as TextDocumentEdit[]
      expect(change!.textDocument).toEqual({ uri: uriOf(2), version: 1 })
      const mended = applied(CELLS[2]!, change!.edits as TextEdit[])
      expect(mended).toContain('a^2 +\r\n 2')

      const before = client.publishedFor(uriOf(2)).length
      await client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: NOTEBOOK, version: 2 },
        change: {
          cells: { textContent: [{ document: { uri: uriOf(2), version: 2 }, changes: [{ text: mended }] }] },
        },
      })
      expect(await client.diagnostics(uriOf(2), 2, before)).toEqual([])
      await client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { uri: NOTEBOOK, version: 3 },
        change: {
          cells: {
            structure: {
              array: { start: 1, deleteCount: 1, cells: [{ kind: 1, document: uriOf(3) }] },
              didOpen: [item(3, '$$ a = b $$')],
              didClose: [{ uri: uriOf(1) }],
            },
          },
        },
      })
      expect(await client.diagnostics(uriOf(3), 1)).toMatchObject([{ code: 'refuted' }])
      await client.connection.sendNotification('notebookDocument/didClose', {
        notebookDocument: { uri: NOTEBOOK },
        cellTextDocuments: [0, 2, 3].map(i => ({ uri: uriOf(i) })),
      })
      expect(await client.diagnostics(uriOf(3), undefined, 1)).toEqual([])
      expect(await client.end()).toBe(0)
    })

    it('is checked as the JSON that it is', async () => {
      client = await connect(NEOVIM)
      const text = notebookOf(...CELLS)
      const [found, ...others] = await client.open(NOTEBOOK, text, 'json')
      expect([found?.code, at(text, found!.range), others]).toEqual(['refuted', 'a b', []])
      const [fix] = await client.request<readonly CodeAction[]>('textDocument/codeAction', NOTEBOOK, {
        range: found!.range,
        context: { diagnostics: [] },
      })
      const mended = applied(text, fix!.edit!.changes![NOTEBOOK]!)
      expect(JSON.parse(mended).cells[2].source).toContain('a^2 +\r\n 2')
      expect(await client.change(NOTEBOOK, 2, { text: mended })).toEqual([])
    })
  },
)

/** A notebook as it is saved, with its second cell one of code. */
function notebookOf(...cells: readonly string[]): string {
  const documents = cells.map((text, i) => ({
    document: TextDocument.create(`cell:${i}`, 'markdown', 1, text),
    isText: i !== 1,
  }))
  return notebookPage('file:///a.ipynb', documents).text
}
