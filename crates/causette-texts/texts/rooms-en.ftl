## What is told about messages, rooms and people.

say-changed = { $name } changed { $seq }:
say-took-back = { $name } took back { $seq }
say-reacted = { $name }: { $mark } on { $seq }
say-unreacted = { $name } took { $mark } off { $seq }
say-tagged = { $name } sent something for programs
say-gone-deleted = (taken back)
say-gone-ignored = (ignored)
say-topic-set = { $name } set the topic: { $topic }
say-topic-cleared = { $name } cleared the topic
say-room-renamed = { $name } renamed this room: { $from } is now { $to }
say-renamed-a-room = { $name } renamed the room { $from }: it is { $to } now
say-invited = { $name } invited { $who }
say-kicked = { $name } sent { $who } out
say-banned = { $name } banned { $who } { $until ->
    [none] until it is lifted
   *[other] until { $until }
}
say-unbanned = { $name } lifted the ban on { $who }
say-muted = { $name } muted { $who } { $until ->
    [none] until it is lifted
   *[other] until { $until }
}
say-unmuted = { $name } lets { $who } speak again
say-an-address = an address
say-role-given = { $name } made { $who } { $role ->
    [owner] an owner
    [moderator] a moderator
   *[member] a member
} of this room
say-role-taken = { $name } took away { $who }'s role
say-mode-on = { $name } { $mode ->
    [private] made this room private: only those in it read it, from when they came
    [invite_only] set this room to let in invited people only
    [secret] hid this room from those outside
    [moderated] set this room so that only members and moderators speak
    [topic_locked] left the topic to moderators
    [accounts_only] closed this room to guests
    [no_ctcp] keeps requests between programs (CTCP) out of this room
    [outsiders] lets people say something here from outside
   *[key] locked this room with a key
}
say-mode-off = { $name } { $mode ->
    [private] made this room public: anyone may read it
    [invite_only] lets people in without an invitation again
    [secret] shows this room in the list again
    [moderated] lets everybody speak again
    [topic_locked] lets everybody set the topic again
    [accounts_only] lets guests in again
    [no_ctcp] lets requests between programs (CTCP) through again
    [outsiders] takes no words from outside any more
    [key] took the key off this room
    [limit] lets in any number of people again
    [slow] lifted the pause between messages
    [keep_days] keeps messages as long as the server does again
   *[keep_last] keeps as many messages as the server does again
}
say-mode-number = { $name } { $mode ->
    [limit] { $count ->
        [one] lets at most one person into this room
       *[other] lets at most { $count } people into this room
    }
    [slow] { $count ->
        [one] asks for one second between two messages of one person
       *[other] asks for { $count } seconds between two messages of one person
    }
    [keep_days] { $count ->
        [one] keeps the messages of this room for one day
       *[other] keeps the messages of this room for { $count } days
    }
   *[keep_last] { $count ->
        [one] keeps the last message of this room
       *[other] keeps the last { $count } messages of this room
    }
}
say-reset = everybody had left this room: modes, roles, invitations and all other lists are gone
say-modes-set = { $name } changed what this room is set to: { $modes }
say-exempted = { $name } keeps { $mask } from bans
say-unexempted = { $name } no longer keeps { $mask } from bans
say-welcomed = { $name } lets { $mask } in without an invitation
say-unwelcomed = { $name } no longer lets { $mask } in without an invitation
say-went-away = { $name } is away: { $why }
say-came-back = { $name } is back
say-is-away = { $name } is away ({ $why }) and finds your message later
say-you-are-away = you are away: { $why }. /away alone when you are back
say-you-are-back = you are no longer away
say-ignoring = you no longer see what { $name } says; /ignore { $name } off ends that
say-no-longer-ignoring = you see again what { $name } says
say-people-more = there are more people than these
say-watching = you are told when these come and go: { $names }
say-watching-none = you watch nobody; /watch NAME tells you when somebody comes or goes
say-became-account = { $name } signed in and is { $to }
say-became-account-same = { $name } signed in
say-became-guest = { $name } signed out and is { $to }
say-became-guest-same = { $name } signed out
say-guests-heard = guests may write to you; /guests off ends that
say-guests-unheard = guests may no longer write to you, unless you write to them first; /guests on ends that
say-listed = everybody finds you in lists; /hide ends that
say-hidden = whoever shares no room with you finds you by your name only; /hide off ends that
say-online = { $name } is online
say-offline = { $name } is no longer online
say-word-here = here
say-was-here = { $name } was here until { $until }
say-was-here-none = nobody of that name was here lately
say-census = { $people ->
    [one] 1 person
   *[other] { $people } people
} here, { $guests } without an account, in { $rooms ->
    [one] 1 room
   *[other] { $rooms } rooms
}
say-aside-by = { $name } to { $role ->
    [owner] owners
    [moderator] moderators
   *[other] members
}
say-topic = { $room } is about: { $topic }
say-topic-none = { $room } has no topic; /topic TEXT sets one
say-modes = { $room } is set to: { $modes }
say-modes-none = { $room } is open to all, and nothing is set; /help mode shows what can be
say-roles = with a role in { $room }: { $names }
say-ban-line = { $until ->
    [none] { $seq }: banned: { $who }
   *[other] { $seq }: banned until { $until }: { $who }
}
say-mute-line = { $until ->
    [none] { $seq }: muted: { $who }
   *[other] { $seq }: muted until { $until }: { $who }
}
say-exempt-line = { $seq }: touched by no ban: { $mask }
say-welcome-line = { $seq }: needs no invitation: { $mask }
say-bans-none = you see no ban or mute in { $room }; those of people are shown to moderators only
say-with-address = { $name } and guests from the same address
say-guest-address = guests from one address
say-invitation = { $name } invites you to { $room }: /join { $room }
say-whois = { $name } is { $standing ->
    [guest] a guest
    [owner] signed in and an owner of this server
    [operator] signed in and an operator
   *[account] signed in
}, in { $rooms }
say-whois-nowhere = { $name } is { $standing ->
    [guest] a guest
    [owner] signed in and an owner of this server
    [operator] signed in and an operator
   *[account] signed in
}, in no room that you can see
say-real-name = { $name } goes by: { $real }
say-is-bot = { $name } is a program
say-read = you have read { $room } up to { $seq }
say-unread = { $count ->
    [one] { $room }: 1 unread, after { $seq }
   *[other] { $room }: { $count } unread, after { $seq }
}
say-unread-none = you have read everything
say-invitations = you were let into: { $rooms }
say-invitations-none = no invitation waits for you
say-unread-count = { $count ->
    [one] 1 unread
   *[other] { $count } unread
}
say-read-upto = you had read up to { $seq } here: /history after { $seq } shows the rest
say-found-none = nothing was found
say-found-more = there is more than this: search for more words, or with from: since: until:
say-word-role = { $role ->
    [owner] owner
    [moderator] moderator
   *[member] member
}
say-word-away = away
say-block-open = everything you send now is one message, until a line with only { $close }

