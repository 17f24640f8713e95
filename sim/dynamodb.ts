import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { storage } from '../infra/storage.js';
import type { Table } from '../lib/aws/dynamodb.ts';

/** The table as the stack makes it: its keys and its two sparse indexes. */
const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode } = storage.Table.Properties;
const tableShape = { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, BillingMode };

export type EmbeddedDynamo = { readonly url: string; readonly table: Table; readonly close: () => Promise<void> };

/** DynamoDB in this process, in memory, behind the real client, with one empty table. */
export async function startDynamo(tableName: string): Promise<EmbeddedDynamo> {
  const server: Server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'embedded', secretAccessKey: 'embedded' };
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials });
  await client.send(new CreateTableCommand({ ...structuredClone(tableShape), TableName: tableName }));
  const close = async (): Promise<void> => {
    client.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return { url, table: { client, name: tableName }, close };
}
