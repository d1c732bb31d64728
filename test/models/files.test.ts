// Models in files: whole or not at all, through links, with their permissions, and errors that name the file.
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { arrayEqual, DataError, tensor } from '../../src/index.js'
import { softmaxRegression } from '../../src/models/index.js'
import { loadModel, saveModel } from '../../src/models/node/index.js'

const model = softmaxRegression({ epochs: 3 }).fit(tensor([[0], [1], [3]]), tensor([0, 1, 1]))
const text = `${JSON.stringify(model)}\n`
const root = mkdtempSync(join(tmpdir(), 'chainrule-files-'))
afterAll(() => rmSync(root, { recursive: true }))

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(root, 'case-'))
})

describe('saveModel and loadModel', () => {
  it('write a model and read it, and leave nothing else behind', async () => {
    const path = join(directory, 'model.json')
    await saveModel(path, model)
    expect(arrayEqual((await loadModel(path)).params.theta, model.params.theta)).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe(text)
    await saveModel(path, model)
    expect(readdirSync(directory)).toEqual(['model.json'])
  })

  it('keep the permissions of a file that was there, and give a new one those of the umask', async () => {
    const path = join(directory, 'model.json')
    writeFileSync(path, 'old')
    chmodSync(path, 0o640)
    await saveModel(path, model)
    expect(statSync(path).mode & 0o777).toBe(0o640)
    const fresh = join(directory, 'fresh.json')
    await saveModel(fresh, model)
    expect(statSync(fresh).mode & 0o777).toBe(0o666 & ~process.umask())
  })

  it('write through symbolic links, also to a file not there yet', async () => {
    mkdirSync(join(directory, 'there'))
    const [link, chain] = [join(directory, 'link.json'), join(directory, 'chain.json')]
    symlinkSync('there/model.json', link)
    symlinkSync(link, chain)
    await saveModel(chain, model)
    expect(readlinkSync(link)).toBe('there/model.json')
    expect(readFileSync(join(directory, 'there', 'model.json'), 'utf8')).toBe(text)
    await saveModel(link, model)
    expect(readdirSync(join(directory, 'there'))).toEqual(['model.json'])
  })

  it('name the file and the reason where they cannot', async () => {
    const loop = join(directory, 'loop')
    symlinkSync('loop', loop)
    const binary = join(directory, 'binary')
    writeFileSync(binary, Uint8Array.of(0x7b, 0xff, 0xfe))
    const cases: readonly (readonly [run: () => Promise<unknown>, path: string, reason: string])[] = [
      [() => saveModel(directory, model), directory, 'cannot be written: it is a directory'],
      [() => saveModel('/dev/null', model), '/dev/null', 'cannot be written: it is no regular file'],
      [() => saveModel(loop, model), loop, 'cannot be written: its symbolic links never end'],
      [
        () => saveModel(join(directory, 'no', 'm'), model),
        join(directory, 'no', 'm'),
        'cannot be written: there is no such',
      ],
      [() => saveModel(join(binary, 'm'), model), join(binary, 'm'), 'a part of its path is no directory'],
      [
        () => loadModel(join(directory, 'no')),
        join(directory, 'no'),
        'cannot be read: there is no such file',
      ],
      [() => loadModel(directory), directory, 'cannot be read: it is a directory'],
      [() => loadModel(binary), binary, 'is not UTF-8 text'],
    ]
    for (const [run, path, reason] of cases) {
      const error = await run().catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(DataError)
      expect(String(error)).toContain(`DataError: ${path}: `)
      expect(String(error)).toContain(reason)
    }
    expect(readdirSync(directory).sort()).toEqual(['binary', 'loop'])
  })
})

describe('a write that does not end', () => {
  const script = join(root, 'save.mjs')
  beforeAll(() => {
    // Writes two models of about 400 KB by turns, told apart by their first class.
    buildSync({
      stdin: {
        contents: `
          import { zeros } from './src/index.js'
          import { SoftmaxModel } from './src/models/index.js'
          import { saveModel } from './src/models/node/index.js'
          const make = first => new SoftmaxModel({
            params: { theta: zeros([50_000, 2]) }, scale: undefined, classes: [first, 'z'],
            featureNames: undefined, history: [], converged: false,
          })
          const turns = [make('even'), make('odd')]
          try {
            for (let i = 0; i < Number(process.argv[3]); i++) {
              await saveModel(process.argv[2], turns[i % 2])
              if (i === 0) console.log('started')
            }
          } catch (error) {
            console.log(String(error))
          }`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    })
  })

  it('because the process is killed leaves the old file or the new one, whole', async () => {
    const path = join(directory, 'model.json')
    for (const delay of [0, 3, 7, 12, 20, 31]) {
      const child = spawn(process.execPath, [script, path, '1000000'])
      const ended = new Promise(resolve => child.on('exit', resolve))
      await new Promise(resolve => child.stdout.once('data', resolve))
      await new Promise(resolve => setTimeout(resolve, delay))
      child.kill('SIGKILL')
      await ended
      expect(['even', 'odd']).toContain((await loadModel(path)).classes[0])
    }
  })

  it('because the file grows too large leaves the old file, and no other', () => {
    const path = join(directory, 'model.json')
    writeFileSync(path, text)
    // A limit of 64 blocks: 400 KB do not fit, and the write fails halfway.
    const { stdout } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 64; exec "$@"', 'sh', process.execPath, script, path, '1'],
      {
        encoding: 'utf8',
      },
    )
    expect(stdout).toBe(`DataError: ${path}: cannot be written: the file would be too large\n`)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(directory)).toEqual(['model.json'])
    expect(existsSync(path)).toBe(true)
  })
})
