## News and answers. A door puts its own mark ("--") before them.

say-greeting = You are { $name } in { $room }. Type to talk, /help to see what else.
say-joined = { $name } joined { $room }
say-left = { $name } left { $room }
say-gone = { $name } is gone
say-gone-off = { $by } sent { $name } off this server
say-renamed = { $name } is now { $to }
say-entered = { $count ->
    [one] you are in { $room }, alone for now
   *[other] you are in { $room }, with { $count } people here
}
say-current = you now talk in { $room }
say-nowhere = you are in no room now: /join #general
say-parted = you left { $room }
say-named = your name is now { $name }
say-opened = direct conversation with { $name }: nobody else reads it; /msg { $name } TEXT to answer
say-who = { $count ->
    [one] one person in { $room }: { $names }
   *[other] { $count } people in { $room }: { $names }
}
say-who-part = { $count } people in { $room }, among them: { $names }
say-room-empty = nobody is in { $room }
say-room-line = { $count ->
    [one] { $room }: one person, last message { $head }
   *[other] { $room }: { $count } people, last message { $head }
}
say-rooms-none = no room yet: /join #general makes one
say-rooms-more = there are more rooms than this list shows: /join NAME enters any of them
say-history-empty = nothing was said in { $room } yet
say-history-more = more: { $command }
say-history-start = this is where { $room } begins
say-history-end = no newer message in { $room }
say-expired = { $room } begins with number { $seq } for you: what came before was removed, or was not for you
say-caught-up = you are up to date in { $room }
say-language = from here on, you read English
say-acks-on = each message you send is confirmed by ok and its number once it is saved
say-acks-off = ok is no longer shown; what could not be saved still is
say-paste-on = lines of text that arrive together, three or more, are now one message
say-paste-off = each line is a message again
say-time = it is { $at } on this server ({ $zone })

say-unknown-outcome = outcome unknown: the disk did not confirm the message. Send it again with the same key once the server is back: it will not be doubled.
say-bye = goodbye! If your program does not end by itself, press Enter or Ctrl-C.
say-bye-stopping = the server is stopping: everything confirmed is saved. Come back in a moment.
say-bye-elsewhere = you came back on another connection, so this one ends. Go on there.
say-bye-behind = what you missed cannot be read just now, so this connection ends. Come back and ask for it by its number.
say-bye-store-failed = the disk failed, so the server stops: whatever was not confirmed is unknown. Send it again with the same key once the server is back.

## What a door refuses by itself: .what happened and why, .next step.

fault-unknown-command =
    .what = there is no command /{ $word }, and nothing was said.
    .next = /help lists them all; start with // to say a line that begins with /.
fault-unknown-command-near =
    .what = there is no command /{ $word }, and nothing was said.
    .next = Did you mean /{ $near }?
fault-missing-words =
    .what = something is missing after the command.
    .next = Type { $usage }
fault-wrong-word =
    .what = this command does not know the word { $word }.
    .next = Type { $usage }
fault-no-room =
    .what = nobody would read that: you are in no room.
    .next = /join #general, then say it again.
fault-line-too-long =
    .what = that line is longer than { $max } bytes, so it was thrown away.
    .next = Send it again in shorter lines.
fault-bad-utf8 =
    .what = that line is not UTF-8, so it was thrown away.
    .next = Set your terminal or program to UTF-8 and send it again.
fault-nul =
    .what = that line holds a NUL byte, so it was thrown away.
    .next = Send it again as plain text.
fault-slowed =
    .what = you send faster than this server reads: nothing is lost, it only takes longer.
    .next = Wait until your lines have appeared.
fault-flooded =
    .what = you kept sending much faster than allowed, so this connection ends.
    .next = Come back in a minute and send more slowly.
fault-tls =
    .what = this port speaks clear text, and you started TLS.
    .next = Connect without TLS, or to the TLS port.
fault-clear-on-tls =
    .what = this port speaks TLS, and you started in clear text.
    .next = Connect with TLS, or to the port for clear text.
fault-unannounced =
    .what = this server takes your address for a proxy, which must first say for whom it connects.
    .next = Turn the PROXY protocol on there, or take the address out of proxy_from.
fault-no-websocket =
    .what = only WebSockets are spoken on this port, not web pages.
    .next = Give the address to a chat client that speaks WebSocket; in a browser, to its page.
fault-unknown-host =
    .what = this server is not known under the name you asked for.
    .next = Ask by its address, or have its operator add the name to web.names.
