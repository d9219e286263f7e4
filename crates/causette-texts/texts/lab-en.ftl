## The eight parts.

lab-title-connection = A first connection
lab-title-echo = An echo server
lab-title-sequential = One client after another
lab-title-talk = A talk between two
lab-title-calc = A calculator
lab-title-protocol = A mini-protocol
lab-title-parallel = Several clients at once
lab-title-shared = Shared state, under a lock

lab-idea-connection = The server claims an address (bind), opens the door (listen), waits for a client (accept), receives a message (recv), greets (send) and closes both of its sockets (close).
lab-idea-echo = Part I plus a loop: each message comes back once, as it was; "fin" ends the connection and the program.
lab-idea-sequential = Part II, except that nothing a client does ends the program: after it comes the next, which waited in the kernel's queue.
lab-idea-talk = Part III, but a person answers, from the terminal: each in turn, or both whenever they like (--free).
lab-idea-calc = Part III, but the answer is worked out: the message is an expression, and an error is an answer like any other.
lab-idea-protocol = Part V plus a rule to tell messages apart: what begins with / is a command, its name, one space, then its argument; everything else is text.
lab-idea-parallel = Part VI plus a thread for each client: nobody waits for anybody any more, and a first thing is shared, the list of who is here.
lab-idea-shared = Part VII, but the messages themselves are shared: a lock protects them, a confirmed message is a kept message, and /list shows the last ten.

## The trace: who, and what comes of each call.

lab-server = server
lab-server-of = server { $numeral }
lab-no-lock = unlocked
lab-client = client { $letter }
lab-operator = operator
lab-waiting = waiting…
lab-backlog = at most { $count } connections may wait for accept
lab-accept-failed = failed ({ $error }), trying again in a moment
lab-connected = established (the other kernel has agreed, its program may not know yet)
lab-refused = refused, nobody listens at that address
lab-bytes = { $count ->
    [one] { $count } byte "{ $text }"
   *[other] { $count } bytes "{ $text }"
}
lab-end-of-stream = 0 bytes, the other side has closed
lab-reset = cut off by the other side (reset)
lab-would-block = WouldBlock, nothing to read for now, and no waiting
lab-shutdown = I will send nothing more, but I still read
lab-listening-socket = the listening socket
lab-lock-waiting = waiting, { $holder } holds the lock
lab-lock-taken = I hold the lock
lab-lock-released = I give the lock back
lab-ready = The server listens on { $address }. In another terminal: nc { $host } { $port }

## What the servers say.

lab-hello = Hello client!
lab-left-silently = that client left without a word: waiting for the next
lab-left-without-fin = that client left without saying "fin": its turn is over, the program goes on
lab-next-please = next, please
lab-message-too-long = that message is over { $max } bytes: it is ignored. Send it in shorter lines.
lab-not-utf8 = that message is not UTF-8: it is ignored. Set your terminal or program to UTF-8.
lab-talk-turns = A client is here. Each in turn, and it begins; "fin" ends.
lab-talk-free = A client is here. Speak whenever you like; "fin" ends.
lab-talk-held = it is not your turn yet: the message is kept and will go after the other's
lab-talk-fin = "fin": the conversation is over.
lab-talk-left = The client left without saying "fin". Waiting for the next.
lab-goodbye = goodbye!
lab-you-said = you said: { $text }
lab-unknown-command = there is no command /{ $word }: /help shows them all
lab-name-is = your name is { $name }
lab-bad-name = a name is 1 to { $max } visible characters: /name NAME
lab-client-number = client { $number }
lab-who = { $count ->
    [one] 1 person: { $names }
   *[other] { $count } people: { $names }
}
lab-server-full = the server is full: try again in a few minutes
lab-stored = message { $number } stored
lab-stored-unlocked = confirmed { $confirmed }, kept { $kept }, lost { $lost }
lab-list-empty = no message yet
lab-unlocked-warning = without the lock: confirmed messages will be lost, and the lines of /list will mix
lab-help-help = /help: this help
lab-help-echo = /echo TEXT: sends the text back
lab-help-calc = /calc EXPRESSION: works it out
lab-help-time = /time: what time it is
lab-help-name = /name NAME: says what you are called
lab-help-bye = /bye: to leave
lab-help-who = /who: who is here
lab-help-list = /list: the last ten messages; any text is a message

