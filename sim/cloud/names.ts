/** The names of the stack in the account: what its functions are told, and what people would see. */
export const stackName = 'watchkeeper-prod';
export const configurationPlace = 'watchkeeper-configuration/watchkeeper.yml';
