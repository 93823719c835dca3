/** Something that is opened by whoever needs it first. */
export interface OnDemand<T> {
  /** Rejects once it was ended. */
  get(): Promise<T>
  /** What is open or being opened; undefined while nobody has needed it, and after a failure. */
  begun(): Promise<T> | undefined
  /** Has the next one open it anew, unless somebody has already; whether it was this that went. */
  forget(gone: Promise<T>): boolean
  /** Lets nobody open it any more; what is open or being opened, to be closed. */
  end(): Promise<T> | undefined
}

/** @param open asked again by the next one when it fails: a disk that was full may have room then */
export function onDemand<T>(open: () => Promise<T>): OnDemand<T> {
  let opening: Promise<T> | undefined
  let isEnded = false
  return {
    get: () => {
      if (isEnded) return Promise.reject(new Error('it is closed'))
      opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    begun: () => opening,
    forget: (gone) => {
      if (opening !== gone) return false
      opening = undefined
      return true
    },
    end: () => {
      isEnded = true
      return opening
    },
  }
}