## What can be refused about them.

refusal-bad-secret =
    .what = a room's key has 1 to { $max } bytes, without spaces.
    .next = Choose another one.
refusal-bad-mask =
    .what = a pattern of people has 1 to { $max } bytes once it is complete, without spaces.
    .next = Write it like bob!*@* or ~account:bob
refusal-not-listed =
    .what = { $mask } is not on that list.
    .next = /ban alone shows what is.
refusal-bad-search =
    .what = a search has one to { $max } words, made of letters or digits.
    .next = Type /search WORDS, or /search from:NAME
refusal-bad-mark =
    .what = a reaction is one sign or word of at most { $max } bytes, without spaces.
    .next = Try +1
refusal-bad-tags =
    .what = tags are names (letters, digits, - . _ /) with values, each name once, at most { $max } bytes in all.
    .next = Send fewer or shorter ones
refusal-no-such-message =
    .what = there is no message { $seq } here that you could mean.
    .next = /history shows the numbers.
refusal-not-yours =
    .what = message { $seq } is somebody else's.
    .next = You can answer it: /reply { $seq } TEXT
refusal-forbidden =
    .what = that takes { $role ->
        [owner] an owner
        [moderator] a moderator
       *[member] a member
    } of { $room }.
    .next = /who shows who has a role there.