fault-foreign-page =
    .what = this request does not come from the page of this server, so nothing was done.
    .next = Reload the page, then try again.
fault-no-such-page =
    .what = there is no such page here.
    .next = Begin at /.
fault-no-sign-in-here =
    .what = this connection is clear text, so your browser cannot be given what signs you in.
    .next = Open the page by https://, or on the machine of the server.
fault-operators-only =
    .what = only operators of the server are shown this.
    .next = Sign in as one; an owner makes operators with /admin op NAME.
fault-no-answer =
    .what = the server did not answer in time; it may be stopping.
    .next = Try again in a minute.
fault-no-token =
    .what = this is for accounts and their programs, and nothing says whose program you are.
    .next = Make a token with /token, and send it: Authorization: Bearer TOKEN
fault-wrong-method =
    .what = this page is not asked for that way.
    .next = The Allow header says how; /api/openapi.json says all of it.
fault-not-json =
    .what = what you sent is not marked as JSON, so it was not read.
    .next = Send it with Content-Type: application/json.
fault-body-too-long =
    .what = what you sent is longer than { $max } bytes, so it was not read.
    .next = Send less at a time.
fault-body-too-slow =
    .what = what you announced did not arrive within { $seconds } seconds, so nothing was done.
    .next = Send it again at once.
fault-unknown-field =
    .what = there is no field { $field } here, so nothing was done.
    .next = Look at /api/openapi.json for those there are.
fault-crowded =
    .what = { $max } connections are open from your address, and no more are allowed.
    .next = Close one of them, then connect again.
fault-hurried =
    .what = your address opens connections faster than allowed.
    .next = Wait a few seconds, then connect again.
fault-http =
    .what = this is a chat port, not a web page.
    .next = Use nc with the same address and port.
fault-server-full =
    .what = the server is full.
    .next = Try again in a few minutes.
fault-unfinished-line =
    .what = a line was begun and not finished in time, so this connection ends.
    .next = Connect again and end each line with Enter.
fault-endless-line =
    .what = that line has no end, so this connection ends.
    .next = Connect again and send lines of at most { $max } bytes.
fault-not-introduced =
    .what = you did not say who you are within { $seconds } seconds, so this connection ends.
    .next = Connect again; NICK and USER come first.
fault-too-slow =
    .what = you read more slowly than people write, so this connection ends.
    .next = Connect again; /history shows what you missed.
fault-bad-json =
    .what = that is not one JSON object of the right shape: look at column { $column }.
    .next = Send one object a line, such as {"{"}"type":"say","room":"#general","text":"hi"{"}"}
fault-unknown-type =
    .what = there is no such "type".
    .next = Use one of: { $types }.
fault-unknown-type-near =
    .what = there is no such "type".
    .next = Did you mean "{ $near }"?
fault-missing-field =
    .what = the field "{ $field }" is missing.
    .next = Send it again with that field.
fault-bad-value =
    .what = the field "{ $field }" has a value that is not allowed here.
    .next = See /help format, correct it and send it again.

## What the calculator refuses: .what where and what, .next step. No full stop after what is to be typed.

calc-empty =
    .what = column { $column }: there is nothing to calculate.
    .next = Write a calculation, such as 2+3*4
calc-too-long =
    .what = column { $column }: too long: { $given } bytes, and { $limit } are read.
    .next = Calculate it in parts, with ans for the last answer.
calc-too-deep =
    .what = column { $column }: more than { $limit } levels stand inside each other.
    .next = Calculate it in parts, with ans for the last answer.
calc-too-much-work =
    .what = column { $column }: stopped after { $limit } steps.
    .next = Ask for something smaller.
calc-too-large =
    .what = column { $column }: too large: this number needs more than { $bits } bits.
    .next = Ask for something smaller.
calc-out-of-range =
    .what = column { $column }: too large: the answer is beyond 1.8e308.
    .next = Ask for something smaller.
calc-unknown-character =
    .what = column { $column }: { $found } has no meaning here.
    .next = Leave it out; /help calc shows what there is.
calc-unknown-name =
    .what = column { $column }: nothing is called { $name }.
    .next = See /help calc for the functions.
calc-bad-number =
    .what = column { $column }: { $found } is not a number.
    .next = Write it like 12.5, 1e-3 or 0x1F
calc-expected-value =
    .what = column { $column }: a number was expected, not { $found }.
    .next = Put one there and send it again.
