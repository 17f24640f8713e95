/** Tokens for reads, as one container of a function uses them. */
type ReadPurse = {
  /** One read was made. */
  readonly spend: () => void;
  /** How many of `may` there are. What was read beyond what had been given is paid first. */
  readonly ask: (wanted: { readonly must: number; readonly may: number }) => Promise<number>;
};

/**
 * Reads are estimated before they are made, and counted when they are: a list had more pages, a cluster more instances.
 * What was too much is paid with the next; what was too little is not kept, since by then it has come back to all. For
 * reads that are chosen for a whole invocation by how urgent each is, so that none waits; `admission.ts` is for the others.
 */
export function readPurse(take: ReadPurse['ask']): ReadPurse {
  let balance = 0;
  return {
    spend: () => {
      balance -= 1;
    },
    ask: async ({ must, may }) => {
      const owed = Math.max(0, -balance);
      balance = -owed;
      const granted = await take({ must: must + owed, may });
      balance += owed + must + granted;
      return granted;
    },
  };
}
