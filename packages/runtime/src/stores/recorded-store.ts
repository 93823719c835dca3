import { existsSync } from 'node:fs'
import type { KnownStore } from './known-store.ts'

/** A store that is known by its name. */
export interface NamedStore {
  /** Another one only where a person, on whatever machine, has had all of it begin anew. */
  readonly id: string
  close(): Promise<void>
}

/** A store of which the record knows. */
export interface RecordedStore<Store extends NamedStore> {
  /** Does something with the store, and has the record know which store that was before it is answered. */
  use<Result>(how: (store: Store) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}

export interface RecordedStoreOptions<Store extends NamedStore> {
  /** Its place, as the record has it. */
  readonly name: string
  /** Absent when nothing is recorded. */
  readonly known: KnownStore | undefined
  /** Opens the store that is known, if one is; a new one has everything begin anew and must not be taken for it. */
  readonly open: (known: string | undefined) => Promise<Store>
  /** Records that from now on this is the store. */
  readonly begun: (id: string) => Promise<void> | void
}

/** @throws what `open` and `begun` do */
export async function openRecordedStore<Store extends NamedStore>({
  name,
  known,
  open,
  begun,
}: RecordedStoreOptions<Store>): Promise<RecordedStore<Store>> {
  let recorded = known?.read(name)
  const store = await open(recorded)
  const note = async (id: string): Promise<void> => {
    await begun(id)
    await known?.write(name, id, recorded === undefined ? 'first' : 'anew')
    recorded = id
  }
  let noting: Promise<void> = Promise.resolve()
  const noteOther = (): Promise<void> => {
    noting = noting.catch(() => undefined).then(() => (store.id === recorded ? undefined : note(store.id)))
    return noting
  }
  try {
    await noteOther()
  } catch (error) {
    await store.close()
    throw error
  }
  return {
    use: async (how) => {
      const result = await how(store)
      if (store.id !== recorded) await noteOther()
      return result
    },
    close: () => store.close(),
  }
}

export interface KnownFileOptions<Store extends NamedStore> {
  readonly open: (file: string, options: { readonly mayMake: boolean }) => Promise<Store>
  /** The error that says what has become of the file. */
  readonly gone: (what: string) => Error
}

/** Opens a store in a file. One that the record knows must be there and be the same. */
export async function openKnownFile<Store extends NamedStore>(
  file: string,
  known: string | undefined,
  { open, gone }: KnownFileOptions<Store>,
): Promise<Store> {
  if (known !== undefined && !existsSync(file)) throw gone('is gone; refusing')
  const store = await open(file, { mayMake: known === undefined })
  if (known === undefined || known === store.id) return store
  await store.close()
  throw gone('is another one than before; refusing')
}
