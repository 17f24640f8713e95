/** A question about AWS with two answers: what is known of it, and the answer we think likelier. */
type Guess = { readonly question: string; readonly source: string; readonly usual: boolean };

export type Guesses = Readonly<Record<string, Guess>>;
