import { randomBytes } from 'node:crypto'
import { CountersError } from '@kvlar/core'
import type { Connection } from '../connection.ts'
import { evaluate, type Script, type ScriptRun } from '../evaluate.ts'
import { counterKeys, storeKey, type CounterKeys } from './counter-keys.ts'
import type { ReadCountersOptions } from './counters-options.ts'
import { BEGIN } from './scripts.ts'

/** What a script answers: a word, and then what it has to say. */
export type Answer = readonly (string | number | null)[]

/** The store of limits that this process counts in. */
export interface CountsStore {
  /** Changes when a person has all limits begin anew. */
  readonly id: string
  readonly keys: CounterKeys
  /**
   * Runs a step on the keys of the store.
   *
   * @throws CountersError `COUNTERS_GONE` when there is another store now, unless a person has begun it
   */
  run(step: Script, of: (keys: CounterKeys) => Omit<ScriptRun, 'waitReplicas'>): Promise<Answer>
  /** Has everything begin anew, for everyone. */
  beginAnew(): Promise<void>
}

const FORMAT = '1'
/** Resets that may come between the two halves of one operation. */
const RESETS_MAX = 8

/** @throws CountersError `COUNTERS_GONE`, `COUNTERS_BAD_OPTION` for a store of another format */
export async function openCountsStore(
  connection: Connection,
  place: string,
  { prefix, waitReplicas, known, mayMake }: ReadCountersOptions,
): Promise<CountsStore> {
  const ask = async (step: Script, of: Omit<ScriptRun, 'waitReplicas'>): Promise<Answer> =>
    // The scripts are ours, and each ends with such a list.
    (await evaluate(connection, step, { ...of, waitReplicas })) as Answer
  const gone = (what: string): CountersError =>
    new CountersError('COUNTERS_GONE', `the store of limits on Redis at \`${place}\` ${what}; refusing`)
  const begin = async (how: 'look' | 'first' | 'reset') => {
    const args = [FORMAT, randomBytes(16).toString('hex'), how]
    const [format, id, begun] = await ask(BEGIN, { keys: [storeKey(prefix)], args })
    if (format !== FORMAT && format !== '')
      throw new CountersError(
        'COUNTERS_BAD_OPTION',
        `the store of limits on Redis has format \`${format}\` and this version knows \`${FORMAT}\`; refusing it`,
      )
    return { id: String(id), isBegunByPerson: begun === 'reset' }
  }

  const found = await begin(mayMake && known === undefined ? 'first' : 'look')
  if (found.id === '') throw gone(known === undefined ? 'is not there' : 'has lost what it had counted')
  if (known !== undefined && found.id !== known && !found.isBegunByPerson)
    throw gone('is another one than before')

  let { id } = found
  let keys = counterKeys(prefix, id)
  const use = (other: string): void => {
    id = other
    keys = counterKeys(prefix, id)
  }
  return {
    get id() {
      return id
    },
    get keys() {
      return keys
    },
    run: async (step, of) => {
      for (let tries = 0; tries < RESETS_MAX; tries += 1) {
        const asked = of(keys)
        const answer = await ask(step, { ...asked, args: [id, ...asked.args] })
        const [kind, other, begun] = answer
        if (kind !== 'other') return answer
        if (begun !== 'reset')
          throw gone(other === '' ? 'has lost what it had counted' : 'is another one now')
        use(String(other))
      }
      throw gone('is reset again and again')
    },
    beginAnew: async () => use((await begin('reset')).id),
  }
}
