import { realpathSync } from 'node:fs'
import { denyHook, HOOK_CLIENTS, type HookAnswer, type HookClient } from '@kvlar/clients/hooks'
import { processSignals, readStandardInput } from '@kvlar/core/node'
import { openKvlar, type KvlarSettings, type RunningKvlar } from '@kvlar/runtime'
import { answerHook } from '@kvlar/runtime/hooks'
import { pinFolders } from '@kvlar/runtime/places'
import type { Input } from '../../command-line/command-spec.ts'
import { UsageError } from '../../failures/usage-error.ts'
import { readAuditSettings } from '../../flags/audit-settings.ts'
import { checkChoice } from '../../flags/check-choice.ts'
import { BESIDE_FLAGS } from '../../flags/enforcement-flags.ts'
import { tellOn } from '../../terminal/tell.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { hookSpec } from './hook-spec.ts'

type Flags = Input<typeof hookSpec>['flags']

/** What a client may tell its hook: a file that an agent writes is in it whole. */
const INPUT_BYTES_MAX = 16 * 1024 * 1024
/** Of the time that `kvlar wrap --hooks` has clients wait, so much is for judging; the rest for start and end. */
const DEADLINE_MS = 20_000

/** Answers a client, and ends the process: what it left open must not keep the client waiting. */
export async function run({ flags, operands }: Input<typeof hookSpec>, terminal: Terminal): Promise<number> {
  const [name] = operands
  if (name === undefined) throw new UsageError('no client is named', 'write `kvlar hook claude-code`')
  const id = checkChoice('the client', name, hookSpec.operands.choices)
  const client = HOOK_CLIENTS.find((one) => one.id === id)
  if (client === undefined) throw new UsageError(`there is no client \`${id}\``)
  // Node would end with 1, at which most clients let the tool run.
  process.on('uncaughtException', (error) => end(failed(client, error), terminal))
  // And a signal would end it with no code at all, which means the same to them.
  processSignals().stop.addEventListener('abort', () =>
    end(failed(client, new Error('it was told to stop')), terminal),
  )
  return end(await answer(client, flags, terminal).catch((error: unknown) => failed(client, error)), terminal)
}

async function answer(client: HookClient, flags: Flags, { err }: Terminal): Promise<HookAnswer> {
  const { db, config } = flags
  // What reads it is loaded only where it is named: a hook starts for each tool.
  const { kvlar, folders, queue } =
    config === undefined
      ? {
          kvlar: await settingsOf(flags),
          folders: { home: flags.home, stateHome: flags['state-home'] },
          queue: db,
        }
      : (await import('./hook-config.ts')).configuredHook(flags, config)
  pinFolders(folders)
  const open = (): Promise<RunningKvlar> => openKvlar({ ...kvlar, tell: tellOn(err) })
  const whereDecided = async (): Promise<string | undefined> => {
    const { placeDecided } = await import('../../approvals/where-decided.ts')
    return placeDecided({ 'approvals-db': queue })
  }
  const entry = realpathSync(process.argv[1] ?? '')
  const read = (): ReturnType<typeof readStandardInput> => readStandardInput(INPUT_BYTES_MAX)
  return answerHook({ client, read, open, entry, deadlineMs: DEADLINE_MS, whereDecided })
}

async function settingsOf(flags: Flags): Promise<KvlarSettings> {
  const { policy: policies, db, redis } = flags
  return {
    ...(policies.length > 0 && { policies }),
    record: readAuditSettings(flags),
    approvals: db === undefined ? {} : { queue: db },
    ...(redis !== undefined && { redis }),
    ...(await besides(flags)),
  }
}

/** What stops calls beside the policies; loaded like the rest. */
async function besides(flags: Flags): Promise<Pick<KvlarSettings, 'invariants' | 'drift'>> {
  const isAsked = BESIDE_FLAGS.some(({ name }) => flags[name] !== undefined && flags[name] !== false)
  if (!isAsked) return {}
  const { readBeside } = await import('../../flags/read-enforcement.ts')
  return readBeside(flags)
}

function failed(client: HookClient, error: unknown): HookAnswer {
  const why = error instanceof Error ? error.message : String(error)
  return denyHook(client, `[BLOCKED BY KVLAR] the hook failed, so nothing runs: ${why}`)
}

function end({ stdout, stderr, exitCode }: HookAnswer, { out, err }: Terminal): never {
  out.write(stdout)
  err.write(stderr)
  process.exit(exitCode)
}
