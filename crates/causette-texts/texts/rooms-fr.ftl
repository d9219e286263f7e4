## Ce qui est dit des messages, des salons et des gens.

say-changed = { $name } a modifié { $seq } :
say-took-back = { $name } a retiré { $seq }
say-reacted = { $name } : { $mark } sur { $seq }
say-unreacted = { $name } a enlevé { $mark } de { $seq }
say-tagged = { $name } a envoyé quelque chose pour des programmes
say-gone-deleted = (retiré)
say-gone-ignored = (ignoré)
say-topic-set = { $name } a changé le sujet : { $topic }
say-topic-cleared = { $name } a effacé le sujet
say-room-renamed = { $name } a renommé ce salon : { $from } s'appelle maintenant { $to }
say-renamed-a-room = { $name } a renommé le salon { $from } : il s'appelle maintenant { $to }
say-invited = { $name } a invité { $who }
say-kicked = { $name } a fait sortir { $who }
say-banned = { $name } a banni { $who } { $until ->
    [none] jusqu'à nouvel ordre
   *[other] jusqu'à { $until }
}
say-unbanned = { $name } a débanni { $who }
say-muted = { $name } a retiré la parole à { $who } { $until ->
    [none] jusqu'à nouvel ordre
   *[other] jusqu'à { $until }
}
say-unmuted = { $name } a rendu la parole à { $who }
say-an-address = une adresse
say-role-given = { $name } a donné à { $who } le rôle de { $role ->
    [owner] propriétaire
    [moderator] modérateur
   *[member] membre
} de ce salon
say-role-taken = { $name } a retiré son rôle à { $who }
say-mode-on = { $name } { $mode ->
    [private] a rendu ce salon privé : seuls ceux qui y sont le lisent, depuis leur arrivée
    [invite_only] a réservé l'entrée de ce salon aux personnes invitées
    [secret] a caché ce salon à ceux qui n'y sont pas
    [moderated] a réservé la parole aux membres et aux modérateurs
    [topic_locked] a réservé le sujet aux modérateurs
    [accounts_only] a fermé ce salon à ceux qui n'ont pas de compte
    [no_ctcp] ne laisse plus passer dans ce salon les requêtes entre programmes (CTCP)
    [outsiders] accepte dans ce salon des messages venus du dehors
   *[key] a mis une clé à ce salon
}
say-mode-off = { $name } { $mode ->
    [private] a rendu ce salon public : tout le monde peut le lire
    [invite_only] laisse de nouveau entrer sans invitation
    [secret] montre de nouveau ce salon dans la liste
    [moderated] rend la parole à tout le monde
    [topic_locked] laisse de nouveau chacun changer le sujet
    [accounts_only] laisse de nouveau entrer sans compte
    [no_ctcp] laisse de nouveau passer les requêtes entre programmes (CTCP)
    [outsiders] n'accepte plus de messages venus du dehors
    [key] a enlevé la clé de ce salon
    [limit] laisse de nouveau entrer tout le monde
    [slow] a supprimé la pause entre les messages
    [keep_days] garde de nouveau les messages aussi longtemps que le serveur
   *[keep_last] garde de nouveau autant de messages que le serveur
}
say-mode-number = { $name } { $mode ->
    [limit] { $count ->
        [one] laisse entrer une personne au plus dans ce salon
       *[other] laisse entrer { $count } personnes au plus dans ce salon
    }
    [slow] { $count ->
        [one] demande une seconde entre deux messages d'une même personne
       *[other] demande { $count } secondes entre deux messages d'une même personne
    }
    [keep_days] { $count ->
        [one] garde les messages de ce salon un jour
       *[other] garde les messages de ce salon { $count } jours
    }
   *[keep_last] { $count ->
        [one] garde le dernier message de ce salon
       *[other] garde les { $count } derniers messages de ce salon
    }
}
say-reset = tout le monde avait quitté ce salon : modes, rôles, invitations et toutes les autres listes ont disparu
say-modes-set = { $name } a changé les réglages de ce salon : { $modes }
say-exempted = { $name } met { $mask } à l'abri des bannissements
say-unexempted = { $name } ne met plus { $mask } à l'abri des bannissements
say-welcomed = { $name } laisse entrer { $mask } sans invitation
say-unwelcomed = { $name } ne laisse plus entrer { $mask } sans invitation
say-went-away = { $name } s'absente : { $why }
say-came-back = { $name } est de retour
say-is-away = { $name } n'est pas là ({ $why }) et trouvera votre message plus tard
say-you-are-away = votre absence est annoncée : { $why }. Tapez /absent seul à votre retour
say-you-are-back = votre retour est annoncé
say-ignoring = vous ne voyez plus ce que dit { $name } ; /ignorer { $name } non y met fin
say-no-longer-ignoring = vous voyez de nouveau ce que dit { $name }
say-people-more = il y a plus de monde que cela
say-watching = vous apprenez quand arrivent et s'en vont : { $names }
say-watching-none = vous ne guettez personne ; /guetter PSEUDO vous dit quand quelqu'un arrive ou s'en va
say-became-account = { $name } utilise maintenant son compte, { $to }
say-became-account-same = { $name } utilise maintenant son compte
say-became-guest = { $name } a quitté son compte et s'appelle { $to }
say-became-guest-same = { $name } a quitté son compte
say-guests-heard = les invités peuvent vous écrire ; /visiteurs non y met fin
say-guests-unheard = les invités ne peuvent plus vous écrire, sauf si vous leur écrivez d'abord ; /visiteurs oui y met fin
say-listed = tout le monde vous trouve dans les listes ; /cacher y met fin
say-hidden = qui ne partage aucun salon avec vous ne vous trouve que par votre pseudo ; /cacher non y met fin
say-online = { $name } est en ligne
say-offline = { $name } n'est plus en ligne
say-word-here = en ligne
say-was-here = { $name } était là jusqu'à { $until }
say-was-here-none = personne de ce nom n'était là ces derniers temps
say-census = { $people ->
    [one] 1 personne
   *[other] { $people } personnes
} en ligne, dont { $guests } sans compte, dans { $rooms ->
    [one] 1 salon
   *[other] { $rooms } salons
}
say-aside-by = { $name } à { $role ->
    [owner] l'attention des propriétaires
    [moderator] l'attention des modérateurs
   *[other] l'attention des membres
}
say-topic = { $room } parle de : { $topic }
say-topic-none = { $room } n'a pas de sujet ; /sujet TEXTE en donne un
say-modes = réglages de { $room } : { $modes }
say-modes-none = { $room } est ouvert à tous, sans réglage ; /aide mode montre ceux qui existent
say-roles = ont un rôle dans { $room } : { $names }
say-ban-line = { $until ->
    [none] { $seq } : bannissement : { $who }
   *[other] { $seq } : bannissement jusqu'à { $until } : { $who }
}
say-mute-line = { $until ->
    [none] { $seq } : sans parole : { $who }
   *[other] { $seq } : sans parole jusqu'à { $until } : { $who }
}
say-exempt-line = { $seq } : à l'abri des bannissements : { $mask }
say-welcome-line = { $seq } : entre sans invitation : { $mask }
say-bans-none = vous ne voyez aucun bannissement ni silence dans { $room } ; seuls les modérateurs voient ceux de personnes
say-with-address = { $name } et qui vient sans compte de la même adresse
say-guest-address = qui vient sans compte d'une certaine adresse
say-invitation = { $name } vous invite dans { $room } : /salon { $room }
say-whois = { $name } ({ $standing ->
    [guest] sans compte
    [owner] avec un compte, propriétaire du serveur
    [operator] avec un compte, opérateur
   *[account] avec un compte
}) est dans { $rooms }
say-whois-nowhere = { $name } ({ $standing ->
    [guest] sans compte
    [owner] avec un compte, propriétaire du serveur
    [operator] avec un compte, opérateur
   *[account] avec un compte
}) n'est dans aucun salon que vous puissiez voir
say-real-name = { $name } se présente ainsi : { $real }
say-is-bot = { $name } est un programme
say-read = vous avez lu { $room } jusqu'à { $seq }
say-unread = { $count ->
    [one] { $room } : { $count } non lu, après { $seq }
   *[other] { $room } : { $count } non lus, après { $seq }
}
say-unread-none = vous avez tout lu
say-invitations = invitations en attente : { $rooms }
say-invitations-none = aucune invitation ne vous attend
say-unread-count = { $count ->
    [one] { $count } non lu
   *[other] { $count } non lus
}
say-read-upto = vous aviez lu jusqu'à { $seq } ici : /historique après { $seq } montre la suite
say-found-none = rien n'a été trouvé
say-found-more = il y en a plus : cherchez avec plus de mots, ou avec de: depuis: avant:
say-word-role = { $role ->
    [owner] propriétaire
    [moderator] modérateur
   *[member] membre
}
say-word-away = pas là
say-block-open = tout ce que vous envoyez maintenant fera un seul message, jusqu'à une ligne qui ne contient que { $close }

