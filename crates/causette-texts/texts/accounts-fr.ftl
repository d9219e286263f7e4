## Ce qui est dit des comptes, des sessions et de tout le serveur.

say-signed-in = vous êtes { $name }, avec votre compte
say-rank = { $rank ->
    [owner] ce serveur est à vous : /aide admin
   *[moderator] vous gérez ce serveur : /aide admin
}
say-rank-lost = vous ne gérez plus ce serveur
say-also = { $count ->
    [one] aussi dans { $room }, sans personne d'autre pour l'instant
   *[other] aussi dans { $room }, { $count } personnes présentes
}
say-made-way = votre pseudo est celui d'un compte, et qui le possède est là : vous êtes maintenant { $name } ; /pseudo PSEUDO en prend un autre
say-member-joined = { $name } est maintenant membre
say-member-left = { $name } n'est plus membre
say-gone-erased = (effacé)
say-made-an-account = { $name } a créé un compte
say-erased-an-account = { $name } a effacé un compte
say-made-a-room = { $name } a créé le salon { $room }
say-began-a-conversation = { $name } a commencé une conversation privée
say-noted = { $about ->
    [certificate] certificat
    [backup] sauvegarde
    [disk] disque
    [sign_in] connexions
    [operator] gestion
   *[settings] réglages
} :
say-unread-from = { $count ->
    [one] { $room } : { $count } non lu ; { $command } le montre
   *[other] { $room } : { $count } non lus ; { $command } les montre
}
say-session = session { $number } : { $door ->
    [irc] IRC
    [web] web
    [console] console
   *[line] lignes
}{ $private ->
    [yes] , privée
   *[no] , en clair
}, depuis { $since }
say-session-this = celle-ci
say-certificate = { $this ->
    [yes] certificat { $print }, depuis { $since } (celui-ci)
   *[no] certificat { $print }, depuis { $since }
}
say-certificates-none = aucun certificat ne vous connecte ; /certificat ajouter le permet à celui de cette connexion
say-token = jeton { $number } : { $label }, { $scope ->
    [read] lit
    [say] écrit
    [talk] lit et écrit
   *[all] fait ce que vous faites
}{ $reach ->
    [room] {" "}dans { $room }
    [nowhere] {" "}dans un salon que vous avez quitté
   *[everywhere] {""}
}, valable jusqu'au { $until }, { $used ->
    [never] jamais utilisé
   *[other] utilisé le { $used }
}
say-tokens-none = vous n'avez pas de jeton ; /jeton nouveau NOM en fait un pour un programme
say-token-made = ceci n'est montré que maintenant ; un programme se connecte avec : { $token }
say-webhook = crochet { $number } : { $label }, { $reach ->
    [room] de { $room }
   *[nowhere] d'un salon que vous avez quitté
} vers { $url }, { $state ->
    [active] en service
    [failing] en échec depuis { $since }, nouvel essai à venir
    [paused] en pause, en échec depuis { $since } ; /crochet relancer { $number } le fait reprendre
   *[ended] terminé : son destinataire n'en veut plus
}{ $why ->
    [none] {""}
    [status] {" "}(réponse { $status })
    [no_name] {" "}(son nom n'a pas d'adresse)
    [private_address] {" "}(son nom mène à une adresse privée)
    [unreachable] {" "}(personne n'y prend de connexion)
    [no_tls] {" "}(pas de TLS digne de confiance)
    [too_slow] {" "}(trop lent)
    [no_access] {" "}(vous ne pouvez pas lire le salon)
   *[no_answer] {" "}(pas de réponse HTTP)
}
say-webhooks-none = vous n'avez pas de crochet ; /crochet nouveau #SALON URL fait envoyer à une adresse ce qui s'y passe
say-webhook-made = ceci n'est montré que maintenant ; les envois sont signés avec : { $secret }
say-code-link = ou dans un navigateur : { $link }
say-sessions-end = /sessions fin N en ferme une
say-session-ended = la session { $number } est fermée
say-password-changed = { $count ->
    [0] votre mot de passe est changé
    [one] votre mot de passe est changé, et votre autre session est fermée
   *[other] votre mot de passe est changé, et vos { $count } autres sessions sont fermées
}
say-code-once = jusqu'à { $until }, ceci connecte une fois, où qu'on le tape : /reprendre { $code }
say-code-reset = jusqu'à { $until }, ceci connecte une fois qui a oublié son mot de passe : /reprendre { $code } puis /motdepasse NOUVEAU
say-code-invite = jusqu'à { $until }, une personne peut créer un compte avec ceci : /inscrire PSEUDO MOTDEPASSE { $code }
say-account-line = { $sessions ->
    [0] { $name } : depuis le { $since }, pas là
    [one] { $name } : depuis le { $since }, une session
   *[other] { $name } : depuis le { $since }, { $sessions } sessions
}
say-word-rank = { $rank ->
    [owner] propriétaire
   *[moderator] gère le serveur
}
say-accounts-none = il n'y a aucun compte à montrer
say-accounts-more = la suite : /admin comptes { $name }
say-account-made = le compte { $name } est créé
say-account-erased = le compte { $name } est effacé, et ses mots sont en cours de destruction
say-stats-now = { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
}, dont avec un compte : { $signed } ; salons en mémoire : { $rooms }
say-stats-kept = gardés : { $accounts ->
    [one] { $accounts } compte
   *[other] { $accounts } comptes
}, { $rooms ->
    [one] { $rooms } salon ou conversation
   *[other] { $rooms } salons et conversations
}, { $facts ->
    [one] { $facts } entrée numérotée
   *[other] { $facts } entrées numérotées
}, { $bytes } octets
say-stats-erasing = { $count ->
    [one] les mots de { $count } compte effacé sont encore en cours de destruction
   *[other] les mots de { $count } comptes effacés sont encore en cours de destruction
}
say-note-set = noté dans #server
say-reloading = la configuration est en cours de relecture ; le journal dit ce qui change
say-sent-off = { $name } vous met hors de ce serveur
say-announced = { $name } à tout le monde : { $text }
say-exported = ce qu'a dit { $name }, dont le compte date du { $since } et qui est dans { $rooms } :
say-exported-nowhere = ce qu'a dit { $name }, dont le compte date du { $since } et qui n'est dans aucun salon :
say-exported-end = c'est tout de { $name }
say-bye-ended = cette session a été fermée depuis une autre, ou par un nouveau mot de passe. Reconnectez-vous : /connexion PSEUDO MOTDEPASSE
say-bye-banned = vous avez été mis hors de ce serveur. La personne qui le gère peut en dire plus.
say-bye-erased = ce compte est effacé. Reconnectez-vous pour continuer sans compte.

## Ce qu'une porte en refuse d'elle-même.

fault-too-many-words =
    .what = il y a un mot de trop.
    .next = Tapez { $usage } et mettez "" autour d'un mot de passe qui a des espaces.
fault-unknown-mode =
    .what = il n'y a pas de réglage { $word }.
    .next = Tapez l'un de ceux-ci : { $modes }

## Ce que les règles en refusent.

refusal-bad-password =
    .what = un mot de passe fait de { $min } à { $max } octets, sans caractère de contrôle.
    .next = Choisissez-en un autre : quelques mots entre "" se devinent mal et se retiennent bien.
refusal-wrong-login =
    .what = aucun compte n'a ce pseudo et ce mot de passe.
    .next = Vérifiez les deux. S'il est oublié, qui gère le serveur peut vous faire entrer : /aide comptes
refusal-bad-scram =
    .what = ce n'est pas l'étape suivante d'une connexion par SCRAM-SHA-256, ou elle demande une liaison au canal, qui n'existe pas ici.
    .next = Recommencez, ou connectez-vous par un autre mécanisme.
refusal-not-in-scope =
    .what = le jeton de ce programme ne permet que de { $scope ->
        [read] lire
        [say] écrire
        [talk] lire et écrire
       *[all] faire ce que son propriétaire fait dans les salons
    }{ $reach ->
        [room] {" "}dans { $room }
       *[everywhere] {""}
    }.
    .next = Son propriétaire peut en faire un autre : /jeton nouveau NOM tout
refusal-persons-only =
    .what = un programme connecté par un jeton ne peut pas faire cela.
    .next = Connectez-vous par votre mot de passe, et faites-le vous-même.
refusal-bad-url =
    .what = un crochet envoie à https://HÔTE/CHEMIN, sans utilisateur, mot de passe ni fragment, en ASCII visible.
    .next = Écrivez-la comme https://example.org/crochet
refusal-need-https =
    .what = un crochet envoie en https ; en http seulement dans les réseaux que nomme web.hooks_allow.
    .next = Écrivez https://, ou demandez à un opérateur d'autoriser le réseau.
refusal-private-address =
    .what = { $address } n'est pas sur l'Internet public, et les crochets n'envoient nulle part ailleurs.
    .next = Nommez une adresse publique, ou faites ajouter son réseau à web.hooks_allow.
refusal-no-webhooks =
    .what = ce serveur n'a pas de crochets web : sa porte web est fermée.
    .next = Demandez à un opérateur de l'ouvrir (web.listen), ou faites lire un programme par un jeton : /aide jeton
refusal-no-such-webhook =
    .what = aucun de vos crochets n'a le numéro { $number }.
    .next = /crochet les montre.
refusal-no-such-token =
    .what = aucun de vos jetons n'a le numéro { $number }.
    .next = /jeton les montre.
refusal-no-certificate =
    .what = cette connexion s'est faite sans certificat.
    .next = Connectez-vous par TLS, avec un client qui en montre un ; n'importe lequel convient, même fait par vous.
refusal-unknown-certificate =
    .what = le certificat de cette connexion ne connecte personne.
    .next = Connectez-vous par votre mot de passe, puis /certificat ajouter ici.
refusal-certificate-taken =
    .what = ce certificat connecte déjà un autre compte.
    .next = Créez-en un autre, ou retirez-le d'abord là-bas.
refusal-no-such-certificate =
    .what = aucun certificat de ce nom ne vous connecte.
    .next = /certificat montre ceux qui le font.
refusal-need-tls =
    .what = cette ligne est en clair : d'autres pourraient lire ce que cela montrerait.
    .next = Passez par TLS (ncat --ssl HÔTE 63001), ou par un mot à usage unique : /aide comptes
refusal-wrong-operator =
    .what = la configuration ne nomme personne avec ce nom et ce mot de passe.
    .next = Vérifiez les deux, ou demandez à qui gère ce serveur.
refusal-lasting-rank =
    .what = ce rang est celui de votre compte, et reste quand cette session finit.
    .next = Pour y renoncer, tapez /admin déchoir et votre propre pseudo.
refusal-locked-out =
    .what = trop de mauvais mots de passe sont venus de là, ou pour ce compte.
    .next = { $left ->
        [one] Réessayez dans une seconde.
       *[other] Réessayez dans { $left } secondes.
    }
refusal-registration-closed =
    .what = seules les personnes qui gèrent ce serveur y créent des comptes.
    .next = Demandez-leur-en un.
refusal-need-invitation =
    .what = il faut une invitation pour créer un compte ici.
    .next = Demandez-en une à qui gère le serveur, puis tapez /inscrire PSEUDO MOTDEPASSE INVITATION
refusal-bad-code =
    .what = ce mot n'est pas valable, ou ne l'est plus.
    .next = Tapez-le en entier, comme on vous l'a donné, ou demandez-en un autre.
refusal-signed-in =
    .what = vous êtes déjà { $name }, avec votre compte.
    .next = Pour être quelqu'un d'autre, tapez d'abord /déconnexion
refusal-sign-in-first =
    .what = il faut un compte pour cela.
    .next = Connectez-vous, /connexion PSEUDO MOTDEPASSE, ou créez-en un, /inscrire PSEUDO MOTDEPASSE
refusal-operators-only =
    .what = seules les personnes qui gèrent ce serveur le peuvent.
    .next = Demandez-le-leur.
refusal-server-banned =
    .what = ce serveur vous est interdit { $until ->
        [none] jusqu'à nouvel ordre
       *[other] jusqu'à { $until }
    }{ $why }.
    .next = Si vous avez un compte, /connexion PSEUDO MOTDEPASSE ; sinon, demandez à qui le gère.
refusal-no-such-session =
    .what = vous n'avez pas de session { $number }.
    .next = /sessions montre les vôtres.
refusal-confirm-name =
    .what = rien n'a été effacé : cela ne se défait pas, et ce n'est pas votre pseudo.
    .next = Pour effacer votre compte et tout ce que vous avez dit, tapez /effacer { $name }
refusal-too-many-accounts =
    .what = il y en a déjà { $max }, c'est le maximum.
    .next = Fermez une session (/sessions), ou prévenez la personne qui gère ce serveur.
refusal-fixed-room =
    .what = { $room } est le salon du serveur lui-même, et reste comme il est.
    .next = Choisissez un autre salon.

## Aide.

help-guides = /aide comptes explique les comptes, /aide limites montre toutes les limites.
help-register =
    .usage = /inscrire PSEUDO MOTDEPASSE [INVITATION]
    .line = créer un compte
    .more = Il garde votre pseudo, vos salons et ce que vous avez lu. Mettez "" autour d'un mot de passe qui a des espaces. Votre terminal montre ce que vous tapez : effacez-le.
help-login =
    .usage = /connexion PSEUDO MOTDEPASSE
    .line = se connecter à son compte
    .more = Les mots de passe ne passent que par TLS et sur la même machine. « /connexion MOT » connecte par un mot à usage unique, comme /reprendre.
help-logout =
    .usage = /déconnexion
    .line = ne plus utiliser son compte
    .more = Sur cette connexion ; vos autres sessions restent.
help-password =
    .usage = /motdepasse ANCIEN NOUVEAU
    .line = changer de mot de passe
    .more = Vos autres sessions se ferment. Mettez "" autour de celui qui a des espaces.
help-sessions =
    .usage = /sessions [fin N]
    .line = voir ou fermer ses sessions
    .more = Partout où vous utilisez votre compte ; « /sessions fin 3 » ferme celle de ce numéro.
help-resume =
    .usage = /reprendre [MOT]
    .line = se connecter par un mot unique, ou en créer un
    .more = Seul et avec votre compte, montre un mot bon pour dix minutes ; ailleurs, « /reprendre MOT » vous connecte sans mot de passe. Un jeton sans compte marche aussi.
help-certificate =
    .usage = /certificat [ajouter]
    .line = se connecter par certificat, sans mot de passe
    .more = Par TLS seulement, avec un client qui montre un certificat : « ajouter » fait que celui-ci vous connecte, « connexion » le fait, et « retirer EMPREINTE » y met fin. Un nouveau mot de passe les retire tous.
help-token =
    .usage = /jeton [nouveau NOM]
    .line = laisser un programme agir pour vous
    .more = Le jeton est montré une fois. Après NOM, dites ce qu'il permet : « lire » (si vous ne dites rien), « écrire », « parler » (les deux) ou « tout » ; avec un #SALON, seulement là. Personne ne voit un tel programme arriver ou partir. « /jeton révoquer N » y met fin, un nouveau mot de passe aussi.
help-webhook =
    .usage = /crochet [nouveau SALON URL]
    .line = envoyer à une adresse ce que dit un salon
    .more = Pour les propriétaires du salon. Chaque message et événement est envoyé à URL en JSON, dans l'ordre et signé ; un NOM peut suivre. Le secret est montré une fois. Ce qui échoue est réessayé pendant trois jours, puis le crochet est en pause : « /crochet relancer N » le fait reprendre, « /crochet fin N » y met fin, un nouveau mot de passe aussi.
help-claim =
    .usage = /revendiquer CODE
    .line = devenir propriétaire de ce serveur
    .more = CODE s'est affiché là où il a démarré pour la première fois. Il faut un compte, et cela marche une fois.
help-export =
    .usage = /exporter [N]
    .line = voir tout ce que vous avez dit et êtes
    .more = Avec votre compte, dans tous les salons ; la dernière ligne dit comment lire la suite. Un programme le reçoit en JSON : /format json
help-erase =
    .usage = /effacer PSEUDO
    .line = effacer votre compte et vos mots
    .more = PSEUDO est le vôtre, pour être sûr. Les mots sont détruits, et rien ne les ramène. Pour un seul message : /supprimer N
help-admin =
    .usage = /admin QUOI …
    .line = gérer tout le serveur
    .more = Pour qui le gère : comptes [APRÈS], compte créer PSEUDO MOTDEPASSE, inviter [DURÉE], dépanner PSEUDO, exporter PSEUDO, effacer PSEUDO, chiffres, note TEXTE, annoncer TEXTE, relire ; et bannir, débannir, expulser, rôle, déchoir comme dans un salon.
help-kill =
    .usage = /éjecter PSEUDO [RAISON]
    .line = mettre quelqu'un hors du serveur
    .more = Pour qui gère le serveur. La personne peut revenir ; « /admin bannir » l'en empêche.

help-oper =
    .usage = /oper NOM MOTDEPASSE
    .line = gérer le serveur le temps d'une session
    .more = NOM et MOTDEPASSE sont dans la configuration du serveur, et ne demandent pas de compte. « /oper non » y met fin.

guide-accounts =
    .a = Vous pouvez parler sans compte. Un compte garde votre pseudo, vos salons et ce que vous avez lu.
    .b = /inscrire PSEUDO MOTDEPASSE en crée un, /connexion PSEUDO MOTDEPASSE vous connecte, /déconnexion y met fin.
    .c = Qui porte sans compte le pseudo du vôtre en reçoit un autre à votre arrivée.
    .d = Les mots de passe ne passent que là où personne ne peut les lire en route, sur la même machine ou par TLS :
    .e =   ncat --ssl HÔTE 63001   ou   openssl s_client -quiet -connect HÔTE:63001
    .f = Sur une ligne en clair, un mot à usage unique : /reprendre là où vous êtes avec votre compte, puis /reprendre MOT ici.
    .g = Votre propre terminal montre ce que vous tapez : effacez-le si d'autres le voient.
    .h = /motdepasse ANCIEN NOUVEAU le change, /sessions montre où vous êtes, /sessions fin N en ferme une.
    .i = S'il est oublié, qui gère le serveur crée pour vous un mot à usage unique : /admin dépanner PSEUDO
    .j = /exporter montre tout ce que vous avez dit ; /effacer PSEUDO le détruit. Qui a démarré le serveur le possède : /revendiquer CODE

guide-limits = Ce que ce serveur prend, et ce qu'il garde :
