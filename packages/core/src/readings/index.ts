/**
 * The readings: paths, URLs, SQL, shell commands, mail addresses, money and secrets, each read by one module.
 *
 * For conditions, the reviewer's card, `explain` and lint, which all show and judge the same reading. Known-safe is a
 * list and everything else is doubt: a reading never stays silent about what it does not understand. No I/O; every
 * reading takes time in proportion to its text.
 */
export { builtinListOf, nameBuiltinLists } from './builtin-lists.ts'
export type { Judgement } from './judgement.ts'
export { lookAlikes, type LookAlike } from './look-alike/look-alike.ts'
export { pathCandidates } from './path/path-candidates.ts'
export type { PathCandidate, ReadCandidates } from './path/text/read-candidates.ts'
export { beginsLikePath } from './path/text/prose.ts'
export { resolveUrlPath, urlForm } from './path/text/url-form.ts'
export { foldSegment } from './path/path-segments.ts'
export { percentForms } from './path/percent-forms.ts'
export { loosenSegment } from './path/subject-path.ts'
export { absolutePathProblem } from './path/absolute-path.ts'
export { expandPathGlobs } from './path/expand-path-globs.ts'
export { compilePathGlobs, pathGlobsProblem, type PathGlobs } from './path/path-globs.ts'
export { judgePathMatches } from './path/path-matches.ts'
export { judgeJoined } from './path/joined-paths.ts'
export { judgePathText } from './path/path-text.ts'
export { judgePathWithin, type PathBounds, pathRoot, type PathRoot } from './path/path-within.ts'
export { SECRET_FILES } from './path/secret-file-list.ts'
export { hostPattern, hostPatternProblem, type HostPattern, matchingHost } from './url/host-pattern.ts'
export { judgeUrl, judgeUrlText } from './url/judge-url.ts'
export { expandHosts, isPrivateAddress, PRIVATE_HOSTS } from './url/private-hosts.ts'
export { type ReadHost, readUrlHost } from './url/url-host.ts'
export { SQL_DIALECTS, sqlDialectProblem, type SqlDialect } from './sql/dialects.ts'
export { isKnownSqlFunction } from './sql/grant/function-grant.ts'
export { judgeSql, sqlJudge } from './sql/grant/judge-sql.ts'
export { sqlTextJudge } from './sql/text/judge-sql-text.ts'
export { SQL_PERMITS, sqlPermitProblem, type SqlPermit } from './sql/permits.ts'
export { readSql } from './sql/read-sql.ts'
export {
  SQL_FUNCTION_SETS,
  sqlFunctionProblem,
  sqlFunctions,
  type SqlFunctionSet,
} from './sql/grant/safe-functions.ts'
export { sqlTableProblem, type SqlGrant } from './sql/grant/sql-grant.ts'
export {
  sqlNameText,
  type SqlChange,
  type SqlConstruct,
  type SqlDoubt,
  type SqlName,
  type SqlNamePart,
  type SqlReading,
  type SqlSpan,
  type SqlStatement,
} from './sql/sql-reading.ts'
export { SQL_STATEMENTS, sqlStatementProblem, type SqlKind } from './sql/statement-kinds.ts'
export { readArgv, readShell } from './shell/reading/read-shell.ts'
export { SHELL_DOUBTS, type ShellDoubtKind } from './shell/reading/shell-doubt.ts'
export type {
  ShellCommand,
  ShellConnector,
  ShellDoubt,
  ShellReading,
  ShellRedirect,
  ShellRun,
  ShellWord,
} from './shell/reading/shell-reading.ts'
export { codeRun, type CodeRun } from './shell/programs/code-run.ts'
export { FLAG_GRANT_PATTERN } from './shell/grant/flag-grant.ts'
export type { GrantProblem } from './shell/grant/grant-problem.ts'
export { shellGrantProblem } from './shell/grant/grant-problems.ts'
export { shellGrantWarnings } from './shell/grant/grant-warnings.ts'
export { compileShellGrant, judgeShell, type ShellJudge } from './shell/judge/judge-shell.ts'
export {
  OPERAND_WORDS,
  SHELL_GRANT_KEYS,
  SHELL_PERMITS,
  SHELL_SYNTAXES,
  type MatchesGrant,
  type OneOfGrant,
  type OperandGrant,
  type PathGrant,
  type ProgramGrant,
  type ShellGrant,
} from './shell/grant/shell-grant.ts'
export { findSecrets } from './secret/find-secrets.ts'
export { judgeSecrets } from './secret/judge-secrets.ts'
export { redactSecrets } from './secret/redact-secrets.ts'
export { SECRET_KINDS, type SecretKind, type SecretKindRow } from './secret/secret-kind.ts'
export type { FoundSecret } from './secret/secret-text.ts'
export type { MailAddresses } from './email/address-list.ts'
export { addressPatternProblem } from './email/address-pattern.ts'
export { judgeEmails } from './email/judge-emails.ts'
export { domainProblem, type MailAddress } from './email/mail-address.ts'
export { readAddresses } from './email/read-addresses.ts'
export { type AmountTerms, type MoneyUnit, type ReadAmount, readAmount } from './money/amount.ts'
export { currencyPlaces, minorUnitProblem, readCurrency } from './money/currencies.ts'
export { type Decimal, decimalText } from './money/decimal.ts'
export { type GivenMoney, judgeMoney } from './money/judge-money.ts'
export { type MoneyOperand, moneyOperandProblem } from './money/money-operand.ts'