## Ce qui peut en être refusé.

refusal-bad-secret =
    .what = la clé d'un salon fait de 1 à { $max } octets, sans espace.
    .next = Choisissez-en une autre.
refusal-bad-mask =
    .what = un motif a de 1 à { $max } octets une fois complété, sans espace.
    .next = Écrivez-le comme bob!*@* ou ~account:bob
refusal-not-listed =
    .what = { $mask } n'est pas dans cette liste.
    .next = /bannir seul montre ce qui y est.
refusal-bad-search =
    .what = une recherche a un à { $max } mots, faits de lettres ou de chiffres.
    .next = Tapez /chercher MOTS, ou /chercher de:PSEUDO
refusal-bad-mark =
    .what = une réaction est un signe ou un mot de { $max } octets au plus, sans espace.
    .next = Essayez +1
refusal-bad-tags =
    .what = les étiquettes sont des noms (lettres, chiffres, - . _ /) avec des valeurs, chaque nom une fois, { $max } octets au plus en tout.
    .next = Envoyez-en moins ou de plus courtes
refusal-no-such-message =
    .what = il n'y a pas ici de message { $seq } dont il puisse s'agir.
    .next = /historique montre les numéros.
refusal-not-yours =
    .what = le message { $seq } est celui de quelqu'un d'autre.
    .next = Vous pouvez y répondre : /répondre { $seq } TEXTE
