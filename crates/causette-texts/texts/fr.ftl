## Nouvelles et réponses. La porte met sa propre marque (« -- ») devant.

say-greeting = Vous êtes { $name } dans { $room }. Écrivez pour parler, /aide pour voir le reste.
say-joined = { $name } a rejoint { $room }
say-left = { $name } a quitté { $room }
say-gone = { $name } n'est plus là
say-gone-off = { $by } a mis { $name } hors de ce serveur
say-renamed = { $name } s'appelle maintenant { $to }
say-entered = { $count ->
    [one] vous êtes dans { $room }, sans personne d'autre pour l'instant
   *[other] vous êtes dans { $room }, { $count } personnes présentes
}
say-current = vous parlez maintenant dans { $room }
say-nowhere = vous n'êtes plus dans aucun salon : /salon #general
say-parted = vous avez quitté { $room }
say-named = vous vous appelez maintenant { $name }
say-opened = conversation privée avec { $name } : personne d'autre ne la lit ; /mp { $name } TEXTE pour répondre
say-who = { $count ->
    [one] une personne dans { $room } : { $names }
   *[other] { $count } personnes dans { $room } : { $names }
}
say-who-part = { $count } personnes dans { $room }, dont : { $names }
say-room-empty = personne dans { $room }
say-room-line = { $count ->
    [0] { $room } : personne, dernier message { $head }
    [one] { $room } : une personne, dernier message { $head }
   *[other] { $room } : { $count } personnes, dernier message { $head }
}
say-rooms-none = aucun salon pour l'instant : /salon #general en crée un
say-rooms-more = il y a plus de salons que n'en montre cette liste : /salon NOM entre dans n'importe lequel
say-history-empty = rien n'a encore été dit dans { $room }
say-history-more = la suite : { $command }
say-history-start = { $room } commence ici
say-history-end = pas de message plus récent dans { $room }
say-expired = pour vous, { $room } commence au numéro { $seq } : ce qui précède a été supprimé, ou ne vous était pas destiné
say-caught-up = vous êtes à jour dans { $room }
say-language = désormais, vous lisez du français
say-acks-on = chaque message que vous envoyez est confirmé par ok et son numéro dès qu'il est enregistré
say-acks-off = ok ne s'affiche plus ; ce qui n'a pas pu être enregistré s'affiche toujours
say-paste-on = les lignes de texte qui arrivent ensemble, dès trois, font désormais un seul message
say-paste-off = chaque ligne est de nouveau un message
say-time = heure de ce serveur : { $at } ({ $zone })

say-unknown-outcome = issue inconnue : le disque n'a pas confirmé le message. Renvoyez-le avec la même clé quand le serveur sera revenu : il ne sera pas doublé.
say-bye = au revoir ! Si votre programme ne se ferme pas tout seul, appuyez sur Entrée ou Ctrl-C.
say-bye-stopping = le serveur s'arrête : tout ce qui a été confirmé est enregistré. Revenez dans un instant.
say-bye-elsewhere = vous êtes de retour sur une autre connexion, donc celle-ci se ferme. Continuez là-bas.
say-bye-behind = ce que vous avez manqué ne peut être lu en ce moment, donc cette connexion se ferme. Revenez et demandez-le par son numéro.
say-bye-store-failed = le disque est en panne, donc le serveur s'arrête : le sort de ce qui n'a pas été confirmé est inconnu. Renvoyez-le avec la même clé quand le serveur sera revenu.

## Ce qu'une porte refuse d'elle-même : .what ce qui s'est passé et pourquoi, .next quoi faire.

fault-unknown-command =
    .what = la commande /{ $word } n'existe pas, et rien n'a été dit.
    .next = /aide les montre toutes ; commencez par // pour dire une ligne qui débute par /.
fault-unknown-command-near =
    .what = la commande /{ $word } n'existe pas, et rien n'a été dit.
    .next = Vouliez-vous dire /{ $near } ?
