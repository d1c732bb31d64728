// The documents of the collection: derivations as people write them, each display with a mark that says whether it is true.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Where they lie, from the root of the repository, unless COLLECTION says another folder. */
export const FOLDER = process.env.COLLECTION ?? 'test/verify/score/collection/documents'

/** The paths of all documents in a folder; none where there is no such folder. */
export const documentsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter(name => /\.(md|tex|ipynb)$/.test(name) && name !== 'README.md')
        .sort()
        .map(name => join(folder, name))
    : []