refusal-forbidden =
    .what = il faut être { $role ->
        [owner] propriétaire
        [moderator] modérateur
       *[member] membre
    } de { $room } pour cela.
    .next = /qui montre qui y a un rôle.
refusal-outranked =
    .what = { $name } y a autant de pouvoir que vous, ou en est le dernier propriétaire.
    .next = Parlez-en plutôt ensemble.
refusal-on-yourself =
    .what = vous ne pouvez pas vous faire cela à vous-même.
    .next = Nommez quelqu'un d'autre.
refusal-not-here =
    .what = { $name } n'est pas dans { $room }.
    .next = /qui montre qui est là.
refusal-already-here =
    .what = { $name } est déjà dans { $room }.
    .next = Il n'y a rien à faire : dites bonjour.
refusal-same-role =
    .what = { $name } a déjà ce rôle ou un rôle plus élevé, ou n'a pas celui qui est à enlever.
    .next = /mode montre qui a quel rôle.
refusal-not-sanctioned =
    .what = { $name } n'y est ni banni ni privé de parole.
    .next = /bannir seul montre qui l'est.
refusal-banned =
    .what = { $room } vous est interdit { $until ->
        [none] jusqu'à ce qu'un modérateur change d'avis
       *[other] jusqu'à { $until }
    }{ $why }.
    .next = /salons en montre d'autres.
refusal-muted =
    .what = vous pouvez lire { $room } mais pas y parler { $until ->
        [none] jusqu'à ce qu'un modérateur change d'avis
       *[other] jusqu'à { $until }
    }{ $why }.
    .next = Attendez, ou demandez à un modérateur : /mp PSEUDO TEXTE
refusal-moderated =
    .what = seuls ceux qui ont un rôle parlent dans { $room }.
    .next = Demandez-en un à un modérateur : /qui montre qui ils sont.
refusal-no-ctcp =
    .what = les questions d’un client à d’autres (CTCP) ne passent pas dans { $room }.
    .next = Un modérateur les laisse passer par /mode sans_ctcp non ; les mots passent toujours.
refusal-slow-down =
    .what = ce salon demande { $seconds ->
        [one] une seconde
       *[other] { $seconds } secondes
    } entre deux messages : non envoyé.
    .next = { $left ->
        [one] Renvoyez-le dans une seconde.
       *[other] Renvoyez-le dans { $left } secondes.
    }