fault-missing-words =
    .what = il manque quelque chose après la commande.
    .next = Tapez { $usage }
fault-wrong-word =
    .what = cette commande ne connaît pas le mot { $word }.
    .next = Tapez { $usage }
fault-no-room =
    .what = personne ne lirait cela : vous n'êtes dans aucun salon.
    .next = Tapez /salon #general, puis redites-le.
fault-line-too-long =
    .what = cette ligne dépasse { $max } octets, elle a donc été jetée.
    .next = Renvoyez-la en lignes plus courtes.
fault-bad-utf8 =
    .what = cette ligne n'est pas en UTF-8, elle a donc été jetée.
    .next = Réglez votre terminal ou votre programme sur UTF-8 et renvoyez-la.
fault-nul =
    .what = cette ligne contient un octet NUL, elle a donc été jetée.
    .next = Renvoyez-la en texte simple.
fault-slowed =
    .what = vous envoyez plus vite que ce serveur ne lit : rien n'est perdu, c'est seulement plus long.
    .next = Attendez que vos lignes apparaissent.
fault-flooded =
    .what = vous avez continué à envoyer bien plus vite que permis, donc cette connexion se ferme.
    .next = Revenez dans une minute et envoyez plus lentement.
fault-tls =
    .what = ce port parle en clair, et vous avez commencé en TLS.
    .next = Connectez-vous sans TLS, ou au port TLS.
fault-clear-on-tls =
    .what = ce port parle en TLS, et vous avez commencé en clair.
    .next = Connectez-vous en TLS, ou au port en clair.
fault-unannounced =
    .what = ce serveur prend votre adresse pour celle d'un mandataire (proxy), qui doit d'abord dire pour qui il se connecte.
    .next = Activez-y le protocole PROXY, ou retirez l'adresse de proxy_from.
fault-no-websocket =
    .what = ce port ne parle que WebSocket, il ne sert pas de pages web.
    .next = Donnez l'adresse à un client de messagerie qui parle WebSocket ; dans un navigateur, à sa page.
fault-unknown-host =
    .what = ce serveur n'est pas connu sous le nom que vous avez demandé.
    .next = Demandez-le par son adresse, ou faites ajouter le nom à web.names par son opérateur.
fault-foreign-page =
    .what = cette demande ne vient pas de la page de ce serveur, donc rien n'a été fait.
    .next = Rechargez la page, puis réessayez.
fault-no-such-page =
    .what = cette page n'existe pas ici.
    .next = Commencez par /.
fault-no-sign-in-here =
    .what = cette connexion est en clair, donc votre navigateur ne peut pas recevoir ce qui vous identifie.
    .next = Ouvrez la page par https://, ou sur la machine du serveur.
fault-operators-only =
    .what = seuls les opérateurs du serveur voient cela.
    .next = Connectez-vous comme l'un d'eux ; un propriétaire en nomme par /admin op NOM.
fault-no-answer =
    .what = le serveur n'a pas répondu à temps ; il est peut-être en train de s'arrêter.
    .next = Réessayez dans une minute.
fault-no-token =
    .what = ceci est pour les comptes et leurs programmes, et rien ne dit à qui est le vôtre.
    .next = Créez un jeton avec /jeton, puis envoyez-le : Authorization: Bearer JETON
fault-wrong-method =
    .what = cette page ne se demande pas ainsi.
    .next = L'en-tête Allow dit comment ; /api/openapi.json dit tout.
fault-not-json =
    .what = ce que vous avez envoyé n'est pas annoncé comme du JSON, donc rien n'en a été lu.
    .next = Envoyez-le avec Content-Type: application/json.
fault-body-too-long =
    .what = ce que vous avez envoyé dépasse { $max } octets, donc rien n'en a été lu.
    .next = Envoyez-en moins à la fois.
fault-body-too-slow =
    .what = ce que vous aviez annoncé n'est pas arrivé en { $seconds } secondes, donc rien n'a été fait.
    .next = Renvoyez-le d'un seul coup.
