import type { ForeignTarget } from '../../lib/core/foreign-schedules.ts';
import { isObject } from '../../lib/core/json.ts';

/** What a target overrides, as a job writes it; `left`: what a job has no word for. */
type Overrides = {
  readonly container?: string;
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly left: readonly string[];
};

/** The JSON of a target's input: TaskOverride (API_TaskOverride). What cannot be read is said, not guessed. */
export function overridesOf({ input }: Pick<ForeignTarget, 'input'>): Overrides {
  if (input === undefined) return { left: [] };
  const read = parsed(input);
  if (!isObject(read)) return { left: ['its input, which is no JSON object'] };
  const { containerOverrides, ...task } = read;
  const containers = Array.isArray(containerOverrides) ? containerOverrides.filter(isObject) : [];
  const [first, ...others] = containers;
  const left = [
    ...Object.keys(task).map((key) => `override ${key}`),
    ...others.map(({ name }) => `overrides of the container ${String(name)}`),
  ];
  return first === undefined ? { left } : ofContainer(first, left);
}

function ofContainer(
  { name, command, environment, ...more }: Readonly<Record<string, unknown>>,
  left: readonly string[],
): Overrides {
  const variables = Array.isArray(environment) ? environment.filter(isObject) : [];
  return {
    ...(typeof name === 'string' && { container: name }),
    ...(Array.isArray(command) && { command: command.map(String) }),
    ...(variables.length > 0 && {
      env: Object.fromEntries(variables.map((each) => [String(each['name']), String(each['value'])])),
    }),
    left: [...left, ...Object.keys(more).map((key) => `override ${key} of the container ${String(name)}`)],
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
