/** Ce qui occupe la scène tant qu’aucune image n’est ouverte. */
export const firstRun = {
  'firstRun.hintDone': 'Compris',
  'firstRun.hintKeys': 'Touches : ← et → parcourent les images, et ? affiche toutes les touches.',
  'firstRun.hintNext': 'Suivant',
  'firstRun.hintSlider':
    'Déplacez le curseur de confiance sous l’image pour voir plus ou moins d’objets. Le modèle n’est pas relancé.',
  'firstRun.hintStatus': 'La barre du bas indique ce qui a réellement servi. Tout ce qui est local est gratuit.',
  'firstRun.hints': 'Conseils',
  'firstRun.hintsAway': 'Masquer les conseils',
  'firstRun.privacy': 'Tout s’exécute sur cet ordinateur. Ni compte, ni réseau, ni coût.',
  'firstRun.text':
    'Déposez des photos, des vidéos ou un dossier n’importe où dans cette fenêtre. Ce que le modèle trouve apparaît aussitôt sur l’image.',
  'firstRun.title': 'Déposez une image, voyez ce que voit le modèle',
  'firstRun.trySample': 'Essayer l’exemple',
} as const;
