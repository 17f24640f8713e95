import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Nearer to the end than this, the reader is taken along with what is new. */
const nearEndPx = 80;

type Following = {
  readonly list: RefObject<HTMLDivElement | null>;
  /** Something new came while the reader was further up. */
  readonly behind: Signal<boolean>;
  readonly scrolled: () => void;
  readonly toEnd: () => void;
};

/** A list that stays at its end, unless its reader has scrolled away from it. `last` names its newest entry. */
export function useFollowing(last: string | undefined): Following {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const behind = useSignal(false);
  const show = (): void => list.current?.scrollTo({ top: list.current.scrollHeight });
  useLayoutEffect(() => {
    if (follows.current) show();
  });
  useLayoutEffect(() => {
    if (!follows.current) behind.value = true;
  }, [last]);
  // Hidden behind another tab it has no height and no place; shown again, or resized, it keeps to its end.
  useLayoutEffect(() => {
    if (list.current === null) return undefined;
    const resized = new ResizeObserver(() => {
      if (follows.current) show();
    });
    resized.observe(list.current);
    return () => resized.disconnect();
  }, []);
  const scrolled = (): void => {
    if (list.current === null || list.current.clientHeight === 0) return;
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    follows.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
    if (follows.current) behind.value = false;
  };
  const toEnd = (): void => {
    follows.current = true;
    behind.value = false;
    show();
  };
  return { list, behind, scrolled, toEnd };
}
