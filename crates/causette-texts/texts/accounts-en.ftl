## What is told about accounts, sessions and the whole server.

say-signed-in = you are { $name }, signed in
say-rank = { $rank ->
    [owner] you own this server: /help admin
   *[moderator] you are an operator of this server: /help admin
}
say-rank-lost = you are no longer an operator of this server
say-also = { $count ->
    [one] also in { $room }, alone for now
   *[other] also in { $room }, with { $count } people here
}
say-made-way = your name belongs to an account whose owner is here now, so you are { $name }; /nick NAME takes another one
say-member-joined = { $name } is a member now
say-member-left = { $name } is a member no longer
say-gone-erased = (erased)
say-made-an-account = { $name } made an account
say-erased-an-account = { $name } erased an account
say-made-a-room = { $name } made the room { $room }
say-began-a-conversation = { $name } began a direct conversation
say-noted = { $about ->
    [certificate] certificate
    [backup] backup
    [disk] disk
    [sign_in] signing in
    [operator] operators
   *[settings] settings
}:
say-unread-from = { $count ->
    [one] { $room }: 1 unread; { $command } shows it
   *[other] { $room }: { $count } unread; { $command } shows them
}
say-session = session { $number }: { $door ->
    [irc] IRC
    [web] web
    [console] console
   *[line] lines
}{ $private ->
    [yes] , private
   *[no] , clear text
}, since { $since }
say-session-this = this one
say-certificate = { $this ->
    [yes] certificate { $print }, since { $since } (this one)
   *[no] certificate { $print }, since { $since }
}
say-certificates-none = no certificate signs you in; /certificate add makes this connection's one do
say-token = token { $number }: { $label }, { $scope ->
    [read] reads
    [say] says
    [talk] reads and says
   *[all] does what you do
}{ $reach ->
    [room] {" "}in { $room }
    [nowhere] {" "}in a room that you left
   *[everywhere] {""}
}, good until { $until }, { $used ->
    [never] never used
   *[other] last used on { $used }
}
say-tokens-none = you have no token; /token new LABEL makes one for a program
say-token-made = this is shown only now; a program signs in with it: { $token }
say-webhook = webhook { $number }: { $label }, { $reach ->
    [room] from { $room }
   *[nowhere] from a room that you left
} to { $url }, { $state ->
    [active] delivering
    [failing] failing since { $since }, tried again
    [paused] paused, failing since { $since }; /webhook retry { $number } has it go on
   *[ended] ended: its receiver wants no more
}{ $why ->
    [none] {""}
    [status] {" "}(answered { $status })
    [no_name] {" "}(its name has no address)
    [private_address] {" "}(its name leads to a private address)
    [unreachable] {" "}(nobody takes a connection there)
    [no_tls] {" "}(no TLS that can be trusted)
    [too_slow] {" "}(it took too long)
    [no_access] {" "}(you may not read the room)
   *[no_answer] {" "}(no answer of HTTP)
}
say-webhooks-none = you have no webhook; /webhook new #ROOM URL has what happens there sent to an address
say-webhook-made = this is shown only now; deliveries are signed with it: { $secret }
say-code-link = or in a browser: { $link }
say-sessions-end = /sessions end N ends one of them
say-session-ended = session { $number } is ended
say-password-changed = { $count ->
    [0] your password is changed
    [one] your password is changed, and your other session is ended
   *[other] your password is changed, and your { $count } other sessions are ended
}
say-code-once = until { $until }, this signs in once, wherever it is typed: /resume { $code }
say-code-reset = until { $until }, this signs in whoever forgot their password, once: /resume { $code } and then /password NEW
say-code-invite = until { $until }, one person may make an account with this: /register NAME PASSWORD { $code }
say-account-line = { $sessions ->
    [0] { $name }: since { $since }, not here
    [one] { $name }: since { $since }, one session
   *[other] { $name }: since { $since }, { $sessions } sessions
}
say-word-rank = { $rank ->
    [owner] owner
   *[moderator] operator
}
say-accounts-none = there is no account to show
say-accounts-more = more: /admin users { $name }
say-account-made = the account { $name } is made
say-account-erased = the account { $name } is erased, and its words are being destroyed
say-stats-now = { $sessions ->
    [one] one session
   *[other] { $sessions } sessions
}, of which signed in: { $signed }; rooms in memory: { $rooms }
say-stats-kept = kept: { $accounts ->
    [one] one account
   *[other] { $accounts } accounts
}, { $rooms ->
    [one] one room or conversation
   *[other] { $rooms } rooms and conversations
}, { $facts ->
    [one] one numbered entry
   *[other] { $facts } numbered entries
}, { $bytes } bytes
say-stats-erasing = { $count ->
    [one] the words of one erased account are still being destroyed
   *[other] the words of { $count } erased accounts are still being destroyed
}
say-note-set = noted in #server
say-reloading = the configuration is being read again; the log says what changed
say-sent-off = { $name } sent you off this server
say-announced = { $name } to everybody: { $text }
say-exported = what { $name } said, with an account since { $since } and in { $rooms }:
say-exported-nowhere = what { $name } said, with an account since { $since } and in no room:
say-exported-end = that is all of { $name }
say-bye-ended = this session was ended from another one, or by a new password. Connect again to sign in: /login NAME PASSWORD
say-bye-banned = you were sent off this server. Ask whoever runs it if you want to know more.
say-bye-erased = this account is erased. Connect again to go on as a guest.

