import type { Flag } from '../command-line/command-spec.ts'

/** Data for scripts instead of text for people. */
export const JSON_FLAG = { kind: 'switch', name: 'json', summary: 'print JSON' } as const satisfies Flag
