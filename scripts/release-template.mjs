/** Where the zips of a release are. */
const artifactParameters = {
  ArtifactBucket: {
    Type: 'String',
    Description: 'Bucket, in the Region of the stack, that the zips of this release were copied to.',
  },
  ArtifactPrefix: {
    Type: 'String',
    Default: 'watchkeeper/',
    Description: 'What stands before the names of the zips in the bucket, such as watchkeeper/. May be empty.',
  },
};

/**
 * The template of a release, out of the one Serverless Framework packages: the zips come from the bucket named by
 * parameters, no bucket for deployments is made, and every name follows the name of the stack.
 * `zips`: file name by logical id of the function. `stackName`: the name it was packaged for.
 */
export function releaseTemplate(packaged, { zips, stackName }) {
  const resources = Object.entries(packaged.Resources).filter(([id]) => !id.startsWith('ServerlessDeploymentBucket'));
  const outputs = Object.entries(packaged.Outputs).filter(([id]) => !id.startsWith('ServerlessDeploymentBucket'));
  const template = {
    AWSTemplateFormatVersion: packaged.AWSTemplateFormatVersion,
    Description: 'Watchkeeper keeps watch over Amazon ECS.',
    Parameters: { ...artifactParameters, ...packaged.Parameters },
    Conditions: packaged.Conditions,
    Resources: Object.fromEntries(resources.map(([id, resource]) => [id, released(id, resource, { zips, stackName })])),
    Outputs: Object.fromEntries(outputs),
  };
  const text = JSON.stringify(template);
  for (const leftOver of [stackName, 'ServerlessDeploymentBucket']) {
    if (text.includes(leftOver)) throw new Error(`the template of the release still names ${leftOver}`);
  }
  return template;
}

function released(id, resource, { zips, stackName }) {
  if (resource.Type !== 'AWS::Lambda::Function') return resource;
  const file = zips[id];
  if (file === undefined) throw new Error(`there is no zip for ${id}`);
  const { Code: _, FunctionName: name, ...properties } = resource.Properties;
  return {
    ...resource,
    Properties: {
      ...properties,
      FunctionName: { 'Fn::Sub': name.replace(stackName, '${AWS::StackName}') },
      Code: { S3Bucket: { Ref: 'ArtifactBucket' }, S3Key: { 'Fn::Sub': `\${ArtifactPrefix}${file}` } },
    },
  };
}
