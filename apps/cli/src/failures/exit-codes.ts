/** What the process says when it ends; scripts may rely on every number. */
export const EXIT_CODES = {
  ok: 0,
  allow: 0,
  internal: 1,
  usage: 2,
  policyInvalid: 3,
  testsFailed: 4,
  coverageTooLow: 5,
  deny: 10,
  requireApproval: 11,
  recordBroken: 12,
  refused: 13,
  notFound: 14,
  unwell: 15,
  recordEmpty: 16,
  unguarded: 17,
  attention: 18,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

/** One line per code, for help and for the reference. */
export const EXIT_CODE_MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  ok: 'done',
  allow: 'the action is allowed',
  internal: 'something failed that is not your input: a file could not be written, or a defect',
  usage: 'the command line is wrong; nothing was done',
  policyInvalid: 'a policy, config or test file does not load',
  testsFailed: 'a policy test failed, or there was none to run',
  coverageTooLow: 'the tests pass, but cover fewer rules than `--threshold` asks for',
  deny: 'the action is denied',
  requireApproval: 'the action needs approval',
  recordBroken: 'the record is broken, or cannot be relied on',
  refused: 'the decision was refused: decided or expired already, or not yours to take; nothing was decided',
  notFound: 'there is no such request or grant',
  unwell: '`doctor` found something that is bad',
  recordEmpty: 'nothing is recorded, and nothing says that anything ever was',
  unguarded: 'a server that starts a command was to be wrapped and was not',
  attention: 'something needs attention: a server without Kvlar, a call that waits, a record that is broken',
  interrupted: 'interrupted before everything that was open had been answered, or written',
  terminated: 'the same by a request to end (SIGTERM)',
}
