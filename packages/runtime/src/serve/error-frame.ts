import { hintsNotice, type Hints } from '@kvlar/gate'
import type { ErrorFrame, ErrorKind } from './protocol.ts'

/** Errors by the name of their class: most of them are of packages that are not loaded unless they are needed. */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  PolicyError: 'policy',
  EvaluationError: 'evaluation',
  InvalidArguments: 'evaluation',
  ProxyError: 'proxy',
  ConfigError: 'config',
  SettingsError: 'config',
  KeyError: 'config',
  KvlarMisuse: 'usage',
  ServeError: 'usage',
  KvlarDenied: 'stopped',
  ApprovalPending: 'stopped',
  ApprovalDenied: 'stopped',
  ApprovalExpired: 'stopped',
  Refused: 'stopped',
  Invalidated: 'stopped',
  PermitError: 'stopped',
}

/** What of an error goes to whoever asked: those of Kvlar hold no value of an argument, and others say nothing. */
export function errorFrame(error: unknown): ErrorFrame {
  if (
    !(error instanceof Error) ||
    !('code' in error) ||
    typeof error.code !== 'string' ||
    error.code.startsWith('ERR_')
  )
    return {
      code: 'SERVE_INTERNAL',
      kind: 'evaluation',
      name: 'Error',
      message: 'Kvlar failed; standard error says why',
    }
  const { code, name, message } = error
  const kind = code === 'SETTINGS_NO_POLICY' ? 'policy' : (KINDS[name] ?? 'evaluation')
  const help = 'help' in error && typeof error.help === 'string' ? { help: error.help } : {}
  const data = dataOf(error)
  return {
    code,
    kind,
    name,
    message,
    ...help,
    ...(Object.keys(data).length > 0 && { data }),
  }
}

/** What classes have beside code and message, under the names of the protocol. */
const DATA: Readonly<Record<string, string>> = {
  diagnostics: 'diagnostics',
  places: 'places',
  resource: 'resource',
  ruleId: 'rule_id',
  reason: 'reason',
  decisionId: 'decision_id',
  evaluator: 'evaluator',
  target: 'target',
  approvalId: 'approval_id',
  expiresAt: 'expires_at',
  url: 'url',
}

function dataOf(error: Error): Record<string, unknown> {
  const data: Record<string, unknown> = {}
  for (const [key, name] of Object.entries(DATA)) {
    const value: unknown = (error as unknown as Record<string, unknown>)[key]
    if (value !== undefined) data[name] = value
  }
  if ('hints' in error) data['hints'] = hintsNotice(error.hints as Hints)
  return data
}