fault-unknown-field =
    .what = il n'y a pas de champ { $field } ici, donc rien n'a été fait.
    .next = Regardez dans /api/openapi.json ceux qui existent.
fault-crowded =
    .what = { $max } connexions sont ouvertes depuis votre adresse, et pas plus ne sont permises.
    .next = Fermez-en une, puis reconnectez-vous.
fault-hurried =
    .what = votre adresse ouvre des connexions plus vite que permis.
    .next = Attendez quelques secondes, puis reconnectez-vous.
fault-http =
    .what = ce port est celui d'une messagerie, pas d'une page web.
    .next = Utilisez nc avec la même adresse et le même port.
fault-server-full =
    .what = le serveur est plein.
    .next = Réessayez dans quelques minutes.
fault-unfinished-line =
    .what = une ligne commencée n'a pas été finie à temps, donc cette connexion se ferme.
    .next = Reconnectez-vous et finissez chaque ligne par Entrée.
fault-endless-line =
    .what = cette ligne n'a pas de fin, donc cette connexion se ferme.
    .next = Reconnectez-vous et envoyez des lignes de { $max } octets au plus.
fault-not-introduced =
    .what = vous n'avez pas dit qui vous êtes en { $seconds } secondes, donc cette connexion se ferme.
    .next = Reconnectez-vous ; NICK et USER viennent d'abord.
fault-too-slow =
    .what = vous lisez moins vite que les autres n'écrivent, donc cette connexion se ferme.
    .next = Reconnectez-vous ; /historique montre ce que vous avez manqué.
fault-bad-json =
    .what = ce n'est pas un objet JSON de la bonne forme : voyez la colonne { $column }.
    .next = Envoyez un objet par ligne, par exemple {"{"}"type":"say","room":"#general","text":"salut"{"}"}
fault-unknown-type =
    .what = ce « type » n'existe pas.
    .next = Utilisez l'un de ceux-ci : { $types }.
fault-unknown-type-near =
    .what = ce « type » n'existe pas.
    .next = Vouliez-vous dire "{ $near }" ?
fault-missing-field =
    .what = il manque le champ "{ $field }".
    .next = Renvoyez l'objet avec ce champ.
fault-bad-value =
    .what = la valeur du champ "{ $field }" n'est pas permise ici.
    .next = Voyez /aide format, corrigez-la et renvoyez l'objet.

## Ce que la calculatrice refuse : .what où et quoi, .next quoi faire. Pas de point après ce qui se tape.

calc-empty =
    .what = colonne { $column } : il n'y a rien à calculer.
    .next = Écrivez un calcul, par exemple 2+3*4
calc-too-long =
    .what = colonne { $column } : trop long : { $given } octets, et { $limit } sont lus.
    .next = Calculez par morceaux, avec ans pour la dernière réponse.
calc-too-deep =
    .what = colonne { $column } : plus de { $limit } niveaux s'emboîtent.
    .next = Calculez par morceaux, avec ans pour la dernière réponse.
calc-too-much-work =
    .what = colonne { $column } : arrêté après { $limit } étapes.
    .next = Demandez quelque chose de plus petit.
calc-too-large =
    .what = colonne { $column } : trop grand : ce nombre demande plus de { $bits } bits.
    .next = Demandez quelque chose de plus petit.
calc-out-of-range =
    .what = colonne { $column } : trop grand : la réponse dépasse 1.8e308.
    .next = Demandez quelque chose de plus petit.
calc-unknown-character =
    .what = colonne { $column } : { $found } n'a pas de sens ici.
    .next = Enlevez-le ; /aide calc montre ce qui existe.
calc-unknown-name =
    .what = colonne { $column } : rien ne s'appelle { $name }.
    .next = Voyez /aide calc pour les fonctions.
calc-bad-number =
    .what = colonne { $column } : { $found } n'est pas un nombre.
    .next = Écrivez-le comme 12,5, 1e-3 ou 0x1F
