/** How pictures and models come into the app. */
export const intake = {
  'intake.addSamples': 'Open the sample pictures',
  'intake.addToQueue': 'Add to queue',
  'intake.analyseNow': 'Analyse now',
  'intake.nothingFound': 'No pictures were found there.',
  'intake.open': 'Open',
  'intake.openPath': 'Open a path on this machine…',
  'intake.openPathNote': 'A file or a folder on the machine that Reticle runs on. Folders are searched to their end.',
  'intake.path': 'File or folder',
  'intake.pathMissing': 'Type the path of a file or folder first.',
  'intake.skipped.one': '{count} file was left out:',
  'intake.skipped.other': '{count} files were left out:',
  'intake.uploadFailed.one': '{count} file could not be received.',
  'intake.uploadFailed.other': '{count} files could not be received.',
  'intake.uploading': 'Receiving files',
  'intake.whereCloud': 'at EyePop, price not known',
  'intake.whereLocal': 'Local {provider} · free',
} as const;
