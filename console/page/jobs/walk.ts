import { signal } from '@preact/signals';

/** Where the Tab key enters: the name of a job or the id of a run that was last there. */
export const tabStop = signal<string | undefined>(undefined);

/** Arrow keys go from mark to mark: left and right in a row, up and down to the nearest in the next one. */
export function walk(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const here = document.activeElement;
  if (!(here instanceof HTMLElement) || here.dataset['walk'] === undefined) return;
  const target = targetOf(event.key, here, event.currentTarget);
  if (target === undefined) return;
  event.preventDefault();
  tabStop.value = target.dataset['walk'];
  target.focus();
}

function targetOf(key: string, here: HTMLElement, grid: HTMLElement): HTMLElement | undefined {
  const row = here.closest('[role="row"]');
  if (row === null) return undefined;
  const stops = stopsIn(row);
  const place = stops.indexOf(here);
  switch (key) {
    case 'ArrowLeft':
      return stops[Math.max(0, place - 1)];
    case 'ArrowRight':
      return stops[Math.min(stops.length - 1, place + 1)];
    case 'Home':
      return stops[0];
    case 'End':
      return stops.at(-1);
    case 'ArrowUp':
      return nearest(here, rowBeside(grid, row, -1));
    case 'ArrowDown':
      return nearest(here, rowBeside(grid, row, 1));
    default:
      return undefined;
  }
}

/** By time: names first, then from left to right. */
function stopsIn(root: Element): HTMLElement[] {
  const stops = [...root.querySelectorAll<HTMLElement>('[data-walk]')];
  return stops.toSorted((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left);
}

function rowBeside(grid: Element, row: Element, step: number): Element | undefined {
  const rows = [...grid.querySelectorAll('[role="row"]')];
  return rows[rows.indexOf(row) + step];
}

function nearest(here: HTMLElement, row: Element | undefined): HTMLElement | undefined {
  const { left } = here.getBoundingClientRect();
  const far = (each: HTMLElement): number => Math.abs(each.getBoundingClientRect().left - left);
  return row && stopsIn(row).toSorted((a, b) => far(a) - far(b))[0];
}
