## What causette admin says: what it did, then why it could not (.what) and what to do about it (.next).

admin-done = done: number { $seq } of { $room }
admin-ban = { $until ->
    [none] { $seq }: { $who }, until it is lifted
   *[other] { $seq }: { $who }, until { $until }
}
admin-ban-address = an address
admin-bans-none = nobody is kept out
admin-export-saved = { $count ->
    [one] all of { $name }, one entry, is in { $file }
   *[other] all of { $name }, { $count } entries, is in { $file }
}
admin-backup-saved = the copy is in { $file }: { $bytes } bytes, checked
admin-backup-noted = a backup was taken: { $file }, { $bytes } bytes
admin-backup-failed = no backup could be taken: { $error }
admin-head = where it stands, to be kept elsewhere: { $head }
admin-restored = { $file } is put back in { $place }, and checked (entries: { $facts })
admin-restored-erased = { $count ->
    [one] one person who was erased since is erased again
   *[other] { $count } people who were erased since are erased again
}
admin-replaced = what was there is in { $place }; remove it once you are content
admin-sound = nothing is wrong (rooms and conversations: { $rooms }, entries: { $facts }, of these without their words: { $gone }, erased accounts: { $erased })
admin-erasing = { $count ->
    [one] the words of one erased account are still being destroyed
   *[other] the words of { $count } erased accounts are still being destroyed
}
admin-head-same = nothing changed up to the head you kept
admin-head-forgotten = the head you kept is about entries that are kept no more, so it cannot be compared
admin-in-table = table { $table }, row { $row }
admin-in-room = room { $room }, number { $seq }
admin-in-store = the store
admin-fault-sqlite = { $detail }
admin-fault-schema = a table or index is not as causette makes it
admin-fault-checksum = a value is not what was written
admin-fault-content = the words are not what was said, or are gone and nothing says why
admin-fault-chain = the sender, the time or the place is not what it was
admin-fault-missing = an entry is missing
admin-fault-stale = it says something else than the entries it is made from
admin-fault-index = the search index does not fit the words
admin-fault-erased = the words of somebody who was erased are there
admin-fault-erasure = what is said of who was erased does not agree
admin-password = password for { $name }:
admin-password-again = once more:

admin-no-store =
    .what = there is no store at { $path }.
    .next = Name the server's directory with --data, or its config with --config.
admin-ephemeral =
    .what = with --ephemeral nothing is kept, and there is no console.
    .next = Use /admin in a session of an operator, or name a directory with --data.
admin-no-console =
    .what = a server has { $path }, and its console does not answer.
    .next = Try again in a moment; if it stays so, restart the server.
admin-lost =
    .what = the server ended, or was silent, before it answered.
    .next = Look whether it was done, then try again.
admin-confirm =
    .what = nothing was erased: this destroys all that { $name } said, and cannot be undone.
    .next = If you are sure: causette admin user erase { $name } --yes
admin-passwords-differ =
    .what = the two passwords are not the same.
    .next = Try again.
admin-no-password =
    .what = there was no password.
    .next = Type it when you are asked, or give it as the first line of standard input.
admin-bad-span =
    .what = --for cannot be { $value }: a time is expected.
    .next = Write it like 90s, 30m, 12h or 7d.
admin-file-exists =
    .what = { $file } exists already, and nothing is written over.
    .next = Choose another name, or move it away.
admin-file-failed =
    .what = { $file } cannot be used: { $error }.
    .next = Check its name and permissions, and the space on the disk.
admin-not-a-copy =
    .what = { $file } is a store in use or one that was cut short, not a copy.
    .next = Make a copy of it with: causette admin backup
admin-older =
    .what = { $file } was written by an older causette (store version { $version }).
    .next = Let this one bring it up to date by starting it once: causette serve
admin-damaged =
    .what = { $count ->
        [one] { $file } is damaged in one place.
       *[other] { $file } is damaged in { $count } places.
    }
    .next = Keep a copy of it, and restore the last backup that is sound: causette admin restore FILE
admin-head-changed =
    .what = what was said up to { $head } is not what it was: somebody changed it.
    .next = Compare with a backup: causette admin verify FILE --head HEAD
admin-bad-head =
    .what = --head cannot be { $value }: a number, a dash and 64 hexadecimal digits are expected.
    .next = Write it as causette admin verify showed it.
admin-store-there =
    .what = there is a store already: { $path }.
    .next = Choose another directory with --data, or move that one aside with --replace.