calc-expected-value =
    .what = colonne { $column } : il fallait un nombre, pas { $found }.
    .next = Mettez-en un à cet endroit et renvoyez le calcul.
calc-unexpected =
    .what = colonne { $column } : il fallait un opérateur, pas { $found }.
    .next = Mettez + - * ou / à cet endroit, ou plus rien.
calc-incomplete =
    .what = colonne { $column } : il manque quelque chose à la fin.
    .next = Finissez le calcul et renvoyez-le.
calc-unclosed =
    .what = colonne { $column } : cette ( n'est jamais fermée.
    .next = Ajoutez la ) qui manque et renvoyez le calcul.
calc-needs-parentheses =
    .what = colonne { $column } : { $function } demande des parenthèses.
    .next = Écrivez { $function }(…)
calc-division-by-zero =
    .what = colonne { $column } : division par zéro.
    .next = Divisez par autre chose.
calc-undefined =
    .what = colonne { $column } : { $function } n'a pas de valeur ici.
    .next = Donnez-lui d'autres nombres.
calc-not-whole =
    .what = colonne { $column } : { $function } veut un nombre entier de chiffres.
    .next = Écrivez par exemple round(2,345; 2)
calc-no-answer =
    .what = colonne { $column } : il n'y a pas encore de réponse.
    .next = Faites d'abord un calcul ; ans est votre dernière réponse sur cette connexion.
calc-wrong-count =
    .what = colonne { $column } : { $function } prend { $most ->
        [0] un argument ou plus
        [1] un argument
       *[other] un argument ou deux
    }, pas { $given }.
    .next = Donnez-lui-en ce nombre et renvoyez le calcul.
calc-wrong-count-commas =
    .what = colonne { $column } : { $function } prend { $most ->
        [0] un argument ou plus
        [1] un argument
       *[other] un argument ou deux
    }, pas { $given }.
    .next = Dans un appel, une virgule sépare : écrivez 2.5 pour 2,5.

## Ce que les règles refusent : .what ce qui s'est passé et pourquoi, .next quoi faire.

refusal-bad-name-empty =
    .what = { $kind ->
        [room] il manque le nom du salon.
       *[person] il manque le pseudo.
    }
    .next = { $kind ->
        [room] Essayez /salon #general
       *[person] Essayez /pseudo suivi d'un pseudo.
    }
refusal-bad-name-too-long =
    .what = { $kind ->
        [room] ce nom de salon est trop long : { $max } caractères au plus.
       *[person] ce pseudo est trop long : { $max } caractères au plus.
    }
    .next = Choisissez-en un plus court.
refusal-bad-name-character =
    .what = { $char ->
        [space] un espace n'est pas permis à cet endroit.
       *[other] { $char } n'est pas permis à cet endroit.
    }
    .next = { $kind ->
        [room] Un nom de salon se compose de lettres, de chiffres et de _ - . + & ' # après son #, comme #general.
       *[person] Un pseudo se compose de lettres, de chiffres, de _ et de -, comme alice_2.
    }
refusal-bad-name-start =
    .what = { $kind ->
        [room] un nom de salon ne peut pas commencer par { $char }.
       *[person] un pseudo ne peut pas commencer par { $char }.
    }
    .next = Mettez une lettre en premier.
refusal-bad-name-marks =
    .what = une même lettre porte trop de signes.
    .next = Choisissez un nom avec moins d'accents.
refusal-bad-name-scripts =
    .what = ce nom mêle des lettres de plusieurs alphabets, comme le font ceux qui imitent le nom d'un autre.
    .next = Choisissez un seul alphabet.
refusal-bad-name-reserved =
    .what = ce nom est réservé au serveur.
    .next = Choisissez-en un autre.
refusal-name-taken =
    .what = le pseudo { $name } est déjà pris.
    .next = Choisissez-en un autre : /pseudo suivi d'un pseudo.