calc-unexpected =
    .what = column { $column }: an operator was expected, not { $found }.
    .next = Put one of + - * / there, or nothing more.
calc-incomplete =
    .what = column { $column }: something is missing at the end.
    .next = Finish it and send it again.
calc-unclosed =
    .what = column { $column }: this ( is never closed.
    .next = Add the missing ) and send it again.
calc-needs-parentheses =
    .what = column { $column }: { $function } needs parentheses.
    .next = Write { $function }(…)
calc-division-by-zero =
    .what = column { $column }: division by zero.
    .next = Divide by something else.
calc-undefined =
    .what = column { $column }: { $function } has no value here.
    .next = Give it other numbers.
calc-not-whole =
    .what = column { $column }: { $function } wants a whole number of digits.
    .next = Write it like round(2.345; 2)
calc-no-answer =
    .what = column { $column }: there is no answer before this one.
    .next = Calculate something first; ans is your own last answer on this connection.
calc-wrong-count =
    .what = column { $column }: { $function } takes { $most ->
        [0] one argument or more
        [1] one argument
       *[other] one argument or two
    }, not { $given }.
    .next = Give it that many and send it again.
calc-wrong-count-commas =
    .what = column { $column }: { $function } takes { $most ->
        [0] one argument or more
        [1] one argument
       *[other] one argument or two
    }, not { $given }.
    .next = Inside a call a comma separates: write 2.5 for 2,5.

## What the rules refuse: .what happened and why, .next step.

refusal-bad-name-empty =
    .what = { $kind ->
        [room] the room's name is missing.
       *[person] the name is missing.
    }
    .next = { $kind ->
        [room] Try /join #general
       *[person] Try /nick followed by a name.
    }
refusal-bad-name-too-long =
    .what = { $kind ->
        [room] that room name is too long: { $max } characters at most.
       *[person] that name is too long: { $max } characters at most.
    }
    .next = Choose a shorter one.
refusal-bad-name-character =
    .what = { $char ->
        [space] a space is not allowed there.
       *[other] { $char } is not allowed there.
    }
    .next = { $kind ->
        [room] A room's name has letters, digits and _ - . + & ' # after its #, such as #general.
       *[person] A name has letters, digits, _ and -, such as alice_2.
    }
refusal-bad-name-start =
    .what = { $kind ->
        [room] a room's name cannot start with { $char }.
       *[person] a name cannot start with { $char }.
    }
    .next = Put a letter first.
refusal-bad-name-marks =
    .what = too many marks stand on one letter.
    .next = Choose a name with fewer accents.
refusal-bad-name-scripts =
    .what = that name mixes letters of several alphabets, which is how names are forged.
    .next = Choose one alphabet.
refusal-bad-name-reserved =
    .what = that name is kept for the server.
    .next = Choose another one.
refusal-name-taken =
    .what = the name { $name } is taken.
    .next = Choose another one: /nick followed by a name.
refusal-name-lookalike =
    .what = that name looks like { $name }, who is here, and could be mistaken for it.
    .next = Choose one that looks different.
refusal-no-such-room =
    .what = there is no room { $room } that you can see.
    .next = /rooms lists the rooms, /join makes a new one.
refusal-no-such-conversation =
    .what = you have no conversation with { $name } yet.
    .next = Begin it: /msg { $name } TEXT
refusal-no-such-person =
    .what = nobody here is called { $name }.
    .next = /who shows who is here.
refusal-not-in-room =
    .what = you are not in { $room }.
    .next = Enter it first: /join { $room }
refusal-too-many-rooms =
    .what = you are in { $max } rooms, which is the most.
    .next = Leave one first: /leave followed by its name.
refusal-empty =
    .what = there is nothing in that message.
    .next = Write something first.
refusal-too-long =
    .what = that text has { $bytes } bytes, and { $max } is the most.
    .next = Send it shorter, or in several parts.
refusal-bad-text =
    .what = that text holds a NUL byte, or a line break where none can be.
    .next = Remove it and send it again.
refusal-bad-key =
    .what = a key or reference has 1 to { $max } bytes and no control characters.
    .next = Use a UUID, for instance.
refusal-key-reused =
    .what = that key already belongs to another message of yours here.
    .next = Send this one with a new key.
refusal-bad-range =
    .what = that number is out of range: it must be 1 to { $max }.
    .next = Ask again with such a number.
refusal-ahead =
    .what = nothing has that number yet: the last one is { $head }.
    .next = Ask again with { $head } or less, or with none.
