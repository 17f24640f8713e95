import { effect, signal } from '@preact/signals';

type Theme = 'light' | 'dark';

const stored = 'watchkeeper-theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

/** What the visitor chose; undefined follows the system. */
const chosen = signal<Theme | undefined>(remembered());
const system = signal<Theme>(prefersDark.matches ? 'dark' : 'light');

/** The theme that is shown. */
export const theme = signal<Theme>(chosen.value ?? system.value);

/** Follows the choice and the system, and writes the choice where the styles see it. */
export function keepTheme(): void {
  prefersDark.addEventListener('change', ({ matches }) => (system.value = matches ? 'dark' : 'light'));
  effect(() => {
    const root = document.documentElement;
    if (chosen.value === undefined) delete root.dataset['theme'];
    else root.dataset['theme'] = chosen.value;
    theme.value = chosen.value ?? system.value;
  });
}

/** To the other theme; back to following the system where that is the same. */
export function toggleTheme(): void {
  const other = theme.value === 'dark' ? 'light' : 'dark';
  chosen.value = other === system.value ? undefined : other;
  try {
    if (chosen.value === undefined) localStorage.removeItem(stored);
    else localStorage.setItem(stored, chosen.value);
  } catch {
    // A browser that keeps nothing for this page: the choice holds until it is closed.
  }
}

function remembered(): Theme | undefined {
  try {
    const value = localStorage.getItem(stored);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
}
