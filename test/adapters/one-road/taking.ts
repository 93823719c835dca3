import { expect } from 'vitest'
import type { Action } from '@kvlar/core'
import { evaluated, type EarlierCall } from './evaluated.ts'
import type { Decided, Given, Opened, Surface, Told } from './surface.ts'

/** What the floor says, where a surface has one: it stands in front of every policy. */
const FLOOR: Decided = { outcome: 'deny', code: 'KVLAR_PROTECTED_PATH', ruleId: '_protected_path' }

/** A surface that takes calls, and what has come of them. */
export class Taking {
  readonly surface: Surface
  readonly #given: Given
  readonly #opened: Opened
  readonly #earlier: EarlierCall[] = []

  private constructor(surface: Surface, given: Given, opened: Opened) {
    this.surface = surface
    this.#given = given
    this.#opened = opened
  }

  static async open(surface: Surface, given: Given): Promise<Taking> {
    return new Taking(surface, given, await surface.open(given))
  }

  close(): Promise<void> {
    return this.#opened.close()
  }

  /**
   * Makes a call, and holds what its caller is told and what stands in the record against what `kvlar evaluate` says of it.
   * @returns the code of the decision, or why there is none
   */
  async take(asked: Action): Promise<string> {
    const { surface } = this
    const { recorded } = this.#opened
    const action = surface.express(asked)
    if (typeof action === 'string') return `not here: ${action}`
    const nowMs = Date.now()
    const expected = await evaluated(this.#given.files, action, {
      earlier: this.#earlier,
      ...(surface.knowsAge && { sessionAgeMs: nowMs - this.#given.startedAtMs }),
    })
    const sofar = recorded.length
    const told = await this.#opened.make(action)
    // In one object, so that what differs is shown with what was asked.
    const about = { surface: surface.name, action }
    if (expected === undefined || surface.refuses(action)) {
      const recordings = recorded.length - sofar
      expect({ ...about, told, recordings }).toEqual({ ...about, told: { kind: 'unread' }, recordings: 0 })
      return 'unread'
    }
    const effective = surface.hasFloor && isOfFloor(told) ? FLOOR : expected
    const record = recorded.at(-1)
    expect({ ...about, told, record: surface.records === false ? undefined : record }).toEqual({
      ...about,
      told: tellingOf(effective, told, action),
      record: surface.records === false ? undefined : { decision: expected, effective },
    })
    this.#earlier.push({ action, atMs: nowMs, result: told.kind === 'ran' ? surface.hears : 'not_run' })
    return effective.code
  }
}

function isOfFloor(told: Told): boolean {
  return told.kind === 'stopped' && told.ruleId === FLOOR.ruleId
}

/** What a caller is to be told, as far as the surface says it. */
function tellingOf({ outcome, ruleId, code }: Decided, told: Told, { parameters }: Action): Told {
  if (outcome === 'allow') return { kind: 'ran', with: parameters }
  if (told.kind !== 'stopped') return { kind: 'stopped', outcome, ruleId, code }
  return {
    kind: 'stopped',
    outcome,
    ...(told.ruleId !== undefined && { ruleId }),
    ...(told.code !== undefined && { code }),
  }
}
