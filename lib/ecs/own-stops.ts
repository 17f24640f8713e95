/** The reason of every StopTask by which draining takes a standalone task off its instance: by it the echo is known. */
export const drainStopReason = 'Watchkeeper: its instance is being drained';
