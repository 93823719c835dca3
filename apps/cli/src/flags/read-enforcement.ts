import type { ObserveOnly } from '@kvlar/gate'
import type { KvlarSettings } from '@kvlar/runtime'
import { driftOf, type ProxyConfig } from '@kvlar/runtime/config'
import { UsageError } from '../failures/usage-error.ts'
import { besideConfig } from './config/from-config.ts'
import { readDuration } from './read-duration.ts'

interface BesideFlags {
  readonly invariants: string | undefined
  readonly drift: boolean
  readonly 'drift-age': string | undefined
  readonly 'drift-rate': number | undefined
}

interface ShadowFlags {
  readonly 'observe-only': boolean
  readonly 'observe-for': string | undefined
  readonly 'observe-invariants': boolean
}

/**
 * Joins flags and configuration: a flag holds against the file, each bound of drift by itself.
 * @throws UsageError for what cannot be meant
 */
export function readBeside(
  flags: BesideFlags,
  config?: ProxyConfig,
): Pick<KvlarSettings, 'invariants' | 'drift'> {
  const invariants = flags.invariants ?? (config?.invariants && besideConfig(config, config.invariants))
  const { drift: isOn, 'drift-age': age, 'drift-rate': perMinute } = flags
  const isAsked = isOn || age !== undefined || perMinute !== undefined
  const ageMs = age === undefined ? undefined : readDuration('--drift-age', age)
  const fromFile = config?.drift
  const drift = isAsked ? { ...fromFile, ...driftOf({ ageMs, perMinute }) } : fromFile
  return {
    ...(invariants !== undefined && { invariants }),
    ...(drift !== undefined && drift !== false && { drift }),
  }
}

/**
 * Flags and file are not mixed. A file whose shadow mode is over is one that enforces: it stays where it is.
 * @throws UsageError for what cannot be meant
 */
export function readShadow(
  flags: ShadowFlags,
  nowMs: number,
  config?: Pick<ProxyConfig, 'shadow'>,
): Pick<KvlarSettings, 'observeOnly'> {
  const asked = readObserveOnly(flags, nowMs)
  const { shadow = false } = config ?? {}
  if (asked !== undefined) return { observeOnly: asked }
  const isOver = shadow === false || (shadow.untilMs !== undefined && shadow.untilMs <= nowMs)
  return isOver ? {} : { observeOnly: shadow }
}

function readObserveOnly(flags: ShadowFlags, nowMs: number): ObserveOnly | undefined {
  const { 'observe-only': isOn, 'observe-for': duration, 'observe-invariants': liftsInvariants } = flags
  if (!isOn && duration === undefined) {
    if (liftsInvariants)
      throw new UsageError(
        '`--observe-invariants` is of shadow mode, which is not on',
        'add `--observe-only`',
      )
    return undefined
  }
  return {
    ...(duration !== undefined && { untilMs: nowMs + readDuration('--observe-for', duration) }),
    ...(liftsInvariants && { liftsInvariants }),
  }
}
