/**
 * Keys of the protocol as the SDK writes them: `principal_id` is `principalId` there. Only for objects whose keys a
 * schema has checked.
 */
export function camelKeys(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  )
}
