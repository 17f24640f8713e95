import type { Fault } from './faults.ts';

/** A request as it arrived. Names of headers are in lower case. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A request that was understood, and how its protocol answers. */
export type Asked = {
  /** `ECS.DescribeServices`. */
  readonly operation: string;
  readonly input: unknown;
  readonly reply: (output: unknown) => Reply | Promise<Reply>;
  readonly refuse: (fault: Fault) => Reply;
};

export const requestId = '00000000-0000-4000-8000-000000000000';