refusal-need-invite =
    .what = { $room } ne laisse entrer que les personnes invitées.
    .next = Demandez à quelqu'un qui y est : /mp PSEUDO TEXTE
refusal-need-key =
    .what = { $room } demande une clé.
    .next = Tapez /salon { $room } CLÉ
refusal-need-account =
    .what = il faut un compte pour cela dans { $room }, et ce n'en est pas un.
    .next = Choisissez un autre salon ou une autre personne.
refusal-no-guests =
    .what = { $name } ne reçoit pas les messages des invités, et vous en êtes un.
    .next = Connectez-vous (/connexion PSEUDO MOTDEPASSE), ou écrivez-lui dans un salon.
refusal-room-full =
    .what = { $max ->
        [one] { $room } prend une personne, et elle y est.
       *[other] { $room } prend { $max } personnes, et elles y sont.
    }
    .next = Réessayez plus tard.
refusal-list-full =
    .what = cette liste a déjà { $max } entrées, c'est le maximum.
    .next = Enlevez-en d'abord.
refusal-room-taken =
    .what = il y a déjà un salon { $room }, ou un salon dont le nom lui ressemble.
    .next = Choisissez un autre nom ; /salons montre ceux qui existent.
refusal-quota =
    .what = { $max } salons ont été créés depuis votre adresse en une heure, c'est le maximum.
    .next = Prenez-en un qui existe : /salons
refusal-search-too-wide =
    .what = cette recherche a pris trop de temps et a été abandonnée.
    .next = Cherchez avec plus de mots, dans un seul salon, ou avec depuis: et avant:

## Aide.

help-reply =
    .usage = /répondre N TEXTE
    .line = répondre au message N
    .more = N est le numéro affiché devant lui, avec ou sans #. @PSEUDO ou #salon devant N pour un message d'ailleurs.
help-edit =
    .usage = /modifier N TEXTE
    .line = changer votre message N
    .more = Tout le monde voit qu'il a changé, et comment. @PSEUDO ou #salon devant N pour un message d'ailleurs.
help-delete =
    .usage = /supprimer N [RAISON]
    .line = retirer votre message N
    .more = Ses mots sont détruits, son numéro reste. Les modérateurs peuvent retirer ceux des autres.
help-react =
    .usage = /réagir N SIGNE
    .line = mettre un signe à côté du message N
    .more = Comme /réagir 12 +1 ; un - devant le signe l'enlève : /réagir 12 -+1
help-topic =
    .usage = /sujet [TEXTE]
    .line = dire de quoi parle le salon
    .more = Sans texte, il s'affiche ; « /sujet - » l'efface.
help-search =
    .usage = /chercher MOTS
    .line = trouver les messages qui ont tous ces mots
    .more = Dans ce salon. Aussi dans:#x (ou dans:*, tous les vôtres), de:PSEUDO, depuis:2026-11-01, avant:2026-12-01. Les accents et les majuscules ne comptent pas, et le début d'un mot suffit.
help-read =
    .usage = /lu [N]
    .line = marquer comme lu, jusqu'à N
    .more = Ou tout ce salon. @PSEUDO ou #salon devant N pour une autre conversation.
help-unread =
    .usage = /nonlus
    .line = voir ce que vous n'avez pas lu
    .more = Dans tous les salons où vous êtes.
help-whois =
    .usage = /quiest PSEUDO
    .line = voir qui est quelqu'un
    .more = Avec un compte ou non, absence ou non, et dans quels salons, autant que vous puissiez le savoir.
help-away =
    .usage = /absent [RAISON]
    .line = dire que vous ne répondez pas
    .more = Qui vous écrit apprend pourquoi. Seul : vous êtes de retour.
help-ignore =
    .usage = /ignorer PSEUDO [non]
    .line = ne plus voir ce que dit quelqu'un
    .more = Vous seul le savez. Ses messages gardent leur numéro ; non remontre ses mots.
help-watch =
    .usage = /guetter [PSEUDO [non]]
    .line = apprendre quand quelqu'un arrive ou s'en va
    .more = Où que soit la personne, et seulement tant que vous êtes là. Seul : qui vous guettez ; non y met fin.
