// What \begin{…} in a text opens: a formula on its own, one within a line, prose that may hold formulas, or code.
import { ENVIRONMENTS } from '../text/index.js'

/** What an environment is to a reader of papers. */
export type Environment = 'display' | 'inline' | 'prose' | 'code'

const NAMES: Readonly<Record<Environment, string>> = {
  display: `dgroup darray array ${ENVIRONMENTS.join(' ')}`,
  inline: 'math',
  prose: `document abstract theorem lemma proposition corollary conjecture claim proof definition remark example exercise
    solution problem note itemize enumerate description quote quotation verse center flushleft flushright minipage figure
    table subequations tikzpicture tabular`,
  code: 'verbatim Verbatim BVerbatim LVerbatim alltt lstlisting minted comment filecontents',
}

const KINDS: ReadonlyMap<string, Environment> = new Map(
  (Object.keys(NAMES) as Environment[]).flatMap(kind =>
    NAMES[kind].split(/\s+/).map(name => [name, kind] as const),
  ),
)

/** What an environment is; an asterisk makes no difference. `undefined` for one that is not known. */
export const environmentOf = (name: string): Environment | undefined => KINDS.get(name.replace(/\*$/, ''))

/** Whether what an unknown environment holds is prose: formulas in it have delimiters of their own. */
export const isProse = (content: string): boolean => /\$|\\[([]|\\begin\{/.test(content)
