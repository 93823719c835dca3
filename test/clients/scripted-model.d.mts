/** A call that the model makes. */
export interface Scripted {
  readonly tool: string
  /** The server whose tool it is, for clients that know servers. */
  readonly server?: string
  readonly arguments: object
}

/** What the model does, turn by turn: it yields calls, and is given the text of what became of them. */
export type Script = AsyncGenerator<Scripted | readonly Scripted[], void, string | undefined>

export class ScriptedModel {
  static start(
    dialect: string,
    script: Script,
    options?: { readonly ofServers?: boolean },
  ): Promise<ScriptedModel>
  readonly url: string
  stop(): Promise<void>
}