refusal-bad-token =
    .what = that word or token is not valid, or no longer.
    .next = Go on as you are now, or sign in: /login NAME PASSWORD
refusal-not-saved-disk-full =
    .what = not saved: the disk is full, so nobody saw it.
    .next = Send it again later, and tell whoever runs the server.
refusal-not-saved-locked =
    .what = not saved: another program holds the store, so nobody saw it.
    .next = Send it again in a moment.
refusal-not-saved-read-only =
    .what = not saved: the store cannot be written, so nobody saw it.
    .next = Tell whoever runs the server.
refusal-not-saved-other =
    .what = not saved: the store had an error, so nobody saw it.
    .next = Send it again later, and tell whoever runs the server.
refusal-busy =
    .what = too much is under way, so nothing was done.
    .next = Try again in a moment.
refusal-damaged =
    .what = what is stored there is damaged, so it is not shown.
    .next = Tell whoever runs the server: a backup may have it.

## Help. .usage is what to type, .line says it in a few words, .more says the rest.

help-intro = Type to talk. A line that starts with / is a command:
help-outro = /help COMMAND says more. To say a line that begins with /, start it with //.
help-nick =
    .usage = /nick NAME
    .line = take another name
    .more = Up to 20 letters, digits, _ and -. Two people never bear the same name, nor names that look alike.
help-join =
    .usage = /join ROOM [KEY]
    .line = enter a room, or make it
    .more = You then talk in it, and see its last messages first. The # before its name may be left out. KEY is for rooms that have one.
help-leave =
    .usage = /leave [ROOM [WORDS]]
    .line = leave a room
    .more = The room you talk in, when you name none. WORDS are for those who stay. What was said there stays.
help-rooms =
    .usage = /rooms
    .line = list the rooms
    .more = With the number of people in each, the number of its last message, what you have not read, and its topic.
help-who =
    .usage = /who [ROOM]
    .line = see who is here
    .more = In the room you talk in, when you name none. Who has a role or is away is marked.
help-msg =
    .usage = /msg NAME TEXT
    .line = write to one person
    .more = Only the two of you read it, and with your own name it is a place for notes. It is kept and numbered like any conversation, which is called @NAME.
help-say =
    .usage = /say TEXT
    .line = say something, whatever it begins with
    .more = "/say fin" says fin instead of leaving.
help-me =
    .usage = /me TEXT
    .line = do something
    .more = "/me smiles" shows "* alice smiles".
help-notice =
    .usage = /notice TEXT
    .line = say what wants no answer
    .more = As programs do: it is shown as "-alice- TEXT", and no program answers it.
help-history =
    .usage = /history [ROOM] [N]
    .line = read back
    .more = The last N messages of the room (or @NAME), 20 when N is left out, 500 at most. "/history before 17" or "/history after 17" reads on from there.
help-help =
    .usage = /help [COMMAND]
    .line = this page, or more about one command
    .more = The / before its name may be left out.
help-format =
    .usage = /format json
    .line = speak JSON, for programs
    .more = One object a line, both ways. To come back, send {"{"}"type":"format","to":"text"{"}"}
help-calc =
    .usage = /calc EXPRESSION
    .line = calculate, for all in the room to see
    .more = + - * / // % ** ( ) sqrt abs min max round floor ceil sin cos tan ln log exp pi e, and ans, your last answer.
help-lang =
    .usage = /lang en|fr
    .line = read English or French
    .more = For this connection only; others read what they chose. Commands have names in both languages at any time.
help-acks =
    .usage = /acks on|off
    .line = show or hide ok after each message
    .more = Refusals are always shown.
help-paste =
    .usage = /paste
    .line = send what follows as one message
    .more = Until /paste alone again. A line of only ``` does the same, until the next. "/paste on": three lines or more that arrive together, with no command, are one message.
help-time =
    .usage = /time
    .line = see the server's time
    .more = And its time zone, which is that of the times shown before messages.
help-echo =
    .usage = /echo TEXT
    .line = hear your own text
    .more = Nobody else does. It comes back after the answers to what you asked before.
help-quit =
    .usage = /quit [WORDS]
    .line = leave
    .more = WORDS are for those who stay. /bye does the same. If your program stays open afterwards, press Enter or Ctrl-C.
help-fin =
    .usage = fin
    .line = leave, too
    .more = Alone on its line, without a /. "/say fin" says it instead.
