## Les huit parties.

lab-title-connection = Une première connexion
lab-title-echo = Un serveur d'écho
lab-title-sequential = Un client après l'autre
lab-title-talk = Une conversation à deux
lab-title-calc = Une calculatrice
lab-title-protocol = Un mini-protocole
lab-title-parallel = Plusieurs clients à la fois
lab-title-shared = Un état partagé, sous verrou

lab-idea-connection = Le serveur réserve une adresse (bind), ouvre la porte (listen), attend un client (accept), reçoit un message (recv), le salue (send) et referme ses deux sockets (close).
lab-idea-echo = La partie I, plus une boucle : chaque message revient une fois, tel quel ; « fin » termine la connexion et le programme.
lab-idea-sequential = La partie II, sauf que rien de ce que fait un client ne termine le programme : après lui, on passe au suivant, qui patientait dans la file du noyau.
lab-idea-talk = La partie III, mais c'est une personne qui répond, depuis son terminal : chacun son tour, ou les deux quand ils veulent (--free).
lab-idea-calc = La partie III, mais la réponse est calculée : le message est une expression, et une erreur est une réponse comme une autre.
lab-idea-protocol = La partie V, plus une règle pour distinguer les messages : ce qui commence par / est une commande, son nom, un espace, puis son argument ; tout le reste est du texte.
lab-idea-parallel = La partie VI, plus un fil d'exécution (thread) par client : personne n'attend plus personne, et une première chose est partagée, la liste des présents.
lab-idea-shared = La partie VII, mais ce sont les messages eux-mêmes qui sont partagés : un verrou les protège, un message confirmé est un message gardé, et /list montre les dix derniers.

## La trace : qui, et ce que donne chaque appel.

