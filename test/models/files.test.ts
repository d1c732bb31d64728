// Models in files: whole or not at all, through links, with their permissions, and errors that name the file.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
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
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { arrayEqual, DataError, tensor } from '../../src/index.js'
import { softmaxRegression } from '../../src/models/index.js'
import { loadModel, saveModel } from '../../src/models/node/index.js'
import { MODEL, readStream, readWhole } from '../../src/models/node/read.js'

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

describe('a path that is read', () => {
  const small = { what: 'a note', bytes: 10_000 }
  const refusal = (path: string) =>
    readWhole(path, small).then(
      () => 'read',
      (error: DataError) => error.message,
    )

  it('gives the bytes of a regular file up to the limit, and not one more', async () => {
    const path = join(directory, 'note')
    for (const size of [0, 1, 4096, 4097, 9_999, 10_000]) {
      const bytes = Uint8Array.from({ length: size }, (_, i) => i % 251)
      writeFileSync(path, bytes)
      expect(Uint8Array.from(await readWhole(path, small))).toEqual(bytes)
    }
    writeFileSync(path, new Uint8Array(10_001))
    expect(await refusal(path)).toBe(
      `${path}: is too large: a note may have 10,000 bytes, and this has 10,001`,
    )
  })

  it('is no directory, device, named pipe or socket', async () => {
    const [pipe, socket] = [join(directory, 'pipe'), join(directory, 'socket')]
    spawnSync('mkfifo', [pipe])
    const server = createServer()
    await new Promise<void>(done => server.listen(socket, done))
    const kinds: readonly (readonly [path: string, kind: string])[] = [
      [directory, 'a directory'],
      ['/dev/zero', 'a device'],
      ['/dev/null', 'a device'],
      [pipe, 'a named pipe; write what comes out of it to a file'],
      [socket, 'a socket'],
    ]
    for (const [path, kind] of kinds) {
      const link = join(directory, 'link')
      symlinkSync(path, link)
      expect(await refusal(path)).toBe(`${path}: cannot be read: it is ${kind}`)
      expect(await refusal(link)).toBe(`${link}: cannot be read: it is ${kind}`)
      rmSync(link)
    }
    server.close()
  })

  it.skipIf(process.platform !== 'linux')('may tell 0 bytes and have more, as below /proc', async () => {
    expect(statSync('/proc/self/status').size).toBe(0)
    expect(String(await readWhole('/proc/self/status', small))).toMatch(/^Name:/)
    const path = '/proc/self/maps'
    expect(await refusal(path)).toBe(`${path}: is too large: a note may have 10,000 bytes, and this has more`)
    const error = await loadModel('/proc/self/status').catch(String)
    expect(error).toMatch(/^DataError: \/proc\/self\/status: is not JSON/)
  })

  it('may be a pipe that is open already', () => {
    const script = `
      import { readWhole } from './src/models/node/read.js'
      const limit = { what: 'a note', bytes: 10_000 }
      await readWhole(process.argv[2], limit).then(b => console.log(b.length), e => console.log(e.message))`
    const outfile = join(directory, 'read.mjs')
    buildSync({
      stdin: { contents: script, resolveDir: '.' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
    })
    const read = (size: number) =>
      spawnSync('sh', ['-c', `head -c ${size} /dev/zero | "$0" "$1" /dev/stdin`, process.execPath, outfile], {
        encoding: 'utf8',
      }).stdout
    expect(read(9_999)).toBe('9999\n')
    expect(read(10_001)).toBe('/dev/stdin: is too large: a note may have 10,000 bytes, and this has more\n')
  })

  it('may be a stream, of which no more is read than is allowed', async () => {
    let given = 0
    async function* endless() {
      for (;;) yield new Uint8Array(++given)
    }
    const error = await readStream('<stdin>', endless(), small).catch(String)
    expect(error).toBe('DataError: <stdin>: is too large: a note may have 10,000 bytes, and this has more')
    // 1 + 2 + … + 141 is the first such sum above 10,000.
    expect(given).toBe(141)
  })

  it('holds a model only if that is not too large, which it then is to write, too', async () => {
    const path = join(directory, 'model.json')
    writeFileSync(path, '')
    // No disk is used for what was never written.
    truncateSync(path, 2 ** 30)
    expect(await loadModel(path).catch(String)).toBe(
      `DataError: ${path}: is too large: a model may have 268,435,456 bytes, and this has 1,073,741,824`,
    )
    const refused = `DataError: ${path}: is too large: a model may have 268,435,456 bytes, and this has`
    // As of a model that large, which takes a gigabyte of memory to write.
    const size = vi.spyOn(Buffer, 'byteLength').mockReturnValue(MODEL.bytes + 1)
    expect(await saveModel(path, model).catch(String)).toBe(`${refused} 268,435,457`)
    size.mockRestore()
    // More text than a string can hold.
    const toJSON = () => 'x'.repeat(2 ** 30)
    expect(toJSON).toThrow(RangeError)
    const larger = Object.assign(Object.create(model) as typeof model, { toJSON })
    expect(await saveModel(path, larger).catch(String)).toBe(`${refused} more`)
    expect(statSync(path).size).toBe(2 ** 30)
    expect(readdirSync(directory)).toEqual(['model.json'])
  })
})

describe('temporary files', () => {
  /** A file as a process leaves it that is killed while it writes. */
  const leave = (name: string, days = 0): string => {
    const path = join(directory, name)
    writeFileSync(path, '{"cut o')
    const then = Date.now() / 1000 - days * 86_400
    utimesSync(path, then, then)
    return name
  }
  const mine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
  const ended = () => spawnSync(process.execPath, ['--version']).pid

  it('of processes that ended are removed by the next save, and nothing else is', async () => {
    leave(`.chainrule-${mine}-${ended()}-0123456789ab.tmp`)
    leave(`.chainrule-00000000-${ended()}-0123456789ab.tmp`, 2)
    leave(`.chainrule-${mine}-${process.ppid}-0123456789ab.tmp`, 2)
    leave('.chainrule-0123456789ab.tmp', 2)
    const kept = [
      leave(`.chainrule-${mine}-${process.ppid}-00112233aabb.tmp`),
      leave(`.chainrule-${mine}-${process.pid}-00112233aabb.tmp`, 2),
      leave(`.chainrule-00000000-${ended()}-00112233aabb.tmp`),
      leave('.chainrule-00112233aabb.tmp'),
      leave('.chainrule-notes.tmp', 2),
      leave(`.chainrule-${mine}-${ended()}-00112233aabb.tmp.txt`, 2),
      leave('chainrule-0123456789ab.tmp', 2),
    ]
    const folder = `.chainrule-${mine}-${ended()}-ffffffffffff.tmp`
    mkdirSync(join(directory, folder))
    await saveModel(join(directory, 'model.json'), model)
    expect(readdirSync(directory).sort()).toEqual([...kept, folder, 'model.json'].sort())
  })

  it('of saves side by side do not meet', async () => {
    const paths = Array.from({ length: 20 }, (_, i) => join(directory, `${i}.json`))
    await Promise.all(paths.map(path => saveModel(path, model)))
    for (const path of paths) expect(readFileSync(path, 'utf8')).toBe(text)
    expect(readdirSync(directory)).toHaveLength(20)
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
    await saveModel(path, model)
    expect(readdirSync(directory)).toEqual(['model.json'])
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
