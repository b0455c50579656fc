/** What stands on the stage while no picture is open. */
export const firstRun = {
  'firstRun.privacy': 'Everything runs on this computer. No account, no network, no cost.',
  'firstRun.text':
    'Drop photos or a folder anywhere on this window. What the model finds stands over the picture at once.',
  'firstRun.title': 'Drop a picture, see what the model sees',
  'firstRun.trySample': 'Try the sample',
} as const;