help-guests =
    .usage = /visiteurs [non]
    .line = recevoir ou non les messages des invités
    .more = non : seules les personnes qui ont un compte peuvent commencer à vous écrire. Qui reçoit vos messages peut répondre. /visiteurs oui reçoit tout à nouveau ; seul, montre ce qu'il en est.
help-hide =
    .usage = /cacher [non]
    .line = n'apparaître que par votre pseudo
    .more = Qui ne partage aucun salon avec vous ne vous voit pas dans les listes, ni vos salons dans /quiest. non vous montre à nouveau.
help-staff =
    .usage = /équipe TEXTE
    .line = parler aux modérateurs du salon
    .more = Les modérateurs et propriétaires présents le lisent, personne d'autre. Ces mots n'ont pas de numéro et ne sont pas gardés.
help-invite =
    .usage = /inviter PSEUDO
    .line = laisser entrer quelqu'un dans ce salon
    .more = La personne l'apprend, et peut entrer quels que soient les réglages.
help-invites =
    .usage = /invitations
    .line = voir les invitations qui vous attendent
    .more = Ceux où vous n'êtes pas. /salon NOM y entre.
help-rename =
    .usage = /renommer [SALON] #NOUVEAU [RAISON]
    .line = donner un autre nom à ce salon
    .more = Pour son propriétaire ; s'il n'en a pas, pour les modérateurs présents depuis le début. C'est toujours le même salon, avec ses membres et son historique ; l'ancien nom est libre aussitôt.
help-kick =
    .usage = /expulser PSEUDO [RAISON]
    .line = faire sortir quelqu'un de ce salon
    .more = Pour les modérateurs. La personne peut revenir ; /bannir l'en empêche.
help-ban =
    .usage = /bannir QUI [DURÉE] [RAISON]
    .line = ne plus laisser entrer quelqu'un
    .more = Pour les modérateurs. QUI est un pseudo, une adresse, ou un motif qui désigne ceux qui viendront plus tard, comme bob*!*@* ou ~account:bob. DURÉE s'écrit 10m, 2h ou 3j ; sans elle, jusqu'à /débannir. Seul, montre les bannis. Vaut aussi pour l'adresse de qui n'a pas de compte.
help-unban =
    .usage = /débannir QUI|N
    .line = lever un bannissement
    .more = /bannir seul montre les bannis, chacun avec son numéro N.
help-mute =
    .usage = /muet QUI [DURÉE] [RAISON]
    .line = laisser lire mais pas parler
    .more = Pour les modérateurs. QUI est un pseudo, une adresse ou un motif, comme pour /bannir. DURÉE s'écrit 10m, 2h ou 3j ; sans elle, jusqu'à /parole.
help-unmute =
    .usage = /parole QUI|N
    .line = rendre la parole à quelqu'un
    .more = /bannir seul montre aussi qui ne l'a plus, avec son numéro N.
help-exempt =
    .usage = /exempter MOTIF [non]
    .line = mettre à l'abri des bannissements
    .more = Pour les modérateurs. Aucun bannissement ne touche qui correspond à MOTIF, ni un silence par motif : bob!*@*, *@*.account, ~account:bob. Seul, montre la liste.
help-welcome =
    .usage = /accueillir MOTIF [non]
    .line = laisser entrer sans invitation
    .more = Pour les modérateurs. Qui correspond à MOTIF, comme ~account:bob, entre dans un salon sur invitation. Seul, montre la liste.
help-op =
    .usage = /rôle PSEUDO [RÔLE]
    .line = donner un rôle à quelqu'un
    .more = modérateur si vous n'en nommez pas ; ou propriétaire (il faut un compte), membre, aucun.
help-deop =
    .usage = /déchoir PSEUDO
    .line = enlever son rôle à quelqu'un
    .more = Ou le vôtre.
help-mode =
    .usage = /mode [NOM [VALEUR]]
    .line = voir ou changer les réglages du salon
    .more = privé, invitation, secret, modéré, sujet, comptes, sans_ctcp, dehors : oui ou non. clé MOT, limite N, lent SECONDES, jours N, messages N : ou non.
help-slow =
    .usage = /lent SECONDES|non
    .line = demander une pause entre les messages
    .more = De chaque personne sans rôle.
