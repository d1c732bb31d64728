// Pages checked as they change: after a pause, claim by claim, and no further once a newer text is there.
import { type CheckedPaper, Memory, type PaperOptions, paperSteps } from '../verify/index.js'
import { includesOf } from './includes.js'
import type { Page } from './page.js'

/** What decides when work is done. */
export interface Scheduler {
  /** Runs something after a pause, unless it is called off by what this returns. */
  later(run: () => void, milliseconds: number): () => void
  /** Lets everything else have its turn. */
  turn(): Promise<void>
}

/** The clock and the event loop of the host. */
export const HOST: Scheduler = {
  later(run, milliseconds) {
    const timer = setTimeout(run, milliseconds)
    return () => clearTimeout(timer)
  },
  turn: () => new Promise(done => setImmediate(done)),
}

/** A page and what became of it. */
export interface Checked {
  readonly page: Page
  readonly paper: CheckedPaper
}

/** A page that is open: as it is now, as it was last checked, and what is known of its claims. */
interface Open {
  page: Page
  checked: Checked | undefined
  callOff: () => void
  readonly memory: Memory
}

/** How to check, and whom to tell. */
export interface CheckSettings {
  readonly options: PaperOptions
  /** For so long nothing must change before a page is checked. */
  readonly pause: number
  readonly scheduler: Scheduler
  onChecked(checked: Checked): void
  onFault(page: Page, error: unknown): void
}

/** The checks of all pages that are open. */
export class Checks {
  readonly #settings: CheckSettings
  readonly #open = new Map<string, Open>()

  constructor(settings: CheckSettings) {
    this.#settings = settings
  }

  /** A page is opened, or has changed. */
  changed(page: Page): void {
    const { scheduler, pause } = this.#settings
    const before = this.#open.get(page.uri)
    before?.callOff()
    const open = before ?? { page, checked: undefined, callOff() {}, memory: new Memory() }
    open.page = page
    this.#open.set(page.uri, open)
    const run = () => {
      this.#check(open, page).catch(error => this.#settings.onFault(page, error))
    }
    open.callOff = scheduler.later(run, before === undefined ? 0 : pause)
  }

  /** A page is closed: it is not checked any further, and forgotten. */
  closed(uri: string): Page | undefined {
    const open = this.#open.get(uri)
    open?.callOff()
    this.#open.delete(uri)
    return open?.page
  }

  /** The page of an address as it is now. */
  page(uri: string): Page | undefined {
    return this.#open.get(uri)?.page
  }

  /** What became of a page, where that was its text of now. */
  checked(uri: string): Checked | undefined {
    const { page, checked } = this.#open.get(uri) ?? {}
    return checked?.page === page ? checked : undefined
  }

  async #check(open: Open, page: Page): Promise<void> {
    const { options, scheduler, onChecked } = this.#settings
    const isStale = (): boolean => open.page !== page || this.#open.get(page.uri) !== open
    const read = includesOf(page.uri)
    const how = read === undefined ? options : { ...options, read }
    const steps = paperSteps(page.file, page.text, open.memory, how)
    for (;;) {
      const { done, value } = steps.next()
      if (done) {
        open.checked = { page, paper: value }
        onChecked(open.checked)
        return
      }
      await scheduler.turn()
      if (isStale()) return
    }
  }
}
