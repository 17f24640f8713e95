import type { ComponentChildren, JSX } from 'preact';

type PaneProps = {
  readonly name: string;
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** A titled part of the page: a landmark of its own. */
export function Pane({ name, title, aside, children }: PaneProps): JSX.Element {
  return (
    <section class={`pane pane-${name}`} aria-labelledby={`${name}-title`}>
      <header class="pane-head">
        <h2 id={`${name}-title`} tabIndex={-1}>
          {title}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return <p class="empty">{children}</p>;
}
