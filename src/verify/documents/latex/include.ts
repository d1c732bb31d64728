// Files that a LaTeX document takes in: which a command names, and what may be read of them.
import { decoded, nothingIn } from '../bytes.js'
import { Cursor } from '../macros/macro.js'
import type { Shared } from './shared.js'

/** More files than this, or more text in them, are not taken in. */
const MOST_FILES = 1000
const MOST_CHARACTERS = 2 ** 24

/** The files that a command names. */
export interface Named {
  readonly paths: readonly string[]
  readonly extension: string
  /** Whether it is usual that they are not there, but with TeX itself. */
  readonly isOptional: boolean
  readonly ways: readonly string[]
  readonly end: number
}

const WAYS = [
  'Only files in the folder of the document are read.',
  'To leave it out, write % skip in the line before.',
]

/** The files that are named behind a command; `undefined` where it takes none in. */
export function fileNamed(text: string, word: string, at: number): Named | undefined {
  const cursor = new Cursor(text, at)
  const path = (): string | undefined => {
    const group = cursor.group('{')
    return group && cursor.slice(group).trim()
  }
  const file = (paths: readonly (string | undefined)[], isOptional = false, extension = '.tex') => {
    const known = paths.filter(path => path !== undefined && path !== '')
    return known.length < paths.length
      ? undefined
      : { paths: known as readonly string[], extension, isOptional, ways: WAYS, end: cursor.at }
  }
  if (word === 'input') {
    const found = path() ?? cursor.take(/[ \t]*([^\s\\{}$%]+)/y)?.[1]
    return file([found], found === 'glyphtounicode')
  }
  if (word === 'include' || word === 'subfile') return file([path()])
  if (word === 'import' || word === 'subimport') {
    const [folder, name] = [path(), path()]
    return file([folder === undefined || name === undefined ? undefined : `${folder}/${name}`])
  }
  if (word !== 'usepackage' && word !== 'RequirePackage') return undefined
  cursor.group('[')
  const names = path()
  return names === undefined
    ? undefined
    : file(
        names.split(',').map(name => name.trim()),
        true,
        '.sty',
      )
}

/** The text of a file, or why it is not read. */
export function fetched(
  path: string,
  extension: string,
  { read, included }: Shared,
  trail: readonly string[],
): { readonly file: string; readonly text: string } | string {
  const plain = resolved(path)
  if (plain === undefined) return `'${path}' is not a path within the folder of the document`
  if (read === undefined) return `'${path}' is not read: nothing here reads other files`
  const names = plain.endsWith(extension) ? [plain] : [plain + extension, plain]
  for (const file of names) {
    const bytes = read(file)
    if (bytes === undefined) continue
    if (trail.includes(file)) return `'${file}' includes itself`
    const { text, trouble } = decoded(bytes, text => nothingIn(text))
    if (trouble !== undefined) return `'${file}' is not read: ${trouble.reason}`
    const size = included.reduce((sum, { text }) => sum + text.length, text.length)
    if (included.length >= MOST_FILES || size > MOST_CHARACTERS)
      return `'${file}' is not read: too much is included`
    included.push({ file, text })
    return { file, text }
  }
  return `there is no file '${path}'`
}

/** A path without . and .., with / between its parts; `undefined` where it is absolute or leads out of its folder. */
function resolved(path: string): string | undefined {
  if (/^([/~]|[a-zA-Z]:)|[\\|<>"?*\0]/.test(path)) return undefined
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return undefined
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.length === 0 ? undefined : parts.join('/')
}
