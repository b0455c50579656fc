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
  'error.EYEPOP_BUSY':
    'EyePop ne peut pas répondre pour l’instant (statut {status} : {reason}). Réessayez plus tard, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_FORBIDDEN':
    'EyePop n’autorise pas cela avec votre clé : {reason}. Demandez-le dans votre abonnement, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_HOST_UNKNOWN':
    'L’hôte {host} n’existe pas, ou le réseau manque. Vérifiez l’adresse de la connexion et le réseau.',
  'error.EYEPOP_KEY_REFUSED': 'EyePop n’accepte pas la clé d’API. Vérifiez la clé de la connexion.',
  'error.EYEPOP_NOT_EYEPOP':
    'Autre chose qu’EyePop a répondu à {host}, par une page web ou une redirection. Si ce réseau demande de s’identifier, faites-le dans un navigateur, puis réessayez.',
  'error.EYEPOP_NEEDS_POP': 'EyePop exécute des Pops. Choisissez un Pop à côté du bouton Lancer plutôt qu’un modèle.',
  'error.EYEPOP_NO_CONNECTION': 'Il n’y a pas de connexion à EyePop. Ajoutez-en une dans les réglages.',
  'error.EYEPOP_WHOLE_VIDEOS':
    'EyePop analyse des vidéos entières. Choisissez chaque image, ou tant par seconde, sans repères ; ou lancez sur cet ordinateur.',
  'error.EYEPOP_NOT_READY':
    'La session EyePop n’était pas prête après {seconds} secondes. Réessayez, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_NO_ANSWER':
    'Rien n’est venu d’EyePop à {host} pendant {seconds} secondes. Réessayez, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_NO_ENDPOINT':
    'Aucun des {count} serveurs d’EyePop ne répond. Réessayez dans une minute, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_NO_KEY':
    'Aucune clé EyePop n’est connue. Définissez EYEPOP_API_KEY, dans l’environnement ou dans un fichier .env, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_PIPELINE_FAILED':
    'EyePop n’a pas pu construire le pipeline de ce Pop : {reason}. Vérifiez les capacités qu’il nomme.',
  'error.EYEPOP_PIPELINE_GONE':
    'EyePop a supprimé le pipeline, et un nouveau n’était pas prêt à temps. Relancez, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_POP_FIXED':
    'Ce Pop n’est pas à nous : d’autres l’utilisent aussi. Connectez-vous sans son nom pour exécuter un autre Pop.',
  'error.EYEPOP_POP_NOT_STARTED': 'Le Pop {pop} ne tourne pas. Démarrez-le chez EyePop, ou réessayez dans une minute.',
  'error.EYEPOP_POP_REFUSED': 'EyePop a refusé le Pop : {reason}. Vérifiez ses composants.',
  'error.EYEPOP_POP_UNKNOWN': 'EyePop ne connaît pas de Pop {pop}. Vérifiez le nom dans la connexion.',
  'error.EYEPOP_PROXY':
    'Un proxy sur le chemin de {host} demande un mot de passe. Configurez-le pour cet ordinateur, ou demandez à qui gère le réseau.',
  'error.EYEPOP_REFUSED':
    'EyePop a refusé la requête (statut {status}) : {reason}. Réessayez plus tard, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_SESSION_DEAD':
    'La session EyePop est terminée ({status}). Relancez-la, ou exécutez sur cet ordinateur.',
  'error.EYEPOP_SESSION_GONE':
    'EyePop ne connaît plus cette session. Choisissez-en une autre dans la connexion, ou laissez Reticle en créer une.',
  'error.EYEPOP_SETTINGS': 'La connexion à EyePop ne peut pas fonctionner ainsi : {problem}.',
  'error.EYEPOP_SOURCES_COUNT':
    'EyePop regarde de 1 à {limit} images à la fois, et non {count}. Choisissez-en d’autres.',
  'error.EYEPOP_SOURCE_FAILED': 'EyePop n’a pas pu analyser {name} : {reason}',
  'error.EYEPOP_TLS':
    'La connexion à {host} n’est pas sûre ({reason}), rien n’a donc été envoyé. Vérifiez l’heure et les certificats de cet ordinateur.',
  'error.EYEPOP_TOKEN_EXPIRED':
    'Le jeton d’accès à EyePop a expiré. Saisissez-en un nouveau, ou utilisez une clé d’API.',
  'error.EYEPOP_UNPREPARED':
    'EyePop ne s’est pas préparé à recevoir {name}. Réessayez, ou exécutez sur cet ordinateur.',
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
  'error.VIDEO_NO_DECODER':
    '{name} a un codage que le ffmpeg de cet ordinateur ne décode pas. Installez-en un plus complet, ou convertissez le fichier.',
  'error.VIDEO_NO_PICTURES': '{name} ne contient pas d’image animée.',
  'error.USAGE': '{reason}',
};
