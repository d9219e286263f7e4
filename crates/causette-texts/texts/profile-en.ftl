## What people and rooms say of themselves under keys.

say-profile-line = { $name } says { $key }: { $value }
say-profile-none = the profile of { $name } is empty; moderators fill it with /profile { $name } KEY TEXT
say-profile-mine = your profile says { $key }: { $value }
say-profile-mine-gone = your profile says nothing under { $key } any more
say-profile-mine-none = your profile is empty; /profile KEY TEXT fills it, as in /profile url https://example.org
say-room-profile-set = { $name } set { $key } of this room: { $value }
say-room-profile-gone = { $name } took { $key } out of this room's profile
refusal-bad-profile-key =
    .what = a key of a profile has 1 to { $max } of a to z, 0 to 9, _ . / and -.
    .next = Write it like url or display-name
refusal-not-in-profile =
    .what = nothing stands under { $key } there, so there is nothing to take away.
    .next = /profile shows what stands there.
help-profile =
    .usage = /profile [ROOM] [KEY [TEXT]]
    .line = say something of yourself, under a key
    .more = /profile url https://example.org says it, /profile url - takes it back, /profile - takes all of it back. /whois shows what others say. With #ROOM first, the same for a room, for moderators.
limit-profile-key = a key of a profile
limit-profile-value = what stands under it
limit-profile-keys = keys of a person, and of a room
