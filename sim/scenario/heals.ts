/** What mends the troubles that stand, each carried out once. */
export class Heals {
  private readonly standing = new Set<() => void>();

  add(heal: () => void): void {
    this.standing.add(heal);
  }

  carryOut(heal: () => void): void {
    if (this.standing.delete(heal)) heal();
  }

  all(): void {
    for (const heal of this.standing) this.carryOut(heal);
  }
}