## What prevents a start: one sentence, and what to do.

lab-bad-address = "{ $given }" is not an address: write 127.0.0.1:63000, for example.
lab-port-held = port { $port } is held by { $holder }: stop that program, or choose another port with --listen 127.0.0.1:0 (0 takes a free one).
lab-port-in-use = port { $port } is taken: choose another with --listen 127.0.0.1:0 (0 takes a free one).
lab-port-privileged = port { $port } is for administrators: choose one from 1024 up, such as --listen 127.0.0.1:63000.
lab-address-not-here = { $address } is not an address of this machine: try --listen 127.0.0.1:63000, or 0.0.0.0:63000 to be reached from elsewhere.
lab-cannot-listen = cannot listen on { $address } ({ $error }): try another address with --listen 127.0.0.1:0.
lab-nobody-there = connection refused: nobody listens on { $address }. Start the server first, then try again.
lab-cannot-connect = cannot reach { $address } ({ $error }): check the address, then try again.
lab-system-refused = the system refuses ({ $error }): close other programs, then try again.
lab-no-such-part = there is no part "{ $word }": 1 to 8, I to VIII, or connection, echo, sequential, talk, calc, protocol, parallel, shared.
lab-no-such-question = there is no question "{ $word }": they go from I.1 to VIII.2, and "causette lab demo" shows them all.
lab-svg-needs-one = --svg draws one demonstration: say which, for example "causette lab demo I.1 --svg I.1.svg".
lab-svg-written = Diagram written to { $file }: open it in a browser.
lab-svg-blocked = blocked in a call
lab-svg-locked = holds the lock

## Demonstrations.

lab-observed = Observed.
lab-not-observed = NOT OBSERVED this time!
lab-demo-summary = { $held } of { $total } demonstrations observed what their answer says.
lab-note-no-server = no server is running yet
lab-note-server-starts = the server starts
lab-note-backlog = accept has not been called yet, and still the client is connected and has sent
lab-note-client-leaves = the client leaves; the server tests neither "fin" nor the end of the stream
lab-note-spins = recv returned 0 bytes { $count } times, without ever waiting: the loop spins
lab-note-still-waiting = B is connected, has sent, and gets nothing: the server is with A
lab-note-serve-started = causette serve is running; A and B connect as with nc
lab-note-with-lock = the same with the lock: { $confirmed } confirmed, { $kept } kept

## Check.

lab-check-title = Part { $numeral }, { $title }: the server at { $address }
lab-check-sent = sent: "{ $text }"
lab-check-got = received: "{ $text }"
lab-check-got-nothing = received: nothing
lab-check-hint = hint: { $text }
lab-check-summary = { $held } of { $total } expectations are met.
lab-check-needs-operator = In the server's terminal, answer anything to the message that has just arrived ({ $seconds } seconds).

## Guide.

lab-guide-title = The networking lab, in eight parts
lab-guide-intro = Eight small servers, each in one file to be read in one go, each the one before plus one idea. They tell what they do while they do it; the lab's questions are answered here, observed with real sockets, and "causette lab check" checks your own server, in any language.
lab-guide-parts = The parts
lab-guide-start = To begin
lab-guide-other = En français
lab-guide-code = The code:
lab-guide-try = To try
lab-guide-questions = Questions and answers
lab-guide-seen = What happened
lab-guide-repeat = See it yourself:
lab-guide-check = And your server?
lab-guide-made = These pages are made by "causette lab guide docs/lab" and checked by a test: do not edit them by hand. Port numbers are replaced by a name, and times are left out.
