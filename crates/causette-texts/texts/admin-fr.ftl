## Ce que dit causette admin : ce qu'il a fait, puis ce qui l'en empêche (.what) et ce qu'il faut faire (.next).

admin-done = fait : numéro { $seq } de { $room }
admin-ban = { $until ->
    [none] { $seq } : { $who }, jusqu'à nouvel ordre
   *[other] { $seq } : { $who }, jusqu'au { $until }
}
admin-ban-address = une adresse
admin-bans-none = personne n'est exclu
admin-export-saved = { $count ->
    [one] tout de { $name }, une entrée, est dans { $file }
   *[other] tout de { $name }, { $count } entrées, est dans { $file }
}
admin-backup-saved = la copie est dans { $file } : { $bytes } octets, vérifiés
admin-backup-noted = une sauvegarde a été faite : { $file }, { $bytes } octets
admin-backup-failed = aucune sauvegarde n'a pu être faite : { $error }
admin-head = où elle en est, à garder ailleurs : { $head }
admin-restored = { $file } est remis dans { $place }, et vérifié (entrées : { $facts })
admin-restored-erased = { $count ->
    [one] une personne effacée depuis est effacée de nouveau
   *[other] { $count } personnes effacées depuis sont effacées de nouveau
}
admin-replaced = ce qui était là est dans { $place } ; enlevez-le quand tout vous convient
admin-sound = tout est en ordre (salons et conversations : { $rooms }, entrées : { $facts }, dont sans leurs mots : { $gone }, comptes effacés : { $erased })
admin-erasing = { $count ->
    [one] les mots d'un compte effacé sont encore en cours de destruction
   *[other] les mots de { $count } comptes effacés sont encore en cours de destruction
}
admin-head-same = rien n'a changé jusqu'à la tête que vous avez gardée
admin-head-forgotten = la tête que vous avez gardée porte sur des entrées qui ne sont plus gardées : elle ne peut pas être comparée
admin-in-table = table { $table }, ligne { $row }
admin-in-room = salon { $room }, numéro { $seq }
admin-in-store = les données
admin-fault-sqlite = { $detail }
admin-fault-schema = une table ou un index n'est pas tel que causette le fait
admin-fault-checksum = une valeur n'est pas celle qui a été écrite
admin-fault-content = les mots ne sont pas ceux qui ont été dits, ou manquent sans que rien dise pourquoi
admin-fault-chain = l'auteur, l'heure ou la place ne sont plus les mêmes
admin-fault-missing = une entrée manque
admin-fault-stale = elle dit autre chose que les entrées dont elle vient
admin-fault-index = l'index de recherche ne correspond pas aux mots
admin-fault-erased = les mots d'une personne effacée sont là
admin-fault-erasure = ce qui est dit des personnes effacées ne concorde pas
admin-password = mot de passe de { $name } :
admin-password-again = encore une fois :

admin-no-store =
    .what = il n'y a pas de données dans { $path }.
    .next = Nommez le dossier du serveur avec --data, ou sa configuration avec --config.
admin-ephemeral =
    .what = avec --ephemeral rien n'est gardé, et il n'y a pas de console.
    .next = Servez-vous de /admin dans une session d'opérateur, ou nommez un dossier avec --data.
admin-no-console =
    .what = un serveur tient { $path }, et sa console ne répond pas.
    .next = Recommencez dans un instant ; si rien ne change, redémarrez le serveur.
admin-lost =
    .what = le serveur s'est arrêté, ou s'est tu, avant de répondre.
    .next = Regardez si c'est fait, puis recommencez.
admin-confirm =
    .what = rien n'a été effacé : cela détruit tout ce que { $name } a dit, sans retour possible.
    .next = Si vous en êtes sûr : causette admin user erase { $name } --yes
admin-passwords-differ =
    .what = les deux mots de passe ne sont pas les mêmes.
    .next = Recommencez.
admin-no-password =
    .what = il n'y a pas eu de mot de passe.
    .next = Tapez-le quand il est demandé, ou donnez-le en première ligne de l'entrée standard.
admin-bad-span =
    .what = --for ne peut pas être { $value } : il faut une durée.
    .next = Écrivez-la comme 90s, 30m, 12h ou 7j.
admin-file-exists =
    .what = { $file } existe déjà, et rien n'est écrasé.
    .next = Choisissez un autre nom, ou déplacez ce fichier.
admin-file-failed =
    .what = { $file } ne peut pas servir : { $error }.
    .next = Vérifiez son nom, ses droits et la place sur le disque.
admin-not-a-copy =
    .what = { $file } est en service ou n'a pas été fermé : ce n'est pas une copie.
    .next = Faites-en une copie avec : causette admin backup
admin-older =
    .what = { $file } vient d'un causette plus ancien (version { $version } des données).
    .next = Laissez celui-ci le mettre à jour en le démarrant une fois : causette serve
admin-damaged =
    .what = { $count ->
        [one] { $file } est endommagé à un endroit.
       *[other] { $file } est endommagé à { $count } endroits.
    }
    .next = Gardez-en une copie, et restaurez la dernière sauvegarde en ordre : causette admin restore FICHIER
admin-head-changed =
    .what = ce qui a été dit jusqu'à { $head } n'est plus ce que c'était : quelqu'un l'a changé.
    .next = Comparez avec une sauvegarde : causette admin verify FICHIER --head TÊTE
admin-bad-head =
    .what = --head ne peut pas être { $value } : il faut un nombre, un tiret et 64 chiffres hexadécimaux.
    .next = Écrivez-la comme causette admin verify l'a montrée.
admin-store-there =
    .what = il y a déjà des données : { $path }.
    .next = Choisissez un autre dossier avec --data, ou mettez-les de côté avec --replace.
