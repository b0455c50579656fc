/** Ce qui occupe la scène tant qu’aucune image n’est ouverte. */
export const firstRun = {
  'firstRun.privacy': 'Tout s’exécute sur cet ordinateur. Ni compte, ni réseau, ni coût.',
  'firstRun.text':
    'Déposez des photos ou un dossier n’importe où dans cette fenêtre. Ce que le modèle trouve apparaît aussitôt sur l’image.',
  'firstRun.title': 'Déposez une image, voyez ce que voit le modèle',
  'firstRun.trySample': 'Essayer l’exemple',
} as const;
