import type { JsonValue } from '../json-value.ts'
import { shellGrantProblem } from '../readings/shell/grant/grant-problems.ts'
import type { ShellGrant } from '../readings/shell/grant/shell-grant.ts'
import { compileShellGrant } from '../readings/shell/judge/judge-shell.ts'
import { invalidOperand } from './invalid-operand.ts'
import { anyReadingTest } from './reading-test.ts'
import type { ValueTest } from './value-test.ts'

/** `shell`: every program, flag and operand of the command is granted. */
export function shellTest(operand: JsonValue): ValueTest {
  if (shellGrantProblem(operand).length > 0) throw invalidOperand('shell', 'a grant of programs')
  // Just checked; the types of JSON do not say it.
  return anyReadingTest(compileShellGrant(operand as unknown as ShellGrant))
}
