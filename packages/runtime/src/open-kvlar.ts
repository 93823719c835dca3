import { loadOwnKeys } from './keys/load-own-keys.ts'
import { homedir } from 'node:os'
import { within } from '@kvlar/core/node'
import type { Engine } from '@kvlar/core'
import { createFloor, type Floor, type Recorder } from '@kvlar/gate'
import type { RecordedEvent } from '@kvlar/audit'
import { createGuardGate, guardOver, type GuardGateOptions } from '@kvlar/sdk'
import { createJudgeOver } from '@kvlar/sdk/gate'
import { openPeople } from './approvals/people.ts'
import { createHealth } from './health/create-health.ts'
import { createHub } from './health/hub.ts'
import { createTally } from './health/tally.ts'
import { createDraining } from './draining.ts'
import { openLimits } from './limits/open-limits.ts'
import { whyOf } from './notice.ts'
import { onDemand } from './on-demand.ts'
import { permitsOf } from './permits/permits.ts'
import { protectedPaths, type ProtectedPaths } from './places/protected-paths.ts'
import { resolveLinks } from './places/resolve-links.ts'
import { createInForce } from './policies/in-force.ts'
import { processRecord } from './record/process-record.ts'
import type { RunningKvlar } from './running-kvlar.ts'
import type { KvlarSettings } from './settings/kvlar-settings.ts'
import { readSettings, type ReadSettings } from './settings/read-settings.ts'
import { SettingsError } from './settings/settings-error.ts'
import { besideOf } from './standing/beside.ts'
import { openHeld } from './standing/open-held.ts'
import { createShadowTeller, shadowNotice } from './standing/shadow-mode.ts'
import { stepsOf } from './standing/make-steps.ts'

/** How long calls that run may take to end when it is closed. */
const LAST_CALLS_MS_MAX = 5000

/**
 * Opens Kvlar: the policies in force, a record, a queue with people behind it, and keys; the user's own of each where the
 * settings name no other. The environment names places and secrets at most, and never what decides.
 *
 * @throws SettingsError, PolicyError, ConfigError for approvers, invariants and evaluators, ApprovalsError for a webhook; nothing is open then
 */
