import { REDIS_LIMITS } from '../limits.ts'
import { ASK } from './scripts.ts'
import type { StandingStore } from './standing-keys.ts'
import type { ReadStandingOptions } from './standing-options.ts'

/** One action that enters its session, as the script takes it. */
export interface Entering {
  readonly sessionId: string
  /** When it does, its age and what is remembered of it, and where it began. */
  readonly args: readonly (string | number)[]
}

/** What the script says of a session. */
export type Entered = readonly (string | number)[]

/** What is asked of every call that is judged. */
export interface Asks {
  enter(entering: Entering): Promise<Entered>
  /** The record of the first of some targets that is turned away; empty when none is. */
  find(targets: readonly string[]): Promise<string>
}

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Asks of all calls that are judged in one breath by one script, in one round trip.
 *
 * @param onChanges told with each answer how often it has changed who is turned away
 */
export function askTogether(
  store: StandingStore,
  { idleMs, sessionsMax }: Pick<ReadStandingOptions, 'idleMs' | 'sessionsMax'>,
  onChanges: (changes: number) => void,
): Asks {
  let enters: Waiting<Entering, Entered>[] = []
  /** Each with how many targets it has first. */
  let finds: Waiting<readonly (string | number)[], string>[] = []

  const ask = async (): Promise<void> => {
    const [entering, finding] = [enters, finds]
    enters = []
    finds = []
    if (entering.length + finding.length === 0) return
    const all = [...entering, ...finding]
    try {
      const [, changes, ...answers] = await store.run(ASK, (keys) => ({
        isRead: entering.length === 0,
        keys: [...keys.head, keys.index, ...entering.map(({ asked }) => keys.session(asked.sessionId))],
        args: [
          idleMs,
          sessionsMax,
          entering.length,
          finding.length,
          ...entering.flatMap(({ asked }) => asked.args),
          ...finding.flatMap(({ asked }) => asked),
        ],
      }))
      // The script answers each in turn, in its own form.
      for (const [place, { resolve }] of all.entries()) resolve(answers[place] as Entered & string)
      onChanges(Number(changes))
    } catch (error) {
      for (const { reject } of all) reject(error)
    }
  }

  const gather = <Asked, Answer>(asked: Asked, waiting: () => Waiting<Asked, Answer>[]): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const count = enters.length + finds.length
      if (count === 0) queueMicrotask(() => void ask())
      waiting().push({ asked, resolve, reject })
      if (count + 1 >= REDIS_LIMITS.askedPerScriptMax) void ask()
    })
  return {
    enter: (entering) => gather(entering, () => enters),
    find: (targets) => gather([targets.length, ...targets], () => finds),
  }
}
