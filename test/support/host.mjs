// The command again and again in one process, which is loaded and warm after the first call: `node host.mjs dist/cli/main.js`.
// Its main file is evaluated anew for each call, as in a process of its own, what that imports is not. What a call prints goes
// to the real streams, where a mark ends it; its exit code goes to the parent.
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const main = process.argv[2]
let calls = 0

process.on('message', async ({ args, directory, mark }) => {
  process.chdir(directory)
  process.argv = [process.execPath, main, ...args]
  process.exitCode = undefined
  await import(`${pathToFileURL(main)}?call=${calls++}`)
  const code = process.exitCode ?? 0
  process.exitCode = undefined
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners('error')
    await new Promise(done => stream.write(mark, done))
  }
  process.send({ code })
})
