// When the server works: after a pause, claim by claim, never on a text that is no longer there. The test is the clock.
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConnection } from 'vscode-languageserver/node'
import {
  type CodeAction,
  createProtocolConnection,
  type Hover,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { Checks, type Scheduler } from '../../src/lsp/checks.js'
import { textPage } from '../../src/lsp/page.js'
import { serve } from '../../src/lsp/server.js'
import { NEOVIM, type Published } from './client.js'

/** A clock and an event loop that go on when they are told to. */
class Hands implements Scheduler {
  readonly #pauses = new Set<() => void>()
  readonly #turns: (() => void)[] = []
  /** How long the last pause was to be. */
  pause: number | undefined

  later(run: () => void, milliseconds: number): () => void {
    this.pause = milliseconds
    this.#pauses.add(run)
    return () => this.#pauses.delete(run)
  }

  turn(): Promise<void> {
    return new Promise(done => this.#turns.push(done))
  }

  /** How many wait for their pause to end, and for their turn. */
  get waiting(): readonly [pauses: number, turns: number] {
    return [this.#pauses.size, this.#turns.length]
  }

  endPause(): void {
    for (const run of this.#pauses) {
      this.#pauses.delete(run)
      run()
    }
  }

  /** Gives a turn to whoever waits for one; returns whether anybody did. */
  async giveTurn(): Promise<boolean> {
    const waiting = this.#turns.splice(0)
    for (const go of waiting) go()
    // What they do until they wait again is done within promises.
    await new Promise(setImmediate)
    return waiting.length > 0
  }

  async finish(): Promise<void> {
    this.endPause()
    while (await this.giveTurn());
  }
}

const URI = 'file:///tmp/a.md'
const GIVEN = '```given\na : real\nb : real\n```\n\n'
const claims = (...texts: readonly string[]) => GIVEN + texts.map(text => `$$ ${text} $$\n\n`).join('')

let hands: Hands
let client: ProtocolConnection
let published: Published[]

beforeEach(async () => {
  hands = new Hands()
  published = []
  const [there, back] = [new PassThrough(), new PassThrough()]
  const connection = createConnection(there, back)
  serve(connection, hands, '0')
  connection.listen()
  client = createProtocolConnection(new StreamMessageReader(back), new StreamMessageWriter(there))
  client.onNotification('textDocument/publishDiagnostics', (params: Published) => {
    published.push(params)
  })
  client.listen()
  await client.sendRequest('initialize', { ...NEOVIM, processId: null })
})
afterEach(() => client.dispose())

/** Waits until the server has read all that was sent, by a question that it answers at once. */
const heard = () =>
  client.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri: URI },
    position: { line: 0, character: 0 },
  })
async function open(text: string): Promise<void> {
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: URI, languageId: 'markdown', version: 1, text },
  })
  await heard()
}
async function change(version: number, text: string): Promise<void> {
  await client.sendNotification('textDocument/didChange', {
    textDocument: { uri: URI, version },
    contentChanges: [{ text }],
  })
  await heard()
}
async function said(): Promise<
  readonly (readonly [version: number | undefined, codes: readonly unknown[]])[]
> {
  await heard()
  return published.map(({ version, diagnostics }) => [version, diagnostics.map(({ code }) => code)])
}

describe('a check', () => {
  it('begins at once for a text that is opened, and after a pause for one that is changed', async () => {
    await open(claims('a + b = b + a'))
    expect(hands.pause).toBe(0)
    await hands.finish()
    await change(2, claims('a + b = b + b'))
    expect(hands.pause).toBeGreaterThan(100)
    expect(await said()).toEqual([[1, []]])
    await hands.finish()
    expect(await said()).toEqual([
      [1, []],
      [2, ['refuted']],
    ])
  })

  it('is done once for all that is typed within a pause', async () => {
    await open(claims('a = a'))
    await hands.finish()
    for (let version = 2; version < 8; version++) await change(version, claims(`a + ${version} = b`))
    expect(hands.waiting).toEqual([1, 0])
    await hands.finish()
    expect((await said()).map(([version]) => version)).toEqual([1, 7])
  })

  it('lets others have their turn after each claim, and answers them', async () => {
    await open(claims('a + b = b + a', 'a b = b a', 'a - a = 0'))
    hands.endPause()
    for (let turn = 0; turn < 3; turn++) {
      expect(hands.waiting).toEqual([0, 1])
      const position = { line: 5, character: 3 }
      const shown = await client.sendRequest<Hover>('textDocument/hover', {
        textDocument: { uri: URI },
        position,
      })
      expect(shown.contents).toMatchObject({ value: expect.stringContaining('a : real') })
      expect(await said()).toEqual([])
      await hands.giveTurn()
    }
    expect(await said()).toEqual([[1, []]])
  })

  it('stops at the next claim once the text has changed, and is not told', async () => {
    await open(claims('a = a', 'b = b', 'a = b'))
    hands.endPause()
    await hands.giveTurn()
    await change(2, claims('a = b', 'b = b'))
    await hands.giveTurn()
    expect(hands.waiting).toEqual([1, 0])
    await hands.finish()
    expect(await said()).toEqual([[2, ['refuted']]])
  })

  it('stops once the document is closed, whose diagnostics go', async () => {
    await open(claims('a = b', 'b = a'))
    hands.endPause()
    await client.sendNotification('textDocument/didClose', { textDocument: { uri: URI } })
    await heard()
    await hands.finish()
    expect(await said()).toEqual([[undefined, []]])
    expect(hands.waiting).toEqual([0, 0])
    await change(2, claims('a = b'))
    expect(hands.waiting).toEqual([0, 0])
  })
})

describe('a check that fails of itself', () => {
  it('is told, and the next one is made', async () => {
    const [told, done]: [unknown[], unknown[]] = [[], []]
    const options = { seed: 1, budget: { seconds: 10 } }
    const checks = new Checks({
      options,
      pause: 0,
      scheduler: hands,
      onChecked: ({ paper }) => done.push(paper.exitCode),
      onFault: (_, error) => told.push(error),
    })
    const page = () => textPage(TextDocument.create(URI, 'markdown', 1, claims('a = a')))
    options.seed = 0.5
    checks.changed(page())
    await hands.finish()
    expect([String(told), done]).toEqual([expect.stringContaining('seed must be a whole number'), []])
    options.seed = 1
    checks.changed(page())
    await hands.finish()
    expect([told.length, done]).toEqual([1, [0]])
  })
})

describe('a repair', () => {
  it('is not offered of a text that has changed since it was found', async () => {
    const actions = () =>
      client.sendRequest<readonly CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: URI },
        range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
        context: { diagnostics: [] },
      })
    await open(claims('(a + b)^2 = a^2 + a b + b^2'))
    await hands.finish()
    expect(await actions()).not.toEqual([])
    await change(2, `\n${claims('(a + b)^2 = a^2 + a b + b^2')}`)
    expect(await actions()).toEqual([])
    await hands.finish()
    expect(await actions()).not.toEqual([])
  })
})
