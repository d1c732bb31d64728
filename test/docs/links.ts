// Links between pages: the file is there, and so is the heading.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { type Page, type Problem, placeOf, readPage } from './page.js'

/** What the package holds beside its dist: `files`, and what npm always packs. */
const packed: readonly string[] = [
  ...JSON.parse(readFileSync('package.json', 'utf8')).files,
  'README.md',
  'LICENSE',
  'package.json',
]
const isPacked = (path: string): boolean => packed.some(held => path === held || path.startsWith(`${held}/`))

/** Links of the pages to files and headings that do not exist. Links to other sites are not followed. */
export function brokenLinks(pages: readonly Page[]): Problem[] {
  const known = new Map(pages.map(page => [page.path, page]))
  const pageAt = (path: string): Page => {
    const page = known.get(path) ?? readPage(path)
    known.set(path, page)
    return page
  }
  return pages.flatMap(page =>
    page.links.flatMap(({ target, line }) => {
      if (/^[a-z]+:/i.test(target)) return []
      const [file = '', anchor] = decodeURI(target).split('#')
      const path = file === '' ? page.path : normalize(join(dirname(page.path), file))
      const complain = (message: string) => [{ place: placeOf(page, line), message }]
      if (!existsSync(path)) return complain(`the link leads to ${path}, which does not exist`)
      if (isPacked(page.path) && !isPacked(path))
        return complain(`the link leads to ${path}, which "files" of package.json leaves out of the package`)
      if (anchor === undefined || !path.endsWith('.md') || statSync(path).isDirectory()) return []
      if (pageAt(path).anchors.has(anchor)) return []
      return complain(`the link leads to #${anchor}, and ${path} has no such heading`)
    }),
  )
}
