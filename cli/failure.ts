/**
 * Ends a command. `1`: a fault was found or something was refused. `2`: the command was called wrongly. `3`: what was
 * waited for had not come in time.
 */
type ExitCode = 1 | 2 | 3;

/** The message goes to stderr, on one line; an empty one where all has been said on stdout already. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message = '') {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usageError(problem: string, fix: string): CommandFailure {
  return new CommandFailure(2, `${problem} — ${fix}`);
}

export function fault(problem: string, fix: string): CommandFailure {
  return new CommandFailure(1, `${problem} — ${fix}`);
}
