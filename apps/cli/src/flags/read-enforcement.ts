import { dirname, resolve } from 'node:path'
import type { ObserveOnly } from '@kvlar/gate'
import type { KvlarSettings } from '@kvlar/runtime'
import { driftOf, type ProxyConfig } from '@kvlar/runtime/config'
import { UsageError } from '../failures/usage-error.ts'
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
  config?: Pick<ProxyConfig, 'file' | 'invariants' | 'drift'>,
): Pick<KvlarSettings, 'invariants' | 'drift'> {
  const configured = config?.invariants && resolve(dirname(config.file), config.invariants)
  const invariants = flags.invariants ?? configured
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

/** @throws UsageError for what cannot be meant */
export function readShadow(flags: ShadowFlags, nowMs: number): Pick<KvlarSettings, 'observeOnly'> {
  const observeOnly = readObserveOnly(flags, nowMs)
  return observeOnly === undefined ? {} : { observeOnly }
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
