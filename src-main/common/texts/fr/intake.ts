/** Comment les images et les modèles arrivent dans l’application. */
export const intake = {
  'intake.addSamples': 'Ouvrir les images d’exemple',
  'intake.addToQueue': 'Mettre en file d’attente',
  'intake.analyseNow': 'Analyser maintenant',
  'intake.nothingFound': 'Aucune image n’a été trouvée à cet endroit.',
  'intake.open': 'Ouvrir',
  'intake.openPath': 'Ouvrir un chemin de cette machine…',
  'intake.openPathNote':
    'Un fichier ou un dossier de la machine sur laquelle Reticle s’exécute. Les dossiers sont parcourus entièrement.',
  'intake.path': 'Fichier ou dossier',
  'intake.pathMissing': 'Saisissez d’abord le chemin d’un fichier ou d’un dossier.',
  'intake.skipped.one': '{count} fichier a été écarté :',
  'intake.skipped.other': '{count} fichiers ont été écartés :',
  'intake.uploadFailed.one': '{count} fichier n’a pas pu être reçu.',
  'intake.uploadFailed.other': '{count} fichiers n’ont pas pu être reçus.',
  'intake.uploading': 'Réception des fichiers',
  'intake.whereCloud': 'chez EyePop, prix inconnu',
  'intake.whereLocal': '{provider} local · gratuit',
} as const;
