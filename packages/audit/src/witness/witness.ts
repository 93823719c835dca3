/**
 * Somebody else, who keeps signed heads of chains. Heads are added and never taken back: a record that is shorter than one
 * of them, or is another one, was changed, also by whoever holds the key that signs it.
 *
 * @see readWitness, which says what they prove
 */
export interface Witness {
  /**
   * Adds a checkpoint to those that are kept of a home.
   * @param home its id
   * @param note as it stands in the record
   * @throws AuditError `AUDIT_UNAVAILABLE`: nobody knows whether it is kept; `AUDIT_CHECKPOINT_MALFORMED`
   */
  keep(home: string, note: string): Promise<void>
  /**
   * All that are kept of a home, oldest first; whoever can add may have added what no key signed.
   * @throws AuditError `AUDIT_UNAVAILABLE`
   */
  notes(home: string): Promise<readonly string[]>
}
