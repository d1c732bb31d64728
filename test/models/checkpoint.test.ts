// Checkpoints in files: a run that is killed while it saves goes on from the last one, to the same bits.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { ArgumentError, DataError, tensor, zeros } from '../../src/index.js'
import { loadCheckpoint, saveCheckpoint } from '../../src/models/node/index.js'
import { checkpointText } from '../../src/optim/index.js'
import { fresh, next } from './longRun.js'

const root = mkdtempSync(join(tmpdir(), 'chainrule-checkpoints-'))
afterAll(() => rmSync(root, { recursive: true }))

describe('saveCheckpoint and loadCheckpoint', () => {
  it('give back a tree, and leave nothing else behind', async () => {
    const path = join(mkdtempSync(join(root, 'case-')), 'run.json')
    const tree = {
      w: tensor([0.1, -0, Number.NaN]),
      half: tensor([0.1], { dtype: 'float32' }),
      best: -0,
      note: undefined,
    }
    await saveCheckpoint(path, { w: zeros([5]) })
    await saveCheckpoint(path, tree)
    expect(readFileSync(path, 'utf8')).toBe(checkpointText(tree))
    expect(await loadCheckpoint(path)).toStrictEqual(tree)
    const { best, half } = await loadCheckpoint(path, tree)
    expect([best, half.dtype, half.item()]).toEqual([-0, 'float32', Math.fround(0.1)])
    expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
  })

  it('name the file, the field and the reason where they cannot', async () => {
    const path = join(mkdtempSync(join(root, 'case-')), 'run.json')
    const refused = async (run: Promise<unknown>, message: string) => {
      const error = await run.then(
        () => undefined,
        (caught: unknown) => caught,
      )
      expect(error).toBeInstanceOf(DataError)
      expect(String(error)).toContain(`DataError: ${path}: ${message}`)
    }
    await refused(loadCheckpoint(path), 'cannot be read: there is no such file')
    await refused(
      saveCheckpoint(join(path), { w: zeros([1]) }).then(() => loadCheckpoint(path, { w: zeros([2]) })),
      'w: wanted a tensor float64 [2], got a tensor float64 [1]',
    )
    writeFileSync(path, checkpointText({ w: zeros([2]) }).replace('[0,0]', '[0,"0"]'))
    await refused(loadCheckpoint(path), 'w.$tensor.values[1]: wanted a number, got "0"')
    writeFileSync(path, Uint8Array.of(0x7b, 0xff))
    await refused(loadCheckpoint(path), 'is not UTF-8 text, so it is no checkpoint')
    // No disk is used for what was never written.
    truncateSync(path, 2 ** 29)
    await refused(
      loadCheckpoint(path),
      'is too large: a checkpoint may have 268,435,456 bytes, and this has 536,870,912',
    )
    const size = vi.spyOn(Buffer, 'byteLength').mockReturnValue(2 ** 28 + 1)
    await refused(
      saveCheckpoint(path, {}),
      'is too large: a checkpoint may have 268,435,456 bytes, and this has 268,435,457',
    )
    size.mockRestore()
    const error = await saveCheckpoint(path, { f: () => 1 }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ArgumentError)
    expect(String(error)).toContain('f is a function')
    expect(readdirSync(join(path, '..'))).toEqual(['run.json'])
  })
})

describe('a run that is killed', () => {
  it('goes on from the last checkpoint, with every optimizer, to the bits of one that was not', async () => {
    const directory = mkdtempSync(join(root, 'killed-'))
    const [path, script] = [join(directory, 'run.json'), join(root, 'run.mjs')]
    // Goes on from what is there, saving after each step, until it is killed.
    buildSync({
      stdin: {
        contents: `
          import { existsSync } from 'node:fs'
          import { loadCheckpoint, saveCheckpoint } from './src/models/node/index.js'
          import { fresh, next } from './test/models/longRun.js'
          const path = process.argv[2]
          let run = existsSync(path) ? await loadCheckpoint(path, fresh()) : fresh()
          for (let i = 0; ; i++) {
            run = next(run)
            await saveCheckpoint(path, run)
            if (i === 0) console.log('started')
          }`,
        resolveDir: '.',
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    })
    let whole = fresh()
    let steps = 0
    for (const delay of [0, 11, 37]) {
      const child = spawn(process.execPath, [script, path])
      const ended = new Promise(resolve => child.on('exit', resolve))
      await new Promise(resolve => child.stdout.once('data', resolve))
      await new Promise(resolve => setTimeout(resolve, delay))
      child.kill('SIGKILL')
      await ended
      const found = await loadCheckpoint(path, fresh())
      // Each child took a step at least, whatever the others left.
      expect(found.step).toBeGreaterThan(steps)
      for (; steps < found.step; steps++) whole = next(whole)
      expect(checkpointText(found)).toBe(checkpointText(whole))
    }
    await saveCheckpoint(path, whole)
    expect(readdirSync(directory)).toEqual(['run.json'])
  })
})