refusal-name-lookalike =
    .what = ce pseudo ressemble à un autre, { $name }, qui est là : on vous confondrait.
    .next = Choisissez-en un qui s'en distingue.
refusal-no-such-room =
    .what = il n'y a pas de salon { $room } que vous puissiez voir.
    .next = /salons montre les salons, /salon en crée un.
refusal-no-such-conversation =
    .what = vous n'avez pas encore de conversation avec { $name }.
    .next = Commencez-la : /mp { $name } TEXTE
refusal-no-such-person =
    .what = personne ici ne s'appelle { $name }.
    .next = /qui montre qui est là.
refusal-not-in-room =
    .what = vous n'êtes pas dans { $room }.
    .next = Entrez-y d'abord : /salon { $room }
refusal-too-many-rooms =
    .what = vous êtes dans { $max } salons, c'est le maximum.
    .next = Quittez-en un d'abord : /partir suivi de son nom.
refusal-empty =
    .what = ce message est vide.
    .next = Écrivez d'abord quelque chose.
refusal-too-long =
    .what = ce texte fait { $bytes } octets, et le maximum est { $max }.
    .next = Envoyez-le plus court, ou en plusieurs morceaux.
refusal-bad-text =
    .what = ce texte contient un octet NUL, ou une fin de ligne là où il n'en faut pas.
    .next = Enlevez-le et renvoyez le texte.
refusal-bad-key =
    .what = une clé ou une référence fait de 1 à { $max } octets, sans caractère de contrôle.
    .next = Prenez un UUID, par exemple.
refusal-key-reused =
    .what = cette clé est déjà celle d'un autre de vos messages ici.
    .next = Envoyez celui-ci avec une nouvelle clé.
refusal-bad-range =
    .what = ce nombre est hors limites : il faut de 1 à { $max }.
    .next = Redemandez avec un tel nombre.
refusal-ahead =
    .what = rien ne porte encore ce numéro : le dernier est { $head }.
    .next = Redemandez avec { $head } au plus, ou sans numéro.
refusal-bad-token =
    .what = ce mot ou ce jeton n'est pas valable, ou ne l'est plus.
    .next = Continuez comme vous êtes, ou connectez-vous : /connexion PSEUDO MOTDEPASSE
refusal-not-saved-disk-full =
    .what = non enregistré : le disque est plein, donc personne ne l'a vu.
    .next = Renvoyez-le plus tard, et prévenez la personne qui gère le serveur.
refusal-not-saved-locked =
    .what = non enregistré : un autre programme occupe la base, donc personne ne l'a vu.
    .next = Renvoyez-le dans un instant.
refusal-not-saved-read-only =
    .what = non enregistré : la base ne peut pas être modifiée, donc personne ne l'a vu.
    .next = Prévenez la personne qui gère le serveur.
refusal-not-saved-other =
    .what = non enregistré : la base a eu une erreur, donc personne ne l'a vu.
    .next = Renvoyez-le plus tard, et prévenez la personne qui gère le serveur.
refusal-busy =
    .what = trop de demandes sont en cours, donc rien n'a été fait.
    .next = Réessayez dans un instant.
refusal-damaged =
    .what = ce qui est enregistré à cet endroit est abîmé, donc ce n'est pas montré.
    .next = Prévenez la personne qui gère le serveur : une sauvegarde l'a peut-être encore.

## Aide. .usage ce qu'il faut taper, .line en quelques mots, .more le reste.

help-intro = Écrivez pour parler. Une ligne qui commence par / est une commande :
help-outro = /aide COMMANDE en dit plus. Pour dire une ligne qui débute par /, commencez-la par //.
help-nick =
    .usage = /pseudo PSEUDO
    .line = changer de pseudo
    .more = Jusqu'à 20 lettres, chiffres, _ et -. Deux personnes ne portent jamais le même pseudo, ni deux pseudos qui se ressemblent.
