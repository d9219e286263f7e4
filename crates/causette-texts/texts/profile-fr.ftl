## Ce que personnes et salons disent d'eux-mêmes, par clés.

say-profile-line = { $name } indique { $key } : { $value }
say-profile-none = le profil de { $name } est vide ; les modérateurs le remplissent par /profil { $name } CLÉ TEXTE
say-profile-mine = votre profil indique { $key } : { $value }
say-profile-mine-gone = votre profil n'indique plus rien sous { $key }
say-profile-mine-none = votre profil est vide ; /profil CLÉ TEXTE le remplit, comme dans /profil url https://example.org
say-room-profile-set = { $name } a mis { $key } de ce salon à : { $value }
say-room-profile-gone = { $name } a retiré { $key } du profil de ce salon
refusal-bad-profile-key =
    .what = une clé de profil a de 1 à { $max } signes parmi a à z, 0 à 9, _ . / et -.
    .next = Écrivez-la comme url ou display-name
refusal-not-in-profile =
    .what = il n'y a rien sous { $key }, donc rien à retirer.
    .next = /profil montre ce qu'il y a.
help-profile =
    .usage = /profil [SALON] [CLÉ [TEXTE]]
    .line = indiquer quelque chose de vous, sous une clé
    .more = /profil url https://example.org l'indique, /profil url - le retire, /profil - retire tout. /quiest montre ce qu'indiquent les autres. Avec #SALON devant, de même pour un salon, pour les modérateurs.
limit-profile-key = une clé de profil
limit-profile-value = ce qui est sous une clé
limit-profile-keys = clés d'une personne, et d'un salon
