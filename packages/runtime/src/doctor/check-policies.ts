import { plural, shellWord } from '@kvlar/core/text'
import { defaultPolicyFile } from '../places/own-places.ts'
import { readPolicyNamed } from '../policies/load-policies.ts'
import { SettingsError } from '../settings/settings-error.ts'
import type { Finding } from './finding.ts'

/** Whether each policy can be used. */
export function checkPolicies(names: readonly string[]): readonly Finding[] {
  return (names.length > 0 ? names : [defaultPolicyFile()]).map(checkPolicy)
}

const about = 'policy'

function checkPolicy(name: string): Finding {
  const fix = `kvlar validate ${shellWord(name)}`
  try {
    const read = readPolicyNamed(name)
    if (!read.ok) {
      const text = `\`${name}\` does not load: ${read.diagnostics[0]?.message ?? 'see why'}`
      return { state: 'bad', about, text, fix }
    }
    const { rules, warnings } = read.policy
    const text = `${name}, ${plural(rules.length, 'rule')}`
    if (warnings.length === 0) return { state: 'ok', about, text }
    return { state: 'warning', about, text: `${text}, ${plural(warnings.length, 'warning')}`, fix }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    // Without a policy nothing is allowed, which is safe and rarely what is wanted.
    return {
      state: 'warning',
      about,
      text: error.message,
      fix: error.help ?? 'name another file',
      isMissing: true,
    }
  }
}