help-join =
    .usage = /salon SALON [CLÉ]
    .line = entrer dans un salon, ou le créer
    .more = Vous y parlez ensuite, après en avoir vu les derniers messages. Le # devant son nom est facultatif. CLÉ : si le salon en a une.
help-leave =
    .usage = /partir [SALON [MOTS]]
    .line = quitter un salon
    .more = Celui où vous parlez, si vous n'en nommez aucun. MOTS s'adresse à qui reste. Ce qui s'y est dit reste.
help-rooms =
    .usage = /salons
    .line = voir les salons
    .more = Avec le nombre de personnes dans chacun, le numéro de son dernier message, ce que vous n'avez pas lu, et son sujet.
help-who =
    .usage = /qui [SALON]
    .line = voir qui est là
    .more = Dans le salon où vous parlez, si vous n'en nommez aucun. Les rôles et les absences sont indiqués.
help-msg =
    .usage = /mp PSEUDO TEXTE
    .line = écrire à une seule personne
    .more = Vous n'êtes que deux à le lire ; à votre propre pseudo, ce sont des notes. La conversation est gardée et numérotée comme les autres, et s'appelle @PSEUDO.
help-say =
    .usage = /dire TEXTE
    .line = dire quelque chose, quel qu'en soit le début
    .more = « /dire fin » dit fin au lieu de vous déconnecter.
help-me =
    .usage = /moi TEXTE
    .line = faire quelque chose
    .more = « /moi sourit » affiche « * alice sourit ».
help-notice =
    .usage = /avis TEXTE
    .line = dire ce qui n'attend pas de réponse
    .more = Comme le font les programmes : c'est montré « -alice- TEXTE », et aucun programme n'y répond.
help-history =
    .usage = /historique [SALON] [N]
    .line = relire ce qui s'est dit
    .more = Les N derniers messages du salon (ou de @PSEUDO), 20 si vous ne donnez pas N, 500 au plus. « /historique avant 17 » ou « /historique après 17 » lit à partir de là.
help-help =
    .usage = /aide [COMMANDE]
    .line = cette page, ou plus sur une commande
    .more = Le / devant son nom est facultatif.
help-format =
    .usage = /format json
    .line = parler en JSON, pour les programmes
    .more = Un objet par ligne, dans les deux sens. Pour revenir, envoyez {"{"}"type":"format","to":"text"{"}"}
help-calc =
    .usage = /calc EXPRESSION
    .line = calculer, aux yeux de tout le salon
    .more = + - * / // % ** ( ) sqrt abs min max round floor ceil sin cos tan ln log exp pi e, et ans, votre dernière réponse.
help-lang =
    .usage = /langue en|fr
    .line = lire du français ou de l'anglais
    .more = Pour cette connexion seulement ; les autres lisent la langue de leur choix. Les commandes ont toujours un nom dans les deux.
help-acks =
    .usage = /accusés oui|non
    .line = montrer ou cacher ok après chaque message
    .more = Les refus s'affichent toujours.
help-paste =
    .usage = /coller
    .line = envoyer la suite en un seul message
    .more = Jusqu'à un autre /coller seul. Une ligne de ``` seuls fait de même, jusqu'à la suivante. « /coller oui » : dès trois lignes arrivées ensemble, sans commande, un seul message.
help-time =
    .usage = /heure
    .line = voir l'heure du serveur
    .more = Et son fuseau horaire, qui est celui des heures affichées devant les messages.
help-echo =
    .usage = /écho TEXTE
    .line = entendre son propre texte
    .more = Personne d'autre ne l'entend. Il revient après les réponses à ce que vous avez demandé avant.
help-quit =
    .usage = /quitter [MOTS]
    .line = se déconnecter
    .more = MOTS s'adresse à qui reste. /bye fait de même. Si votre programme reste ouvert ensuite, appuyez sur Entrée ou Ctrl-C.
help-fin =
    .usage = fin
    .line = se déconnecter aussi
    .more = Seul sur sa ligne, sans /. « /dire fin » le dit au lieu de se déconnecter.
