/** Whether the platform failed with this code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return isSystemError(error) && error.code === code
}

/** Whether the platform failed: a file, a disk, a database; not our own mistake. */
export function isSystemError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && 'code' in error
}
