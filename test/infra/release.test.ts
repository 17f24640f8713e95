import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { root } from '../architecture/modules.ts';
import { stack } from './stack.ts';

type Files = ReadonlyMap<string, Uint8Array>;
type Template = { readonly [part: string]: Readonly<Record<string, unknown>> };

const { zip } = (await import(join(root, 'scripts/zip.mjs'))) as { zip: (files: Files) => Buffer };
const { releaseTemplate } = (await import(join(root, 'scripts/release-template.mjs'))) as {
  releaseTemplate: (
    packaged: object,
    names: { readonly zips: Readonly<Record<string, string>>; readonly stackName: string },
  ) => Template;
};

/** What an unpacker finds by the central directory: names, content and the time of change. */
function unzip(bytes: Buffer): { name: string; content: Buffer; time: number; date: number }[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [packed, size] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24)];
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = inflateRawSync(bytes.subarray(begin, begin + packed));
    expect(content).toHaveLength(size);
    expect(crc32(content)).toBe(bytes.readUInt32LE(at + 16));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const entry = { name, content, time: bytes.readUInt16LE(at + 12), date: bytes.readUInt16LE(at + 14) };
    at += 46 + nameLength;
    return entry;
  });
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the zip of a function', () => {
  const files = fc.dictionary(fc.string({ minLength: 1 }), fc.uint8Array({ maxLength: 300 }), { maxKeys: 6 });

  test('holds every file as it was', () => {
    fc.assert(
      fc.property(files, (content) => {
        const packed = unzip(zip(new Map(Object.entries(content))));
        expect(Object.fromEntries(packed.map((each) => [each.name, new Uint8Array(each.content)]))).toEqual(content);
      }),
    );
  });

  test('is the same for the same files, in whatever order and whenever they are packed', () => {
    fc.assert(
      fc.property(files, (content) => {
        const entries = Object.entries(content);
        expect(hash(zip(new Map(entries.toReversed())))).toBe(hash(zip(new Map(entries))));
        for (const { time, date } of unzip(zip(new Map(entries))))
          expect({ time, date }).toEqual({ time: 0, date: 0x21 });
      }),
    );
  });

  test('is another when a file is another', () => {
    const one = zip(new Map([['dist/tick/index.js', Buffer.from('a')]]));
    expect(hash(one)).not.toBe(hash(zip(new Map([['dist/tick/index.js', Buffer.from('b')]]))));
    expect(hash(one)).not.toBe(hash(zip(new Map([['dist/tick/main.js', Buffer.from('a')]]))));
  });
});

describe('the template of a release', () => {
  const code = { S3Bucket: { Ref: 'ServerlessDeploymentBucket' }, S3Key: 'serverless/watchkeeper/prod/1-2/tick.zip' };
  const packaged = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'made by a tool',
    Parameters: { Mode: { Type: 'String', Default: 'watch' } },
    Conditions: { HasKey: true },
    Resources: {
      ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket' },
      ServerlessDeploymentBucketPolicy: { Type: 'AWS::S3::BucketPolicy' },
      TickLambdaFunction: {
        Type: 'AWS::Lambda::Function',
        Properties: { Code: code, FunctionName: 'watchkeeper-prod-tick', Handler: 'dist/tick/index.handler' },
        DependsOn: ['TickLogs'],
      },
      TickLogs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
    },
    Outputs: { ServerlessDeploymentBucketName: { Value: 'x' }, TableName: { Value: { Ref: 'Table' } } },
  };
  const names = { zips: { TickLambdaFunction: 'tick-0a1b.zip' }, stackName: 'watchkeeper-prod' };

  test('takes the code from the bucket it is told, and its names from its stack', () => {
    expect(releaseTemplate(packaged, names)['Resources']).toEqual({
      TickLambdaFunction: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Handler: 'dist/tick/index.handler',
          FunctionName: { 'Fn::Sub': '${AWS::StackName}-tick' },
          Code: { S3Bucket: { Ref: 'ArtifactBucket' }, S3Key: { 'Fn::Sub': '${ArtifactPrefix}tick-0a1b.zip' } },
        },
        DependsOn: ['TickLogs'],
      },
      TickLogs: { Type: 'AWS::Logs::LogGroup', Properties: {} },
    });
  });

  test('adds two parameters and leaves the bucket for deployments out', () => {
    const { Parameters, Outputs, Conditions } = releaseTemplate(packaged, names);
    expect(Object.keys(Parameters ?? {})).toEqual(['ArtifactBucket', 'ArtifactPrefix', 'Mode']);
    expect(Outputs).toEqual({ TableName: { Value: { Ref: 'Table' } } });
    expect(Conditions).toEqual(packaged.Conditions);
  });

  test('refuses a function without a zip, and a name that would not follow the stack', () => {
    expect(() => releaseTemplate(packaged, { ...names, zips: {} })).toThrow('no zip for TickLambdaFunction');
    const fixed = { ...packaged, Outputs: { Name: { Value: 'watchkeeper-prod-table' } } };
    expect(() => releaseTemplate(fixed, names)).toThrow('still names watchkeeper-prod');
    const bucket = { ...packaged, Outputs: { Name: { Value: { Ref: 'ServerlessDeploymentBucket' } } } };
    expect(() => releaseTemplate(bucket, names)).toThrow('still names ServerlessDeploymentBucket');
  });
});

describe('the Terraform module', () => {
  const main = readFileSync(join(root, 'infra/terraform/main.tf'), 'utf8');
  const variables = readFileSync(join(root, 'infra/terraform/variables.tf'), 'utf8');
  const block = /parameters = \{(?<lines>[^}]*)\}/.exec(main)?.groups?.['lines'] ?? '';
  const given = [...block.matchAll(/^\s*(\w+)\s*=/gm)].map(([, name = '']) => name);
  const declared = new Set([...variables.matchAll(/^variable "(\w+)"/gm)].map(([, name = '']) => name));

  test('sets every parameter of the release, and no other', () => {
    expect(given.toSorted()).toEqual(['ArtifactBucket', 'ArtifactPrefix', ...Object.keys(stack.Parameters)].sort());
  });

  test('declares what it uses, and uses what it declares', () => {
    const used = new Set([...main.matchAll(/\bvar\.(\w+)/g)].map(([, name = '']) => name));
    expect([...used].sort()).toEqual([...declared].sort());
  });

  test('has the defaults of the template', () => {
    const defaults = [...variables.matchAll(/variable "(\w+)" \{[^}]*?default\s*=\s*(.+)/g)];
    const byName = new Map(defaults.map(([, name, value]) => [name, value?.replaceAll('"', '').replace('[]', '')]));
    for (const [name, { Default }] of Object.entries(stack.Parameters)) {
      const variable = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
      expect([variable, byName.get(variable)]).toEqual([variable, String(Default)]);
    }
  });

  test('deletes the zips of the release before only after the stack has taken the new ones', () => {
    const objects = [...main.matchAll(/^resource "aws_s3_object" [\s\S]*?^\}/gm)].map(([text]) => text);
    expect(objects).toHaveLength(2);
    for (const object of objects) expect(object).toMatch(/lifecycle \{\s+create_before_destroy = true\s+\}/);
    expect(main).toMatch(/depends_on = \[aws_s3_object\.zip\]/);
  });

  test('outputs what the template does', () => {
    const outputs = readFileSync(join(root, 'infra/terraform/outputs.tf'), 'utf8');
    const named = [...outputs.matchAll(/outputs\["(\w+)"\]/g)].map(([, name = '']) => name);
    expect(named.toSorted()).toEqual(Object.keys(stack.Outputs).toSorted());
  });
});
