/** The functions of the stack. A feature that comes later is one entry here and one block in serverless.yml. */
export const functions = ['health', 'drain', 'scale', 'batch', 'alert', 'tick'];

/** Functions with a queue of their own. */
export const consumers = ['health', 'drain', 'scale', 'batch', 'alert'];

export const title = (name) => name.charAt(0).toUpperCase() + name.slice(1);

/** `${AWS::StackName}-health` and the like. */
export const named = (suffix) => ({ 'Fn::Sub': `\${AWS::StackName}-${suffix}` });

export const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

export const arn = (pattern) => ({ 'Fn::Sub': `arn:\${AWS::Partition}:${pattern}` });

/** A property that is only there when the condition holds. */
export const when = (condition, value) => ({ 'Fn::If': [condition, value, { Ref: 'AWS::NoValue' }] });
