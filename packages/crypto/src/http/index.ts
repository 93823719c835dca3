/**
 * The key directory over HTTP, for services that verify permits.
 * It trusts the pinned root and never the server: an unsigned, foreign, expired or older manifest is refused.
 */
export { HttpDirectory, type HttpDirectoryOptions } from './http-directory.ts'
