/** What the shells themselves say: the terminal, the refused page. */
export const shell = {
  'shell.alreadyRunning': 'Reticle is already running at {url}',
  'shell.alreadyRunningNoAddress': 'Reticle is already running (process {pid}); it has no page to open.',
  'shell.handedOver.one': '{count} file was handed over to it.',
  'shell.handedOver.other': '{count} files were handed over to it.',
  'shell.handOverFailed': 'The Reticle that runs already (process {pid}) does not answer.',
  'shell.linkUsed': 'This link was used already, or this browser has not been let in.',
  'shell.linkUsedHow':
    'A link lets one browser in, once. Type npm start in a terminal again: it prints a new link to the Reticle that is running.',
  'shell.notHere': 'Reticle does not answer this request.',
  'shell.notHereHow': 'It came from another page, or under a name that is not this computer’s own.',
  'shell.portTaken': 'Port {port} is taken by another program. Name another one with --port, or leave it out.',
  'shell.running': 'Reticle is running at {url}',
  'shell.stopped': 'Reticle has stopped.',
  'shell.stopping': 'Reticle is stopping…',
} as const;
