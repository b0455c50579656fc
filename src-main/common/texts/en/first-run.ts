/** What stands on the stage while no picture is open. */
export const firstRun = {
  'firstRun.hintDone': 'Got it',
  'firstRun.hintKeys': 'Keys: ← and → go through the pictures, and ? lists every key.',
  'firstRun.hintNext': 'Next',
  'firstRun.hintSlider':
    'Move the confidence slider below the picture to see more or fewer objects. The model does not run again.',
  'firstRun.hintStatus': 'The bar at the bottom names what really ran. Everything local is free.',
  'firstRun.hints': 'Hints',
  'firstRun.hintsAway': 'Hide the hints',
  'firstRun.privacy': 'Everything runs on this computer. No account, no network, no cost.',
  'firstRun.text':
    'Drop photos, videos or a folder anywhere on this window. What the model finds stands over the picture at once.',
  'firstRun.title': 'Drop a picture, see what the model sees',
  'firstRun.trySample': 'Try the sample',
} as const;
