import type { JSX } from 'preact';
import type { SlackContentView } from '../../view.ts';
import { chat } from '../store.ts';
import type { Block, TextObject } from './block.ts';
import { attachmentsOf, blocksOf } from './block.ts';
import type { Mark } from './mrkdwn.ts';
import { parseMrkdwn, unescaped } from './mrkdwn.ts';

/** A message as Slack draws it. All of its text becomes text nodes. */
export function SlackContent({ content }: { readonly content: SlackContentView }): JSX.Element {
  const blocks = blocksOf(content.blocks);
  const attachments = attachmentsOf(content.attachments);
  return (
    <div class="slack">
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : null}
      {blocks.length === 0 && attachments.length === 0 ? <Rich text={{ plain: false, text: content.text }} /> : null}
      {attachments.map((attachment, index) => (
        <div key={index} class="attachment" style={attachment.colour ? { '--bar': attachment.colour } : {}}>
          <Blocks blocks={attachment.blocks} />
        </div>
      ))}
    </div>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockOf key={index} block={block} />
      ))}
    </>
  );
}

function BlockOf({ block }: { readonly block: Block }): JSX.Element {
  switch (block.type) {
    case 'divider':
      return <hr />;
    case 'header':
      return <h4>{unescaped(block.text)}</h4>;
    case 'context':
      return (
        <div class="context">
          {block.texts.map((text, index) => (
            <Rich key={index} text={text} />
          ))}
        </div>
      );
    case 'section':
      return (
        <div class="section">
          {block.texts.map((text, index) => (
            <Rich key={index} text={text} />
          ))}
          {block.fields.length > 0 ? (
            <div class="fields">
              {block.fields.map((text, index) => (
                <Rich key={index} text={text} />
              ))}
            </div>
          ) : null}
        </div>
      );
  }
}

/** Messages hold little text and change seldom: they are read anew each time they are drawn. */
function Rich({ text }: { readonly text: TextObject }): JSX.Element {
  if (text.plain) return <div class="rich">{unescaped(text.text)}</div>;
  return (
    <div class="rich">
      <Marks marks={parseMrkdwn(text.text, chat.value?.names)} />
    </div>
  );
}

function Marks({ marks }: { readonly marks: readonly Mark[] }): JSX.Element {
  return (
    <>
      {marks.map((mark, index) => (
        <MarkOf key={index} mark={mark} />
      ))}
    </>
  );
}

function MarkOf({ mark }: { readonly mark: Mark }): JSX.Element {
  switch (mark.type) {
    case 'text':
      return <>{mark.text}</>;
    case 'code':
      return <code>{mark.text}</code>;
    case 'fence':
      return (
        <pre>
          <code>{mark.text}</code>
        </pre>
      );
    case 'mention':
      return <span class="mention">{mark.text}</span>;
    case 'emoji':
      return (
        <span role="img" aria-label={mark.name.replaceAll('_', ' ')}>
          {mark.text}
        </span>
      );
    case 'link':
      return (
        <a href={mark.href} target="_blank" rel="noreferrer noopener">
          {mark.text}
        </a>
      );
    case 'bold':
      return (
        <strong>
          <Marks marks={mark.children} />
        </strong>
      );
    default:
      return <Nested mark={mark} />;
  }
}

function Nested({ mark }: { readonly mark: Extract<Mark, { children: readonly Mark[] }> }): JSX.Element {
  const inside = <Marks marks={mark.children} />;
  if (mark.type === 'italic') return <em>{inside}</em>;
  if (mark.type === 'strike') return <s>{inside}</s>;
  return mark.type === 'quote' ? <blockquote>{inside}</blockquote> : <strong>{inside}</strong>;
}
