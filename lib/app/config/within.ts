type Mode = 'none' | 'observe' | 'act';

/** A part acts only where the whole does: the entry where the stack does, a part of an entry where the entry does. */
export function within<Own extends Mode | undefined>(whole: Mode | 'watch', own: Own): Own | 'observe' {
  return own === 'act' && whole !== 'act' ? 'observe' : own;
}
