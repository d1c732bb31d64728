// The floors of the house: imports point down, there are no circles, and the core needs no host.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** From the ground up; a file imports from floors below, or from its own where that is a folder or a group of one idea. */
const floors: readonly (readonly RegExp[])[] = [
  [/^(axes|errors|shape|dtype|scoped)\.ts$/],
  [/^kernels\//, /^print\.ts$/],
  [/^(tensor|create|fill|compare|random)\.ts$/],
  [/^graph\//],
  [/^ops\//],
  [/^walk\//, /^backward\.ts$/],
  [/^transforms\//],
  [/^(compile|debug|distributions|metrics|models|optim|data|testing|verify)\//],
  [/^(index|fluent|vitest)\.ts$/],
  [/^lsp\//],
  [/^cli\//],
]
const floorOf = (file: string) => floors.findIndex(rooms => rooms.some(room => room.test(file)))

/** The rooms of the verifier, from the ground up; what puts them together stands above them. */
const rooms = [
  'numbers',
  'terms',
  'text',
  'report',
  'given',
  'meaning',
  'evaluate',
  'points',
  'decide',
  'repair',
  'documents',
  'code',
]
const roomOf = (file: string) => /^verify\/(?:(\w+)\/)?/.exec(file)?.[1]

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(f => f.endsWith('.ts'))
const source = (file: string) => readFileSync(join('src', file), 'utf8')
const imports = (file: string) =>
  [...source(file).matchAll(/^(?:import|export)\s[^'"]*?from '([^']+)'|^import '([^']+)'/gms)].map(
    m => (m[1] ?? m[2])!,
  )
const local = (file: string) =>
  imports(file)
    .filter(path => path.startsWith('.'))
    .map(path => normalize(join(dirname(file), path)).replace(/\.js$/, '.ts'))

describe('the house', () => {
  it('has a floor for every file', () => {
    expect(files.filter(file => floorOf(file) < 0)).toEqual([])
  })

  it('has no import that points up', () => {
    const up = files.flatMap(file =>
      local(file)
        .filter(to => floorOf(to) > floorOf(file))
        .map(to => `${file} → ${to}`),
    )
    expect(up).toEqual([])
  })

  it('has rooms in the verifier, which know the rooms below by their faces', () => {
    const inside = files.filter(file => file.startsWith('verify/'))
    expect(inside.map(roomOf).filter(room => room !== undefined && !rooms.includes(room))).toEqual([])
    const wrong = inside.flatMap(file =>
      local(file)
        .filter(to => {
          const [own, other] = [roomOf(file), roomOf(to)]
          if (!to.startsWith('verify/') || own === other) return false
          if (other === undefined) return own !== undefined
          const isBelow = own === undefined || rooms.indexOf(other) < rooms.indexOf(own)
          return !isBelow || !to.endsWith('/index.ts')
        })
        .map(to => `${file} → ${to}`),
    )
    expect(wrong).toEqual([])
  })

  it('has no circles', () => {
    const done = new Set<string>()
    const visit = (file: string, trail: readonly string[]): void => {
      expect(trail.includes(file), [...trail, file].join(' → ')).toBe(false)
      if (done.has(file)) return
      for (const to of local(file)) visit(to, [...trail, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
  })

  it('imports no host API and no package but the generator into the core', () => {
    const core = new Set<string>()
    const reach = (file: string): void => {
      if (core.has(file)) return
      core.add(file)
      for (const to of local(file)) reach(to)
    }
    reach('index.ts')
    const outside = [...core].flatMap(file => imports(file).filter(path => !path.startsWith('.')))
    expect(outside.filter(path => !path.startsWith('pure-rand/'))).toEqual([])
  })

  it('has a language server that knows the verifier by its face, and is known by its own', () => {
    const inner = files
      .filter(file => file.startsWith('lsp/'))
      .flatMap(file => local(file).filter(to => !to.startsWith('lsp/')))
    expect([...new Set(inner)]).toEqual(['verify/index.ts'])
    const loads = source('cli/main.ts').match(/'\.\.\/lsp\/[^']*'/g)
    expect(loads).toEqual(["'../lsp/index.js'"])
  })

  it('has a command line that knows the verifier by its face, and loads a command where it is called', () => {
    const inner = files
      .filter(file => file.startsWith('cli/'))
      .flatMap(file => local(file).filter(to => to.startsWith('verify/') && to !== 'verify/index.ts'))
    expect(inner).toEqual([])
    const loaded = new Set<string>()
    const load = (file: string): void => {
      if (loaded.has(file)) return
      loaded.add(file)
      const types = /^import type [^'"]*? from '[^']*'/gms
      for (const path of [
        ...source(file)
          .replace(types, '')
          .matchAll(/^import\s[^'"]*?from '(\.[^']+)'/gms),
      ])
        load(normalize(join(dirname(file), path[1]!)).replace(/\.js$/, '.ts'))
    }
    load('cli/main.ts')
    expect([...loaded].filter(file => !/^(cli|models\/node)\//.test(file))).toEqual(['errors.ts'])
    expect(loaded.has('cli/check.ts') || loaded.has('cli/train.ts')).toBe(false)
  })

  it('opens each file with a sentence that says what room it is', () => {
    expect(
      files.filter(
        file => !/^(#!.*\n)?\/\/ [`A-Z].*[.:]$/m.test(source(file).split('\n').slice(0, 2).join('\n')),
      ),
    ).toEqual([])
  })
})
