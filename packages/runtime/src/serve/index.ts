/**
 * `kvlar serve`: one running Kvlar behind a small, versioned protocol, for programs in other languages.
 *
 * A caller sends requests and gets an answer to each, in whatever order they are done. Everything is judged, recorded and
 * asked about on the one road; nothing is decided here that a reviewer must decide.
 */
export { openServing, type OpenServing, type ServeSettings } from './open-serving.ts'
export { serveStdio, type StdioOptions } from './stdio.ts'
export { serveHttp, type ServedHttp, type ServeHttpOptions } from './http/serve-http.ts'
export { readCallers, type ConfiguredCaller, type ReadCallers } from './http/read-callers.ts'
export { PROTOCOL } from './protocol.ts'
export { SERVE_ERROR_CODES, type ServeErrorCode } from './serve-error.ts'
export { METHODS } from './methods/index.ts'
export { paramsSchema, SCOPES, type Method, type Scope } from './method.ts'