## What a door refuses by itself about them.

fault-too-many-words =
    .what = that is a word too many.
    .next = Type { $usage } and put "" around a password that has spaces.
fault-unknown-mode =
    .what = there is no mode { $word }.
    .next = Type one of: { $modes }

## What the rules refuse about them.

refusal-bad-password =
    .what = a password has { $min } to { $max } bytes and no control character.
    .next = Choose another one: some words in "" are hard to guess and easy to keep.
refusal-wrong-login =
    .what = no account has that name and that password.
    .next = Check both. If it is forgotten, an operator can let you in: /help accounts
refusal-bad-scram =
    .what = that is not the next step of signing in by SCRAM-SHA-256, or it asks for channel binding, which is not offered here.
    .next = Begin again, or sign in by another mechanism.
refusal-not-in-scope =
    .what = the token of this program is only for { $scope ->
        [read] reading
        [say] saying something
        [talk] reading and saying something
       *[all] what its owner does in rooms
    }{ $reach ->
        [room] {" "}in { $room }
       *[everywhere] {""}
    }.
    .next = Its owner can make another one: /token new LABEL all
refusal-persons-only =
    .what = a program that signed in by a token cannot do that.
    .next = Sign in by your password, and do it yourself.
refusal-bad-url =
    .what = that is no address a webhook can send to: https://HOST/PATH, with no user, password or fragment, in visible ASCII.
    .next = Write it as in https://example.org/hook
refusal-need-https =
    .what = a webhook sends by https; by http only within networks that web.hooks_allow names.
    .next = Write https://, or ask an operator to allow the network.
refusal-private-address =
    .what = { $address } is no address of the public Internet, and webhooks send nowhere else.
    .next = Name a public address, or ask an operator to add its network to web.hooks_allow.
refusal-no-webhooks =
    .what = this server sends no webhooks: its web door is closed.
    .next = Ask an operator to open it (web.listen), or have a program read by a token: /help token
refusal-no-such-webhook =
    .what = no webhook of yours has the number { $number }.
    .next = /webhook lists them.
refusal-no-such-token =
    .what = no token of yours has the number { $number }.
    .next = /token lists them.
refusal-no-certificate =
    .what = this connection was made without a certificate.
    .next = Connect by TLS, with a client that shows one; any will do, also one you made yourself.
refusal-unknown-certificate =
    .what = the certificate of this connection signs nobody in.
    .next = Sign in by your password, then /certificate add here.
refusal-certificate-taken =
    .what = that certificate signs in another account already.
    .next = Make another one, or remove it there first.
refusal-no-such-certificate =
    .what = no such certificate signs you in.
    .next = /certificate shows those that do.
refusal-need-tls =
    .what = this line is clear text: others could read what that would show.
    .next = Use TLS (ncat --ssl HOST 63001), or a one-time word: /help accounts
refusal-wrong-operator =
    .what = the configuration names no operator with that name and that password.
    .next = Check both, or ask whoever runs this server.
refusal-lasting-rank =
    .what = that rank is your account's, and stays when this session ends.
    .next = To be rid of it: /admin deop and your own name.
refusal-locked-out =
    .what = too many wrong passwords came from there, or for that account.
    .next = { $left ->
        [one] Try again in one second.
       *[other] Try again in { $left } seconds.
    }
refusal-registration-closed =
    .what = only operators make accounts on this server.
    .next = Ask whoever runs it for one.
refusal-need-invitation =
    .what = making an account here needs an invitation.
    .next = Ask an operator for one, then type /register NAME PASSWORD INVITATION
refusal-bad-code =
    .what = that word is not valid, or no longer.
    .next = Type it whole, as it was given, or ask for a new one.
refusal-signed-in =
    .what = you are signed in as { $name }.
    .next = To be somebody else, /logout first.
refusal-sign-in-first =
    .what = that needs an account.
    .next = Sign in, /login NAME PASSWORD, or make one, /register NAME PASSWORD
refusal-operators-only =
    .what = only operators of this server may do that.
    .next = Ask whoever runs it.
