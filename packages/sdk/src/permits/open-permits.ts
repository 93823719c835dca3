import type { JsonValue } from '@kvlar/core/json'
import { DirectoryTokenVerifier } from '@kvlar/crypto'
import { PermitRefused } from '../errors/permit-refused.ts'
import { frozenJson } from '../input/frozen-json.ts'
import { openDirectory } from './open-directory.ts'
import { readPermitsOptions, type PermitsOptions } from './permits-options.ts'
import { checkFields, type PermitCall, type PermittedCall } from './permitted-call.ts'
import { MISSING, refusalOf, type PermitRefusal } from './refusal-reason.ts'

/** Takes the permits of one service. */
export interface Permits {
  /**
   * Spends a permit on a call. Whatever goes wrong, the call must not run.
   *
   * @param text as it came: a header, or a member of `_meta`; undefined where there was none
   * @param call what is about to run, or how that is read
   * @throws PermitRefused, and nothing else
   */
  redeem(text: unknown, call: PermitCall | (() => PermitCall | Promise<PermitCall>)): Promise<PermittedCall>
}

/** Longer than any that Kvlar signs by itself. */
const LIFETIME_SECONDS_MAX = 300

/**
 * Opens what permits are verified with.
 *
 * @throws KvlarMisuse `KVLAR_BAD_OPTION`, also where replicas share no memory of used permits; VerificationError and
 * PermitError of `@kvlar/crypto` for a directory that cannot be read or trusted, and for seconds that are none
 */
export async function openPermits(given: PermitsOptions): Promise<Permits> {
  const options = readPermitsOptions(given)
  const { audience, replayStore, skewSeconds, now, lifetimeSecondsMax = LIFETIME_SECONDS_MAX } = options
  const verifier = new DirectoryTokenVerifier(await openDirectory(options), {
    replayStore,
    lifetimeSecondsMax,
    ...(skewSeconds !== undefined && { skewSeconds }),
    ...(now !== undefined && { now }),
  })

  return Object.freeze<Permits>({
    redeem: async (text, asked) => {
      let action: string | undefined
      const refuse = (refusal: Omit<PermitRefusal, 'action'>): never => {
        try {
          options.onRefused?.({ ...refusal, ...(action !== undefined && { action }) })
        } catch {
          // There is nobody left to tell.
        }
        throw new PermitRefused()
      }
      if (text === undefined) return refuse(MISSING)
      try {
        const call = typeof asked === 'function' ? await asked() : asked
        if (typeof call.action === 'string') action = call.action.slice(0, ACTION_CHARS_MAX)
        checkFields(call)
        // INVARIANT: one copy is compared with the permit and handed on, whoever changes the original meanwhile.
        const parameters: JsonValue = frozenJson(call.parameters)
        const token = await verifier.redeem(typeof text === 'string' ? text : '', {
          ...call,
          audience,
          parameters,
        })
        return Object.freeze({ parameters, token })
      } catch (error) {
        return refuse(refusalOf(error))
      }
    },
  })
}

/** Of what the hook is told. */
const ACTION_CHARS_MAX = 200
