import type { Fault } from './faults.ts';
import type { Arrived, Asked, Reply } from './message.ts';
import { requestId } from './message.ts';
import type { QueryService } from './services.ts';
import { queryBooleans, queryNumbers, queryServices, timeMembers } from './services.ts';
import { element, escaped } from './xml.ts';

/** A request of the Query protocol: a form, or the same as the query of a GET. Undefined if it is none. */
export function readQuery({ method, query, headers, body }: Arrived): Asked | undefined {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const form = method === 'POST' && isForm ? new URLSearchParams(body) : query;
  const action = form.get('Action');
  const service = queryServices[form.get('Version') ?? ''];
  if (action === null || service === undefined) return undefined;
  return {
    operation: `${service.name}.${action}`,
    input: inputOf(form, new Set(timeMembers[service.name])),
    reply: (output) => answer(service, action, output),
    refuse: (fault) => refuse(service, fault),
  };
}

type Tree = { [part: string]: Tree | string };

function inputOf(form: URLSearchParams, times: ReadonlySet<string>): unknown {
  const tree: Tree = {};
  for (const [name, value] of form) {
    if (name !== 'Action' && name !== 'Version') put(tree, name.split('.'), value);
  }
  return valueOf('', tree, times);
}

function put(tree: Tree, [first = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[first] = value;
    return;
  }
  const known = tree[first];
  const branch: Tree = typeof known === 'object' ? known : {};
  tree[first] = branch;
  put(branch, rest, value);
}

/** `X.member.N` is a list, `X.entry.N` a map. An empty list is sent as `X=`. */
function valueOf(name: string, tree: Tree | string, times: ReadonlySet<string>): unknown {
  if (typeof tree === 'string') return scalar(name, tree, times);
  const { member, entry } = tree;
  if (typeof member === 'object') return inOrder(member).map((each) => valueOf(name, each, times));
  if (typeof entry === 'object') return mapOf(entry, times);
  return Object.fromEntries(Object.entries(tree).map(([key, each]) => [key, valueOf(key, each, times)]));
}

function inOrder(list: Tree): (Tree | string)[] {
  return Object.entries(list)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, each]) => each);
}

function mapOf(entries: Tree, times: ReadonlySet<string>): unknown {
  return Object.fromEntries(
    inOrder(entries).flatMap((each) => {
      if (typeof each === 'string') return [];
      const key = each['key'] ?? each['Name'];
      const value = each['value'] ?? each['Value'] ?? '';
      return typeof key === 'string' ? [[key, valueOf('', value, times)]] : [];
    }),
  );
}

function scalar(name: string, text: string, times: ReadonlySet<string>): unknown {
  if (queryNumbers.has(name)) return Number(text);
  if (queryBooleans.has(name)) return text === 'true';
  return times.has(name) ? new Date(text) : text;
}

function answer({ name, namespace }: QueryService, action: string, output: unknown): Reply {
  const result = element(`${action}Result`, output, name);
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  return xml(200, `<${action}Response xmlns="${namespace}">${result}${metadata}</${action}Response>`);
}

function refuse({ namespace, shortCodes }: QueryService, { name, message, status }: Fault): Reply {
  const code = shortCodes ? name.replace(/(?:Exception|Fault)$/u, '') : name;
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error>`;
  return xml(status, `<ErrorResponse xmlns="${namespace}">${error}<RequestId>${requestId}</RequestId></ErrorResponse>`);
}

function xml(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
