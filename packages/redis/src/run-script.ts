import type { Connection } from './connection.ts'
import { evaluate, scriptOf, type Script } from './evaluate.ts'
import { ROW_LUA } from './lua/row-lua.ts'

/** Every script answers with a list of strings. */
export type ScriptAnswer = readonly string[]

/** Makes a script of what it does to rows. */
export function script(lua: string): Script {
  return scriptOf(`${ROW_LUA}${lua}`)
}

/** Runs the scripts of one queue, each in one round trip. */
export interface ScriptRunner {
  /** Rejects as `Connection.run` does. */
  run(step: Script, args: readonly (string | number)[]): Promise<ScriptAnswer>
  /** As `run`, and rejects when too few replicas have the write in time; it may have taken effect nevertheless. */
  write(step: Script, args: readonly (string | number)[]): Promise<ScriptAnswer>
}

export function createScriptRunner(
  connection: Connection,
  keys: readonly string[],
  waitReplicas: number,
): ScriptRunner {
  const run = async (
    step: Script,
    args: readonly (string | number)[],
    replicas: number,
  ): Promise<ScriptAnswer> =>
    // The scripts are ours, and each ends with such a list.
    (await evaluate(connection, step, { keys, args, waitReplicas: replicas })) as ScriptAnswer
  return {
    run: (step, args) => run(step, args, 0),
    write: (step, args) => run(step, args, waitReplicas),
  }
}
