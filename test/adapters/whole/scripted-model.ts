import { onTestFinished } from 'vitest'
import { ScriptedModel, type Script as Turns } from '../../clients/scripted-model.mjs'

export type { Scripted } from '../../clients/scripted-model.mjs'

/** What a model does, from its first turn on. */
export type Script = () => Turns

/** A model on loopback that follows a script and then says that it is done; what fails in it fails the test. */
export async function scriptedModel(
  script: Script,
  dialect = 'anthropic',
): Promise<{ readonly url: string }> {
  const model = await ScriptedModel.start(dialect, script(), { ofServers: false })
  onTestFinished(async () => model.stop())
  return model
}
