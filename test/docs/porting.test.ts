// docs/porting.md lists what is exported, under the entry that exports it.
import { readFileSync } from 'node:fs'
import * as core from 'chainrule'
import * as compile from 'chainrule/compile'
import * as distributions from 'chainrule/distributions'
import * as fft from 'chainrule/fft'
import * as linalg from 'chainrule/linalg'
import * as nn from 'chainrule/nn'
import * as optim from 'chainrule/optim'
import * as special from 'chainrule/special'
import * as stats from 'chainrule/stats'
import { describe, expect, it } from 'vitest'

const entries: Record<string, object> = {
  chainrule: core,
  'chainrule/compile': compile,
  'chainrule/distributions': distributions,
  'chainrule/fft': fft,
  'chainrule/linalg': linalg,
  'chainrule/nn': nn,
  'chainrule/optim': optim,
  'chainrule/special': special,
  'chainrule/stats': stats,
}

const page = readFileSync(new URL('../../docs/porting.md', import.meta.url), 'utf8')
const sections = page
  .split(/^## /m)
  .slice(1)
  .map(section => ({
    entry: /^`([^`]+)`/.exec(section)?.[1] ?? section,
    names: [...section.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell]) =>
      cell!.split(', ').map(name => name.replaceAll('`', '')),
    ),
  }))

describe('the porting table', () => {
  it('has a section for each of these entries', () => {
    expect(sections.map(({ entry }) => entry).sort()).toEqual(Object.keys(entries).sort())
  })

  it.each(sections)('names what $entry exports', ({ entry, names }) => {
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter(name => !(name in entries[entry]!))).toEqual([])
  })

  it('says each name once, and more than a hundred of them', () => {
    const all = sections.flatMap(({ entry, names }) => names.map(name => `${entry} ${name}`))
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([])
    expect(all.length).toBeGreaterThan(100)
  })
})