export async function openKvlar(given: KvlarSettings = {}): Promise<RunningKvlar> {
  const settings = await readSettings(given)
  const { agentId, principal, place, asking, tell } = settings
  const inForce = createInForce(settings.policies)
  const engine = (): Engine => inForce.now().engine
  const keys = onDemand(loadOwnKeys)
  const permits = settings.permits && permitsOf(settings.permits, () => keys.get(), tell)
  const hub = createHub()
  const own = processRecord({
    place,
    inForce: inForce.now,
    beside: () => besideOf(settings),
    keys: () => keys.get(),
    tell,
    onFailed: hub.failed('record'),
  })
  const people =
    asking &&
    openPeople({
      asking,
      auditDir: place?.dir,
      engine,
      note: (event) => {
        hub.noted(event)
        return own.note(event)
      },
      tell,
      onAnswered: (answer, seconds) => hub.tell({ kind: 'answered', answer, seconds }),
      onFailed: hub.failed('queue'),
    })
  const held = openHeld({ ...settings, append: own.append, onFailed: hub.failed('standing') })
  const tally = createTally()
  const steps = stepsOf(settings, held, (judged) => {
    tally.judged(judged)
    hub.judged(judged)
  })
  const tellOfShadow = createShadowTeller(tell)
  const record: Recorder<RecordedEvent> = (event) => {
    people?.begin()
    if (event.kind === 'decided') tellOfShadow(event)
    const done = own.record(event)
    hub.recording(event, done)
    return done
  }
  const limits = openLimits({
    limits: settings.limits,
    place,
    append: own.append,
    tell,
    onFailed: hub.failed('limits'),
  })
  const { counters } = limits
  const draining = createDraining()
  let isEnding = false
  draining.onBegin(() => {
    isEnding = true
  })
  const running = (): string | undefined => (isEnding ? 'it is being stopped' : undefined)
  const looks = {
    running,
    record: own.look,
    limits: limits.look,
    standing: held.look,
    queue: people?.look,
  }
  const health = createHealth({
    tally,
    hub,
    inForce: inForce.now,
    looks,
    gauges: async () => {
      const [lag, waiting] = await Promise.all([own.lag(), people?.waiting()])
      return { ...lag, ...(waiting !== undefined && { waiting }) }
    },
  })
  const protectsNow = (): ProtectedPaths =>
    protectedPaths(inForce.now().policies, {
      searchable: [
        ...settings.protect,
        ...(settings.invariants?.source === undefined ? [] : [settings.invariants.source.file]),
      ],
      state: ownState(settings),
    })
  const floorNow = (): Floor =>
    createFloor({ ...protects, cwd: process.cwd(), home: homedir(), env: process.env, resolveLinks })
  let protects = protectsNow()
  let floor = floorNow()
  inForce.onReload(() => {
    protects = protectsNow()
    floor = floorNow()
  })
  const ending = new AbortController()
  const onFailure = (error: unknown): void =>
    tell({ severity: 'warning', text: `a guarded call: ${whyOf(error)}` })
  const onRoad: GuardGateOptions = {
    engine,
    counters,
    ...steps,
    record,
    ...(people && { ask: people.askOfCaller }),
    ...(permits && { sign: permits.forFunctions }),
    floor: (action) => floor(action),
    onFailure,
  }
  const gate = createGuardGate(onRoad)
  const guarding = guardOver({
    gate,
    engine,
    record,
    agentId,
    closing: ending.signal,
    now: Date.now,
    onFailure,
    ...(principal && { principal }),
    ...(people && { finish: people.finish, approvalUrl: people.urlOf }),
  })
  const judge = createJudgeOver({
    roadOver: (judged) => createGuardGate({ ...onRoad, record: judged }),
    record,
    closing: ending.signal,
    onFailure,
    ...(people && { finish: people.finish, approvalUrl: people.urlOf }),
  })

  // Behind all that may still refuse to be opened: it watches files from here on.
  const reloading = settings.watch
    ? (await import('./policies/reload/hot-reload.ts')).hotReload({
        names: settings.policies,
        inForce,
        record: own.adopt,
        tell,
        onTried: (isInForce) => hub.tell({ kind: 'reloaded', isInForce }),
      })
    : undefined
  if (settings.observeOnly !== undefined)
    tell({ severity: 'warning', text: shadowNotice(settings.observeOnly) })

  const drain = (): void => {
    if (draining.begin()) own.sign()
  }
  const end = async (): Promise<void> => {
    draining.begin()
    ending.abort(new Error('Kvlar is being closed'))
    reloading?.close()
    await within(LAST_CALLS_MS_MAX, guarding.whenIdle())
    await people?.close()
    await limits.close()
    await held.close()
    await own.close()
  }
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= end())
  return Object.freeze<RunningKvlar>({
    ...guarding,
    judge,
    get policies() {
      return inForce.now().policies
    },
    get engine() {
      return engine()
    },
    counters,
    steps,
    record,
    get protects() {
      return protects
    },
    reload: reloading?.reload,
    onReload: inForce.onReload,
    health,
    nameServer: hub.nameServer,
    people,
    permits,
    approvals: async () => (people ?? nobody()).approvals(),
    keys: () => keys.get(),
    drain,
    onDraining: draining.onBegin,
    close,
    [Symbol.asyncDispose]: close,
  })
}

/** Files of this Kvlar that may lie elsewhere than its own folders. */
function ownState({ place, asking, limits, sessions }: ReadSettings): readonly (string | undefined)[] {
  const queue = asking?.queue.kind === 'file' ? asking.queue.file : undefined
  const counted = limits.kind === 'file' ? limits.file : undefined
  const held = sessions.kind === 'file' ? sessions.file : undefined
  return [place?.dir, queue, counted, held, asking?.page?.approvers]
}

function nobody(): never {
  throw new SettingsError(
    'SETTINGS_NO_QUEUE',
    'nobody is asked here, so there is no queue',
    'leave `approvals: false` away',
  )
}
