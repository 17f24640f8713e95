// The page: asks what has changed and shows the chat as Slack would.
const zone = 'Asia/Tokyo';
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' });
const open = new Set();
let shown = '';

const element = (tag, className, ...children) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Slack's own marks, as far as our messages use them. Everything becomes text nodes: nothing is ever parsed as HTML. */
function marked(text) {
  const parts = text.split(/(```[\s\S]*?```|`[^`\n]+`|<[^<>\s][^<>]*>|\*[^*\n]+\*)/);
  return parts.filter(Boolean).map((part) => {
    if (part.startsWith('```')) return element('pre', '', unescaped(part.slice(3, -3)).replace(/^\n/, ''));
    if (part.startsWith('`') && part.endsWith('`')) return element('code', '', unescaped(part.slice(1, -1)));
    if (part.startsWith('*') && part.endsWith('*') && part.length > 2)
      return element('strong', '', ...marked(part.slice(1, -1)));
    if (part.startsWith('<') && part.endsWith('>')) return linked(part.slice(1, -1));
    return document.createTextNode(unescaped(part));
  });
}

function linked(inside) {
  const [target, name = target] = inside.split('|');
  if (!/^https?:/.test(target)) return element('strong', '', `@${unescaped(target.replace(/^!subteam\^|^@/, ''))}`);
  const link = element('a', '', unescaped(name));
  link.href = unescaped(target);
  link.rel = 'noreferrer';
  link.target = '_blank';
  return link;
}

function blockOf(block) {
  if (block.type === 'context') return element('p', 'context', ...block.elements.flatMap((each) => marked(each.text)));
  return element('p', block.type === 'section' ? '' : block.type, ...marked(block.text?.text ?? ''));
}

function contentOf(content) {
  const nodes = (content.blocks ?? []).map(blockOf);
  for (const attachment of content.attachments ?? []) {
    const card = element('div', 'card', ...(attachment.blocks ?? []).map(blockOf));
    card.style.setProperty('--bar', attachment.color ?? 'gray');
    nodes.push(card);
  }
  if (nodes.length === 0) nodes.push(element('p', '', ...marked(content.text ?? '')));
  return nodes;
}

function replyOf(message) {
  return element(
    'div',
    message.broadcast ? 'reply loud' : 'reply',
    element('span', 'meta', clock.format(message.postedAt)),
    ...contentOf(message.content),
  );
}

function messageOf(message, replies) {
  const edits = message.history.length;
  const when = `${clock.format(message.postedAt)}${edits > 0 ? ` · edited ${edits === 1 ? 'once' : `${edits} times`}, last ${clock.format(message.editedAt)}` : ''}`;
  const article = element('article', '', element('span', 'meta', when), ...contentOf(message.content));
  if (replies.length > 0) {
    const thread = element(
      'details',
      '',
      element('summary', '', `${replies.length} in the thread`),
      ...replies.map(replyOf),
    );
    thread.open = open.has(message.ts);
    thread.addEventListener('toggle', () => (thread.open ? open.add(message.ts) : open.delete(message.ts)));
    article.append(thread);
  }
  return article;
}

function show(state) {
  document.querySelector('#clock').textContent = `${day.format(state.now)} ${clock.format(state.now)} Tokyo`;
  document.querySelector('#progress').value = (state.now - state.first) / Math.max(1, state.last - state.first);
  const name = JSON.stringify(state.messages.map((message) => [message.ts, message.editedAt]));
  if (name !== shown) {
    shown = name;
    const posts = state.messages.filter((message) => message.threadTs === undefined);
    const shownPosts = posts.toReversed().map((post) =>
      messageOf(
        post,
        state.messages.filter((message) => message.threadTs === post.ts),
      ),
    );
    if (shownPosts.length > 0) document.querySelector('#chat').replaceChildren(...shownPosts);
    document.querySelector('#count').textContent = posts.length > 0 ? `: ${posts.length} messages, newest first` : '';
  }
  const lines = state.decisions.map(({ at, feature, record, reason }) =>
    element(
      'li',
      '',
      element('span', 'meta', `${clock.format(at)} ${feature} ${record.split('/').slice(-1)[0]} `),
      reason,
    ),
  );
  document.querySelector('#decisions').replaceChildren(...lines);
}

async function look() {
  try {
    const answer = await fetch('/state');
    show(await answer.json());
  } catch {
    document.querySelector('#clock').textContent = 'ended';
  }
}

document.querySelector('#speed').addEventListener('change', async (event) => {
  await fetch(`/speed?to=${event.target.value}`, { method: 'POST' });
});

await look();
setInterval(look, 700);
