import type { shell as english } from '../en/shell';

export const shell: Record<keyof typeof english, string> = {
  'quit.billing.one': '{count} session continue d’être facturée {rate}.',
  'quit.billing.other': '{count} sessions continuent d’être facturées {rate}.',
  'quit.leave': 'Laisser tourner',
  'quit.leaveUntil': 'Laisser tourner jusqu’à {when}',
  'quit.limit': 'Elles continuent sans Reticle. Leur fournisseur les arrête à leurs limites.',
  'quit.noLimit': 'Elles continuent sans Reticle, et rien ne les arrête d’elles-mêmes.',
  'quit.notStopped': 'L’arrêt de toutes les sessions n’a pas été confirmé. Reticle reste ouvert.',
  'quit.stop': 'Arrêter et quitter',
  'shell.alreadyRunning': 'Reticle tourne déjà à l’adresse {url}',
  'shell.alreadyRunningNoAddress': 'Reticle tourne déjà (processus {pid}) et n’a pas de page à ouvrir.',
  'shell.handedOver.one': '{count} fichier lui a été transmis.',
  'shell.handedOver.other': '{count} fichiers lui ont été transmis.',
  'shell.handOverFailed': 'Le Reticle déjà lancé (processus {pid}) ne répond pas.',
  'shell.linkUsed': 'Ce lien a déjà servi, ou ce navigateur n’a pas été autorisé.',
  'shell.linkUsedHow':
    'Un lien autorise un seul navigateur, une seule fois. Tapez de nouveau npm start dans un terminal : un nouveau lien vers le Reticle en cours s’affichera.',
  'shell.notHere': 'Reticle ne répond pas à cette demande.',
  'shell.notHereHow': 'Elle vient d’une autre page, ou d’un nom qui n’est pas celui de cet ordinateur.',
  'shell.portTaken':
    'Le port {port} est pris par un autre programme. Choisissez-en un autre avec --port, ou n’en indiquez aucun.',
  'shell.running': 'Reticle est ouvert à l’adresse {url}',
  'shell.stopped': 'Reticle est arrêté.',
  'shell.stopping': 'Reticle s’arrête…',
};