refusal-outranked =
    .what = { $name } has as much say there as you, or is the last owner.
    .next = Talk about it instead.
refusal-on-yourself =
    .what = you cannot do that to yourself.
    .next = Name somebody else.
refusal-not-here =
    .what = { $name } is not in { $room }.
    .next = /who shows who is.
refusal-already-here =
    .what = { $name } is in { $room } already.
    .next = Nothing is to be done: say hello.
refusal-same-role =
    .what = { $name } has that role already, a higher one, or not the one to be taken away.
    .next = /mode shows who has which.
refusal-not-sanctioned =
    .what = { $name } is neither banned nor muted there.
    .next = /ban alone shows who is.
refusal-banned =
    .what = you are banned from { $room } { $until ->
        [none] until a moderator lifts it
       *[other] until { $until }
    }{ $why }.
    .next = /rooms shows others.
refusal-muted =
    .what = you may read { $room } but not speak there { $until ->
        [none] until a moderator lifts it
       *[other] until { $until }
    }{ $why }.
    .next = Wait, or ask a moderator: /msg NAME TEXT
refusal-moderated =
    .what = only people with a role speak in { $room }.
    .next = Ask a moderator for one: /who shows who they are.
refusal-no-ctcp =
    .what = questions of one client to others (CTCP) are not passed on in { $room }.
    .next = A moderator lets them through by /mode no_ctcp off; words always pass.
refusal-slow-down =
    .what = this room asks for { $seconds ->
        [one] one second
       *[other] { $seconds } seconds
    } between two messages: not sent.
    .next = { $left ->
        [one] Send it again in one second.
       *[other] Send it again in { $left } seconds.
    }
refusal-need-invite =
    .what = { $room } lets in invited people only.
    .next = Ask somebody there: /msg NAME TEXT
refusal-need-key =
    .what = { $room } needs a key.
    .next = Type /join { $room } KEY
refusal-need-account =
    .what = that needs an account in { $room }, and this is a guest.
    .next = Choose another room or person.
refusal-no-guests =
    .what = { $name } takes no messages of guests, and this is one.
    .next = Sign in (/login NAME PASSWORD), or write to them in a room.
refusal-room-full =
    .what = { $max ->
        [one] { $room } takes one person, who is there.
       *[other] { $room } takes { $max } people, and they are there.
    }
    .next = Try again later.
refusal-list-full =
    .what = that list already holds { $max } entries, which is the most.
    .next = Take some off it first.
refusal-room-taken =
    .what = there is a room { $room } already, or one whose name looks like that.
    .next = Choose another name; /rooms shows those that exist.
refusal-quota =
    .what = { $max } rooms were made from your address within the hour, which is the most.
    .next = Use one that exists: /rooms
refusal-search-too-wide =
    .what = that search took too long and was given up.
    .next = Search for more words, in one room, or with since: and until:

## Help.

help-reply =
    .usage = /reply N TEXT
    .line = answer message N
    .more = N is the number shown before it, with or without #. Put @NAME or #room before N for a message elsewhere.
help-edit =
    .usage = /edit N TEXT
    .line = change your message N
    .more = Everybody sees that it was changed, and to what. @NAME or #room before N for a message elsewhere.
help-delete =
    .usage = /delete N [WHY]
    .line = take your message N back
    .more = Its words are destroyed, its number stays. Moderators can take back those of others.
help-react =
    .usage = /react N SIGN
    .line = put a sign beside message N
    .more = Such as /react 12 +1; with a - before it, the sign is taken away: /react 12 -+1
help-topic =
    .usage = /topic [TEXT]
    .line = say what the room is about
    .more = Without words it is shown; "/topic -" clears it.
help-search =
    .usage = /search WORDS
    .line = find messages that hold all the words
    .more = In this room. Also room:#x (or room:*, all yours), from:NAME, since:2026-11-01, until:2026-12-01 (that day not included). Accents and case do not count, and the beginning of a word is enough.
