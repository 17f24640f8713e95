/** An error that AWS would answer. `code` is the exception's name: `InvalidParameterException`, `ClientException`, … */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  /** Further members of the exception, as `resourceIds` of a ConflictException. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.members = members;
  }
}