lab-server = serveur
lab-server-of = serveur { $numeral }
lab-no-lock = sans verrou
lab-client = client { $letter }
lab-operator = opérateur
lab-waiting = en attente…
lab-backlog = { $count } connexions au plus peuvent attendre accept
lab-accept-failed = échec ({ $error }), nouvel essai dans un instant
lab-connected = établie (le noyau d'en face a dit oui, son programme ne le sait peut-être pas encore)
lab-refused = refusée, personne n'écoute à cette adresse
lab-bytes = { $count ->
    [one] { $count } octet « { $text } »
   *[other] { $count } octets « { $text } »
}
lab-end-of-stream = 0 octet, l'autre côté a fermé
lab-reset = connexion coupée par l'autre côté (reset)
lab-would-block = WouldBlock, rien à lire pour l'instant, on n'attend pas
lab-shutdown = je n'enverrai plus rien, mais je lis encore
lab-listening-socket = la socket qui écoute
lab-lock-waiting = en attente, { $holder } tient le verrou
lab-lock-taken = je tiens le verrou
lab-lock-released = je rends le verrou
lab-ready = Le serveur écoute sur { $address }. Dans un autre terminal : nc { $host } { $port }

## Ce que disent les serveurs.

lab-hello = Bonjour client !
lab-left-silently = ce client est parti sans rien dire : on attend le suivant
lab-left-without-fin = ce client est parti sans dire « fin » : son tour est passé, le programme continue
lab-next-please = au suivant
lab-message-too-long = ce message dépasse { $max } octets : il est ignoré. Envoyez-le en lignes plus courtes.
lab-not-utf8 = ce message n'est pas de l'UTF-8 : il est ignoré. Réglez votre terminal ou votre programme sur UTF-8.
lab-talk-turns = Un client est là. Chacun son tour, c'est lui qui commence ; « fin » termine.
lab-talk-free = Un client est là. Parlez quand vous voulez ; « fin » termine.
lab-talk-held = ce n'est pas encore votre tour : le message est gardé et partira après celui de l'autre
lab-talk-fin = « fin » : la conversation est terminée.
lab-talk-left = Le client est parti sans dire « fin ». On attend le suivant.
lab-goodbye = au revoir !
lab-you-said = vous avez dit : { $text }
lab-unknown-command = la commande /{ $word } n'existe pas : /help les montre toutes
lab-name-is = vous vous appelez { $name }
lab-bad-name = un nom fait de 1 à { $max } caractères visibles : /name NOM
lab-client-number = client { $number }
lab-who = { $count ->
    [one] 1 personne : { $names }
   *[other] { $count } personnes : { $names }
}
lab-server-full = le serveur est plein : réessayez dans quelques minutes
lab-stored = message { $number } enregistré
lab-stored-unlocked = confirmés { $confirmed }, gardés { $kept }, perdus { $lost }
lab-list-empty = aucun message pour l'instant
lab-unlocked-warning = sans verrou : des messages confirmés vont se perdre, et les lignes de /list se mélanger
lab-help-help = /help : cette aide
lab-help-echo = /echo TEXTE : renvoie le texte
lab-help-calc = /calc EXPRESSION : la calcule
lab-help-time = /time : l'heure qu'il est
lab-help-name = /name NOM : dit comment vous vous appelez
lab-help-bye = /bye : pour partir
lab-help-who = /who : qui est là
lab-help-list = /list : les dix derniers messages ; tout texte est un message

## Ce qui empêche de commencer : une phrase, et quoi faire.

lab-bad-address = « { $given } » n'est pas une adresse : écrivez par exemple 127.0.0.1:63000.
lab-port-held = le port { $port } est tenu par { $holder } : arrêtez ce programme, ou choisissez un autre port avec --listen 127.0.0.1:0 (0 en prend un libre).
lab-port-in-use = le port { $port } est déjà pris : choisissez-en un autre avec --listen 127.0.0.1:0 (0 en prend un libre).
lab-port-privileged = le port { $port } est réservé à l'administrateur : choisissez-en un à partir de 1024, par exemple --listen 127.0.0.1:63000.
lab-address-not-here = { $address } n'est pas une adresse de cette machine : essayez --listen 127.0.0.1:63000, ou 0.0.0.0:63000 pour être joignable d'ailleurs.
lab-cannot-listen = impossible d'écouter sur { $address } ({ $error }) : essayez une autre adresse avec --listen 127.0.0.1:0.
lab-nobody-there = connexion refusée : personne n'écoute sur { $address }. Lancez d'abord le serveur, puis recommencez.
lab-cannot-connect = impossible de joindre { $address } ({ $error }) : vérifiez l'adresse, puis recommencez.
lab-system-refused = le système refuse ({ $error }) : fermez d'autres programmes, puis recommencez.
lab-no-such-part = il n'y a pas de partie « { $word } » : de 1 à 8, de I à VIII, ou connection, echo, sequential, talk, calc, protocol, parallel, shared.
lab-no-such-question = il n'y a pas de question « { $word } » : elles vont de I.1 à VIII.2, et « causette lab demo » les montre toutes.
lab-svg-needs-one = --svg dessine une seule démonstration : dites laquelle, par exemple « causette lab demo I.1 --svg I.1.svg ».
lab-svg-written = Diagramme écrit dans { $file } : ouvrez-le dans un navigateur.
lab-svg-blocked = bloqué dans un appel
lab-svg-locked = tient le verrou

## Démonstrations.

lab-observed = Observé.
lab-not-observed = PAS OBSERVÉ cette fois-ci !
lab-demo-summary = { $held } démonstrations sur { $total } ont observé ce que dit leur réponse.
lab-note-no-server = aucun serveur n'est encore lancé
lab-note-server-starts = le serveur démarre
lab-note-backlog = accept n'a pas encore été appelé, et pourtant le client est connecté et a envoyé
lab-note-client-leaves = le client s'en va ; le serveur ne teste ni « fin » ni la fin du flux
lab-note-spins = recv a rendu { $count } fois 0 octet, sans jamais attendre : la boucle tourne à vide
lab-note-still-waiting = B est connecté, a envoyé, et ne reçoit rien : le serveur est avec A
lab-note-serve-started = causette serve tourne ; A et B s'y connectent comme avec nc
lab-note-with-lock = la même chose avec le verrou : { $confirmed } confirmés, { $kept } gardés

## Vérification.

lab-check-title = Partie { $numeral }, { $title } : le serveur de { $address }
lab-check-sent = envoyé : « { $text } »
lab-check-got = reçu : « { $text } »
lab-check-got-nothing = reçu : rien
lab-check-hint = piste : { $text }
lab-check-summary = { $held } attentes sur { $total } sont remplies.
lab-check-needs-operator = Dans le terminal du serveur, répondez n'importe quoi au message qui vient d'arriver ({ $seconds } secondes).

## Guide.

lab-guide-title = Le labo réseau, en huit parties
lab-guide-intro = Huit petits serveurs, chacun dans un fichier à lire d'une traite, chacun égal au précédent plus une idée. Ils racontent ce qu'ils font pendant qu'ils le font ; les questions du labo trouvent ici leur réponse, observée avec de vraies sockets, et « causette lab check » vérifie votre propre serveur, dans n'importe quel langage.
lab-guide-parts = Les parties
lab-guide-start = Pour commencer
lab-guide-other = In English
lab-guide-code = Le code :
lab-guide-try = À essayer
lab-guide-questions = Questions et réponses
lab-guide-seen = Ce qui s'est passé
lab-guide-repeat = À refaire chez vous :
lab-guide-check = Et votre serveur ?
lab-guide-made = Ces pages sont produites par « causette lab guide docs/lab » et vérifiées par un test : ne les modifiez pas à la main. Les numéros de port y sont remplacés par un nom, et les durées retirées.
