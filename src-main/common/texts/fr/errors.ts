import type { errors as english } from '../en/errors';

export const errors: Record<keyof typeof english, string> = {
  'error.CANCELLED': 'Annulé.',
  'error.INTERNAL': 'Une erreur est survenue de notre côté. Le journal contient les détails.',
  'error.CLOUDITIA_BAD_ANSWER':
    'Clouditia a envoyé une réponse illisible : {reason}. Vérifiez l’adresse de la connexion.',
  'error.CLOUDITIA_BUSY':
    'Clouditia ne peut pas répondre pour l’instant (statut {status}) : {reason}. Réessayez dans un moment.',
  'error.CLOUDITIA_CREATE_UNKNOWN':
    'Clouditia n’a pas dit si la session a été créée, et nous n’avons pas pu le savoir ({found} trouvées). Regardez la liste des sessions avant de réessayer.',
  'error.CLOUDITIA_KEY_REFUSED': 'Clouditia n’accepte pas la clé d’API. Vérifiez la clé de la connexion.',
  'error.CLOUDITIA_NOT_FOUND': 'Clouditia ne connaît plus cette session ou cette demande.',
  'error.CLOUDITIA_NOT_READY':
    'La session Clouditia n’était pas prête après {seconds} secondes. Elle démarre peut-être encore, et sera facturée dès qu’elle tourne.',
  'error.CLOUDITIA_NOT_STOPPED':
    'La session Clouditia tourne encore {seconds} secondes après la demande d’arrêt. Elle reste facturée : arrêtez-la de nouveau.',
  'error.CLOUDITIA_NO_CREDIT':
    'Le compte Clouditia n’a plus de crédit : {reason}. Ajoutez du crédit, ou exécutez sur cet ordinateur.',
  'error.CLOUDITIA_NO_GPU':
    'Les GPU demandés ne sont pas libres chez Clouditia : {reason}. Prenez-en d’autres, attendez dans la file, ou exécutez sur cet ordinateur.',
  'error.CLOUDITIA_QUEUE_ENDED': 'La demande de session Clouditia a quitté la file sans session ({status}).',
  'error.CLOUDITIA_REFUSED': 'Clouditia a refusé la demande : {reason}',
  'error.CLOUDITIA_SESSION_ENDED': 'La session Clouditia {name} s’est terminée avant d’être prête : {reason}',
  'error.CLOUDITIA_STILL_QUEUED':
    'Aucune session Clouditia ne s’est libérée en {seconds} secondes. La demande reste dans la file.',
  'error.CLOUDITIA_TIMED_OUT': 'Clouditia n’a pas répondu en {seconds} secondes. Vérifiez le réseau, ou réessayez.',
  'error.CLOUDITIA_UNREACHABLE':
    'Clouditia est injoignable à {host}. Vérifiez le réseau, ou exécutez sur cet ordinateur.',
  'error.BUDGET_REACHED':
    'Le budget {scope} ({limit} {currency}) laisse {left} {currency}. Rien n’a été démarré. Augmentez-le, ou demandez moins.',
  'error.CONNECTION_ADDRESS':
    '{address} n’est pas une adresse où envoyer une clé. Elle doit commencer par https://, ou mener à cet ordinateur.',
  'error.CONNECTION_IN_USE': 'Des sessions de {name} coûtent peut-être encore. Arrêtez-les avant de la retirer.',
  'error.CONNECTION_NOT_FOUND': 'Cette connexion n’existe plus.',
  'error.CONNECTION_NO_KEY': 'La clé de {name} n’est pas connue ici. Saisissez-la de nouveau.',
  'error.CONNECTION_NO_TEST': 'Une connexion à {provider} ne peut pas encore être testée.',
  'error.DATA_FOLDER_IN_USE': 'Reticle utilise déjà {folder} (processus {pid}).',
  'error.DISCONNECTED': 'La connexion à Reticle est perdue. Elle est en cours de rétablissement.',
  'error.DISK_FULL': 'Le disque est plein : {what} n’a pas pu être enregistré.',
  'error.DISK_TOO_SMALL':
    'Il faut environ {neededMiB} Mio dans {folder}, et {freeMiB} Mio sont libres. Faites de la place et réessayez.',
  'error.ENGINE_DIED': 'Le processus d’inférence s’est arrêté pendant le traitement de {name}.',
  'error.ENGINE_FAILED': 'Le modèle n’a pas pu traiter {name} : {reason}',
  'error.EXPORT_DIED':
    'Le processus d’export s’est arrêté pendant {name}. Réessayez ; le journal contient les détails.',
  'error.EXPORT_NOT_FOUND': 'Cet export n’existe plus.',
  'error.EXPORT_ONE_VIDEO': 'Un fichier MOT contient les pistes d’une seule vidéo. Exportez chaque vidéo à part.',
  'error.EYEPOP_BAD_ANSWER': 'EyePop a envoyé une réponse illisible : {reason}. Vérifiez l’adresse de la connexion.',
  'error.EYEPOP_KEY_REFUSED': 'EyePop n’accepte pas la clé d’API. Vérifiez la clé de la connexion.',
  'error.EYEPOP_NOT_READY':
    'La session EyePop n’était pas prête après {seconds} secondes. Réessayez, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_REFUSED':
    'EyePop a refusé la requête (statut {status}). Réessayez plus tard, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_SESSION_DEAD':
    'La session EyePop est terminée ({status}). Relancez-la, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_SOURCE_FAILED': 'EyePop n’a pas pu analyser {name} : {reason}',
  'error.EYEPOP_UNREACHABLE': 'EyePop est injoignable à {host}. Vérifiez le réseau, ou exécutez sur cet ordinateur.',
  'error.MEDIA_CHANGED': '{name} a été modifié pendant son analyse, rien n’en a été gardé. Réessayez.',
  'error.MEDIA_EMPTY': '{name} est vide (0 octet).',
  'error.MEDIA_FORBIDDEN': 'Nous n’avons pas le droit de lire {name}.',
  'error.MEDIA_GONE': '{name} n’est plus là. Le fichier a été déplacé ou supprimé après avoir été listé.',
  'error.MEDIA_NOT_FOUND': 'Il n’y a ni fichier ni dossier {name}.',
  'error.MEDIA_NOT_A_PICTURE': '{name} n’est pas une image lisible : cela ressemble à {seen}.',
  'error.MEDIA_TOO_LARGE':
    '{name} mesure {widthPx} × {heightPx} pixels ; nous ouvrons les images d’au plus {limitMegapixels} mégapixels.',
  'error.MEDIA_UNREADABLE': '{name} est endommagé et n’a pas pu être décodé : {reason}',
  'error.MODEL_ALREADY_ADDED': '{name} est déjà dans la liste, sous le nom {existing}.',
  'error.MODEL_BUILT_IN': '{name} est livré avec Reticle : il ne peut être ni renommé ni retiré.',
  'error.MODEL_CUSTOM_OPERATORS': '{name} demande des opérateurs absents d’ici : {operators}.',
  'error.MODEL_NOT_FOUND': 'Il n’y a pas de modèle {name}.',
  'error.MODEL_NOT_ONNX': '{name} n’est pas un modèle ONNX.',
  'error.MODEL_UNKNOWN_FAMILY': 'Nous ne connaissons pas la famille de {name}. Il a {seen} ; nous connaissons {known}.',
  'error.MODEL_UNREADABLE': '{name} n’a pas pu être chargé : {reason}',
  'error.NOTHING_TO_RUN': 'Il n’y a aucune image lisible à analyser.',
  'error.OUTPUT_REFUSED': '{path} ne peut pas être écrit : {reason}',
  'error.POP_EMPTY': 'Ce Pop n’a aucun composant : il n’y a rien à exécuter. Ajoutez-en un d’abord.',
  'error.POP_INFERENCE_TYPE': '{path} demande {type}, que {model} ne donne pas. Retirez-le de inferenceTypes.',
  'error.POP_INVALID': 'Ce Pop ne peut pas être exécuté. {problem}',
  'error.POP_MODEL_GONE':
    '{path} ({ability}) est lié au modèle {model}, qui n’est plus ici. Choisissez-en un autre dans la table des capacités.',
  'error.POP_NOT_FOUND': 'Il n’y a pas de Pop {name}.',
  'error.POP_NOT_LOCAL':
    '{path} : rien sur cet ordinateur ne remplace {ability}. Nommez un modèle pour elle dans la table des capacités.',
  'error.POP_NO_MODEL':
    '{path} : aucun modèle ici ne trouve ce que {ability} demande. Ajoutez-en un sur la page Modèles.',
  'error.POP_PART_NOT_LOCAL': '{path} ne fonctionne que sur un serveur distant. Retirez-le pour exécuter ce Pop ici.',
  'error.POP_READY_MADE':
    '{name} est fourni avec Reticle et reste tel quel. Enregistrez vos changements sous un autre nom.',
  'error.POP_TRANSFORM': 'postTransform a échoué : {reason}',
  'error.RUN_NOT_FOUND': 'Cette exécution n’existe pas.',
  'error.SESSION_NOT_FOUND': 'Il n’y a pas de session {name}.',
  'error.SESSION_NOT_MADE':
    'Aucune session n’existe chez le fournisseur pour cette entrée ({state}) : il n’y a rien à en faire.',
  'error.SESSION_NO_PROVIDER': '{provider} n’a pas de sessions que Reticle puisse gérer.',
  'error.STORE_CORRUPT': 'La base de données {file} est endommagée : {reason}',
  'error.STORE_TOO_NEW':
    'La base de données vient d’une version plus récente de Reticle (version {found} ; celle-ci connaît jusqu’à {known}). Elle n’a pas été touchée.',
  'error.UPLOAD_FAILED': '{name} n’a pas pu être reçu en entier.',
  'error.FFMPEG_MISSING':
    'Les vidéos demandent {program}, absent de cet ordinateur. Installez ffmpeg ou indiquez son dossier dans RETICLE_FFMPEG.',
  'error.VIDEO_CUT_FAILED': 'Aucun extrait n’a pu être coupé dans {name} : {reason}',
  'error.VIDEO_DECODER_FAILED': '{name} n’a pas pu être décodé jusqu’au bout : {reason}',
  'error.VIDEO_ENCODER_FAILED': 'La copie annotée de {name} n’a pas pu être écrite : {reason}',
  'error.VIDEO_NO_PICTURES': '{name} ne contient pas d’image animée.',
  'error.USAGE': '{reason}',
};
