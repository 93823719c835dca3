export function anywhere(glob: string): string {
  return `**/${glob}`
}

/** The folder itself and everything below it. */
export function folder(glob: string): string {
  return `**/${glob}/**`
}
