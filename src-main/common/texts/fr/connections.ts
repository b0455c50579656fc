/** Les comptes chez les fournisseurs. */
export const connections = {
  'connections.account': 'La clé fonctionne. Elle appartient à {account}.',
  'connections.accountUnknown': 'La clé fonctionne.',
  'connections.add': 'Ajouter une connexion…',
  'connections.address': 'Adresse',
  'connections.empty': 'Aucune connexion. Tout ce qui est sur cet ordinateur fonctionne sans.',
  'connections.key': 'Clé',
  'connections.keyNote':
    'La clé ne quitte cet ordinateur que vers l’adresse ci-dessus et n’est jamais écrite dans un journal.',
  'connections.keysIn.file': 'Les clés sont dans un fichier que vous seul pouvez lire : il n’y a pas de trousseau ici.',
  'connections.keysIn.memory':
    'Les clés ne sont gardées qu’en mémoire, jusqu’à la fin de Reticle : il n’y a pas d’endroit sûr ici.',
  'connections.keysIn.system': 'Les clés sont dans le trousseau du système.',
  'connections.name': 'Nom',
  'connections.newKey': 'Changer la clé…',
  'connections.noKey': 'sa clé manque : redonnez-la',
  'connections.provider': 'Fournisseur',
  'connections.provider.clouditia': 'Clouditia',
  'connections.provider.eyepop': 'EyePop',
  'connections.remove': 'Retirer',
  'connections.removeSure': 'Retirer {name} et sa clé ? Ce qui tourne là-bas continue de tourner, et de coûter.',
  'connections.removeTitle': 'Retirer une connexion',
  'connections.save': 'Enregistrer',
  'connections.test': 'Tester',
  'connections.testing': 'Question à {provider}',
  'connections.title': 'Connexions',
} as const;
