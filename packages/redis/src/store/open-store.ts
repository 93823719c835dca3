import { randomBytes } from 'node:crypto'
import type { Connection } from '../connection.ts'
import { evaluate, type Script, type ScriptRun } from '../evaluate.ts'
import type { NamedStoreWords } from '../store-words.ts'
import { storeScript } from './store-script.ts'

/** What a script answers: a word, and then what it has to say. */
export type RedisReply = readonly (string | number | null)[]

/** What one step works on. */
export interface StepRun extends Omit<ScriptRun, 'waitReplicas'> {
  /** Whether it only reads: then it waits for no replica. */
  readonly isRead?: boolean
}

/** A store on Redis that is known by its name, so that one that was lost is missed. */
export interface NamedStore<Keys> {
  /** Changes when a person has it begin anew. */
  readonly id: string
  readonly keys: Keys
  /**
   * Runs a step on the keys of the store.
   *
   * @throws `gone` when there is another store now, unless a person has begun it
   */
  run(step: Script, of: (keys: Keys) => StepRun): Promise<RedisReply>
  /** Has everything begin anew, for everyone. */
  beginAnew(): Promise<void>
}

export interface NamedStoreOptions<Keys> {
  readonly words: NamedStoreWords
  /** Which Redis, and where in it, for people. */
  readonly place: string
  readonly prefix: string
  readonly waitReplicas: number
  /** The store that must be there (`id`); any may be when undefined. */
  readonly known: string | undefined
  /** Whether a store that is not there is begun. */
  readonly mayMake: boolean
  /** The keys of a store of this name. */
  readonly keysOf: (id: string) => Keys
}

const BEGIN = storeScript('store/begin')
const FORMAT = '1'
/** Resets that may come between the two halves of one operation. */
const RESETS_MAX = 8

/** Where it stands which store there is. */
export function storeKey(prefix: string): string {
  return `{${prefix}}:store`
}

/** @throws `gone`, `badOption` for a store of another format */
export async function openStore<Keys>(
  connection: Connection,
  { words, place, prefix, waitReplicas, known, mayMake, keysOf }: NamedStoreOptions<Keys>,
): Promise<NamedStore<Keys>> {
  const ask = async (step: Script, { isRead = false, ...of }: StepRun): Promise<RedisReply> =>
    // The scripts are ours, and each ends with such a list.
    (await evaluate(connection, step, { ...of, waitReplicas: isRead ? 0 : waitReplicas })) as RedisReply
  const gone = (what: string): Error => words.gone(`${words.name} on Redis at \`${place}\` ${what}; refusing`)
  const begin = async (how: 'look' | 'first' | 'reset') => {
    const args = [FORMAT, randomBytes(16).toString('hex'), how]
    const [format, id, begun] = await ask(BEGIN, { keys: [storeKey(prefix)], args })
    if (format !== FORMAT && format !== '')
      throw words.badOption(
        `${words.name} on Redis has format \`${format}\` and this version knows \`${FORMAT}\`; refusing it`,
      )
    return { id: String(id), isBegunByPerson: begun === 'reset' }
  }

  const found = await begin(mayMake && known === undefined ? 'first' : 'look')
  if (found.id === '') throw gone(known === undefined ? 'is not there' : 'has lost what it held')
  if (known !== undefined && found.id !== known && !found.isBegunByPerson)
    throw gone('is another one than before')

  let { id } = found
  let keys = keysOf(id)
  const use = (other: string): void => {
    id = other
    keys = keysOf(id)
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
        if (begun !== 'reset') throw gone(other === '' ? 'has lost what it held' : 'is another one now')
        use(String(other))
      }
      throw gone('is reset again and again')
    },
    beginAnew: async () => use((await begin('reset')).id),
  }
}
