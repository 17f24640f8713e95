/** The part of the template that is not a function. */
export const resources: { readonly Resources: Readonly<Record<string, unknown>> };
