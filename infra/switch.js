/**
 * The switch that stops all acting at once: whatever is not `on` does. What people write into it stays, since
 * CloudFormation changes a parameter only when its template does.
 */
export const actingSwitch = {
  ActingSwitch: {
    Type: 'AWS::SSM::Parameter',
    Condition: 'Acts',
    Properties: {
      Name: '/watchkeeper/acting',
      Type: 'String',
      Value: 'on',
      Description: 'on: features set to act may act. Anything else stops all acting within 30 seconds.',
    },
  },
};