refusal-server-banned =
    .what = you are kept out of this server { $until ->
        [none] until an operator lifts it
       *[other] until { $until }
    }{ $why }.
    .next = If you have an account, /login NAME PASSWORD; otherwise ask whoever runs it.
refusal-no-such-session =
    .what = you have no session { $number }.
    .next = /sessions shows those you have.
refusal-confirm-name =
    .what = nothing was erased: this cannot be undone, and that is not your name.
    .next = To erase your account and all you said, type /erase { $name }
refusal-too-many-accounts =
    .what = there are { $max } of them already, which is the most.
    .next = End a session (/sessions), or tell whoever runs this server.
refusal-fixed-room =
    .what = { $room } is the server's own room, and stays as it is.
    .next = Choose another room.

## Help.

help-guides = /help accounts explains accounts, /help limits shows every limit.
help-register =
    .usage = /register NAME PASSWORD [INVITATION]
    .line = make an account
    .more = It keeps your name, rooms and what you have read. Put "" around a password with spaces. Your terminal shows what you type: clear it.
help-login =
    .usage = /login NAME PASSWORD
    .line = sign in to your account
    .more = Passwords are taken by TLS and on the same machine only. "/login WORD" signs in by a one-time word, as /resume does.
help-logout =
    .usage = /logout
    .line = be a guest again
    .more = On this connection; your other sessions stay.
help-password =
    .usage = /password OLD NEW
    .line = change your password
    .more = Your other sessions end. Put "" around one with spaces.
help-sessions =
    .usage = /sessions [end N]
    .line = see or end your sessions
    .more = Wherever you are signed in; "/sessions end 3" ends the one with that number.
help-resume =
    .usage = /resume [WORD]
    .line = sign in by a one-time word, or make one
    .more = Signed in and alone, it shows a word good for ten minutes; elsewhere, "/resume WORD" signs you in with no password. A guest's token works, too.
help-certificate =
    .usage = /certificate [add]
    .line = sign in by a certificate, no password
    .more = By TLS only, with a client that shows a certificate: "add" makes this one sign you in, "login" does it, and "remove PRINT" ends that. A new password ends them all.
help-token =
    .usage = /token [new LABEL]
    .line = let a program act for you
    .more = The token is shown once. After LABEL say how much it may do: "read" (if you say nothing), "say", "talk" (both) or "all"; with a #ROOM, only there. Nobody sees such a program come and go. "/token revoke N" ends it; so does a new password.
help-webhook =
    .usage = /webhook [new #ROOM URL]
    .line = send what happens in a room to an address
    .more = For owners of the room. Each message and event is sent to URL as JSON, in order and signed; a LABEL may follow. The secret is shown once. What cannot be delivered is tried again for three days, then the webhook is paused: "/webhook retry N" has it go on, "/webhook end N" ends it; so does a new password.
help-claim =
    .usage = /claim CODE
    .line = own this server
    .more = CODE was shown where it was started for the first time. You need an account, and it works once.
help-export =
    .usage = /export [N]
    .line = see all you said and are
    .more = Of your account, in all rooms; the last line says how to read on. A program gets it as JSON: /format json
help-erase =
    .usage = /erase NAME
    .line = erase your account and all you said
    .more = NAME is your own, to be sure. The words are destroyed, and nothing brings them back.
help-admin =
    .usage = /admin WHAT …
    .line = look after the whole server
    .more = For operators: users [AFTER], user add NAME PASSWORD, invite [TIME], reset NAME, export NAME, erase NAME, stats, note TEXT, announce TEXT, reload; and ban, unban, kick, op, deop as in a room.
help-kill =
    .usage = /kill NAME [WHY]
    .line = send somebody off the server
    .more = For operators. They may come back; "/admin ban" keeps them out.

help-oper =
    .usage = /oper NAME PASSWORD
    .line = look after the server for this session
    .more = NAME and PASSWORD are in the server's configuration, and need no account. "/oper off" gives it back.

guide-accounts =
    .a = You can talk as a guest. An account keeps your name, your rooms and what you have read.
    .b = /register NAME PASSWORD makes one, /login NAME PASSWORD signs you in, /logout makes you a guest again.
    .c = A guest who bears your account's name is given another one when you sign in.
    .d = Passwords are taken only where nobody between can read them, on the same machine or by TLS:
    .e =   ncat --ssl HOST 63001   or   openssl s_client -quiet -connect HOST:63001
    .f = On a clear line use a one-time word: /resume where you are signed in, then /resume WORD here.
    .g = Your own terminal shows what you type: clear it when others can see it.
    .h = /password OLD NEW changes it, /sessions shows where you are signed in, /sessions end N ends one.
    .i = If it is forgotten, an operator makes a one-time word for you: /admin reset NAME
    .j = /export shows all you said; /erase NAME destroys it. Who started the server owns it: /claim CODE

guide-limits = What this server takes, and what it keeps:
