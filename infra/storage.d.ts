import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

type Shape = 'AttributeDefinitions' | 'KeySchema' | 'GlobalSecondaryIndexes' | 'BillingMode';

/** The table and the bucket. */
export const storage: {
  readonly Table: { readonly Properties: Pick<CreateTableCommandInput, Shape> & Readonly<Record<string, unknown>> };
};
