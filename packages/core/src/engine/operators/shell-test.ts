import type { JsonValue } from '../../json-value.ts'
import { LIMITS } from '../../limits.ts'
import { shellGrantProblem } from '../../readings/shell/grant/grant-problems.ts'
import type { ShellGrant } from '../../readings/shell/grant/shell-grant.ts'
import { compileShellGrant, type ShellJudge } from '../../readings/shell/judge/judge-shell.ts'
import { invalidOperand } from './invalid-operand.ts'
import { anyReadingTest } from './reading-test.ts'
import type { ValueTest } from './value-test.ts'

/** `shell`: every program, flag and operand of the command is granted. */
export function shellTest(operand: JsonValue): ValueTest {
  return anyReadingTest(judgeOf(operand))
}

/** Grants are long, and several rules of a policy share one by an alias. */
const compiled = new Map<string, ShellJudge>()

function judgeOf(operand: JsonValue): ShellJudge {
  const key = JSON.stringify(operand)
  const known = compiled.get(key)
  if (known !== undefined) return known
  if (shellGrantProblem(operand).length > 0) throw invalidOperand('shell', 'a grant of programs')
  // Just checked; the types of JSON do not say it.
  const judge = compileShellGrant(operand as unknown as ShellGrant)
  if (compiled.size >= LIMITS.compiledGrantsMax) compiled.clear()
  compiled.set(key, judge)
  return judge
}