help-read =
    .usage = /read [N]
    .line = mark as read, up to N
    .more = Or everything in this room. @NAME or #room before N for another conversation.
help-unread =
    .usage = /unread
    .line = see what you have not read
    .more = In all rooms you are in.
help-whois =
    .usage = /whois NAME
    .line = see who somebody is
    .more = Guest or not, away or not, and in which rooms, as far as you may know.
help-away =
    .usage = /away [WHY]
    .line = say that you do not answer for now
    .more = Whoever writes to you is told why. Alone: you are back.
help-ignore =
    .usage = /ignore NAME [off]
    .line = no longer see what somebody says
    .more = Only you notice. Their messages keep their numbers; off shows their words again.
help-watch =
    .usage = /watch [NAME [off]]
    .line = be told when somebody comes or goes
    .more = Wherever they are, and only while you are connected. Alone: whom you watch; off ends it.
help-guests =
    .usage = /guests [off]
    .line = take messages of guests, or none
    .more = off: only people with an account can begin to write to you. Whoever you write to can answer. /guests on takes all messages again; alone, it shows how it is.
help-hide =
    .usage = /hide [off]
    .line = be found by your name only
    .more = Whoever shares no room with you does not see you in lists, nor your rooms in /whois. off shows you again.
help-staff =
    .usage = /staff TEXT
    .line = say something to the room's moderators
    .more = Moderators and owners who are here now read it, nobody else. It has no number and is not kept.
help-invite =
    .usage = /invite NAME
    .line = let somebody into this room
    .more = They are told, and may enter whatever the room is set to.
help-invites =
    .usage = /invites
    .line = list the rooms you were let into
    .more = Those you are not in. /join ROOM enters one.
help-rename =
    .usage = /rename [ROOM] #NEW [WHY]
    .line = call this room something else
    .more = For its owner; where nobody owns it, for moderators who were there from the start. It stays the same room, with its people and its history; the old name is free at once.
help-kick =
    .usage = /kick NAME [WHY]
    .line = send somebody out of this room
    .more = For moderators. They may come back; /ban keeps them out.
help-ban =
    .usage = /ban WHO [TIME] [WHY]
    .line = keep somebody out
    .more = For moderators. WHO is a name, an address, or a pattern of those who come later, like bob*!*@* or ~account:bob. TIME is like 10m, 2h or 3d; without it the ban lasts until /unban. Alone, it shows the bans. A guest's ban holds for their address.
help-unban =
    .usage = /unban WHO|N
    .line = lift a ban
    .more = /ban alone shows the bans, each with its number N.
help-mute =
    .usage = /mute WHO [TIME] [WHY]
    .line = let somebody read but not speak
    .more = For moderators. WHO is a name, an address or a pattern, as for /ban. TIME is like 10m, 2h or 3d; without it, until /unmute.
help-unmute =
    .usage = /unmute WHO|N
    .line = let them speak again
    .more = /ban alone shows who is muted, too, each with a number N.
help-exempt =
    .usage = /exempt MASK [off]
    .line = keep people from bans
    .more = For moderators. No ban touches whoever matches MASK, nor a mute of a pattern: bob!*@*, *@*.account, ~account:bob. Alone, it shows the list.
help-welcome =
    .usage = /welcome MASK [off]
    .line = let people in without an invitation
    .more = For moderators. Whoever matches MASK, like ~account:bob, enters an invite-only room. Alone, it shows the list.
help-op =
    .usage = /op NAME [ROLE]
    .line = give somebody a role
    .more = moderator when you name none; or owner (who needs an account), member, none.
help-deop =
    .usage = /deop NAME
    .line = take somebody's role away
    .more = Your own, too.
help-mode =
    .usage = /mode [NAME [VALUE]]
    .line = see or change what the room is set to
    .more = private, invite_only, secret, moderated, topic_locked, accounts_only, no_ctcp, outsiders: on or off. key WORD, limit N, slow SECONDS, keep_days N, keep_last N: or off.
help-slow =
    .usage = /slow SECONDS|off
    .line = ask for a pause between messages
    .more = Of each person without a role.
