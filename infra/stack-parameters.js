import { parameters } from './parameters.js';

/** The stack's parameters that were given on the command line: `serverless deploy --param="Mode=act"`. */
export async function stackParameters({ resolveVariable }) {
  const given = await Promise.all(
    Object.keys(parameters).map(async (name) => ({
      ParameterKey: name,
      ParameterValue: await resolveVariable(`param:${name}, null`),
    })),
  );
  return given
    .filter(({ ParameterValue: value }) => value !== null && value !== undefined)
    .map(({ ParameterKey, ParameterValue }) => ({ ParameterKey, ParameterValue: String(ParameterValue) }));
}
