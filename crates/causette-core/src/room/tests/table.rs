//! The table of [`super::matrix`]: what each person may do in each kind of room.

/// `action action … | kinds of room | guests | accounts`. The kinds may be `named` (all but direct) or `all`, less those after
/// a `-`. A column is a person:
///
/// `o` outside, `v` outside and invited, `r` outside with the role of a member, `h` in the room, `f` found it empty,
/// `m` member, `M` moderator, `O` owner (accounts only; the room is owned then), `x` a member of the room by a session that is not
/// in it yet, `p` an operator of the server outside, `P` one inside (accounts only, all three).
///
/// An answer is `.` (done) or a refusal: `N` not_in_room, `0` no_such_room, `?` one of these two (the latter where the room is
/// secret), `F` forbidden, `Y` not_yours, `M` moderated, `S` slow_down, `I` need_invite, `K` need_key, `A` need_account,
/// `L` room_full.
pub(super) const TABLE: &str = "
                                                                                           | ovrhfmM | ovrhfmMO
say calc aside tags-kept   | named -moderated -slow                                        | ?NN.... | ?NN.....NN.
say calc aside tags-kept   | moderated                                                     | ?NNM... | ?NNM....NN.
say calc aside tags-kept   | slow                                                          | ?NNS... | ?NNS....NN.
react edit-own typing tags | named -moderated                                              | ?NN.... | ?NN.....NN.
react edit-own typing tags | moderated                                                     | ?NNM... | ?NNM....NN.
edit-other                 | named -moderated                                              | ?NNYYYY | ?NNYYYYYNNY
edit-other                 | moderated                                                     | ?NNMYYY | ?NNMYYYYNNY
delete-own read read_at    | named                                                         | ?NN.... | ?NN.....NN.
leave                      | named                                                         | ?NN.... | ?NN......N.
delete-other               | named -owned                                                  | ?NNY.Y. | ?NNY.Y..NN.
delete-other               | owned                                                         | ?NNYYY. | ?NNYYY..NN.

join join-key              | plain moderated private secret slow topic-locked owned        | ....... | ...........
join join-key              | limited                                                       | L...... | L..........
join join-key              | invite-only                                                   | I...... | I..........
join join-key              | accounts-only                                                 | A...... | ...........
join                       | keyed                                                         | K...... | K..........
join-key                   | keyed                                                         | ....... | ...........
history search who about   | plain moderated limited slow topic-locked owned               | ....... | ...........
history search who about   | secret                                                        | 0...... | 0..........
history search who about   | private invite-only keyed                                     | NNN.... | NNN......N.
history search who about   | accounts-only                                                 | NNN.... | ...........

topic                      | named -moderated -topic-locked                                | ?NN.... | ?NN.....N..
topic                      | moderated                                                     | ?NNM... | ?NNM....N..
topic                      | topic-locked                                                  | ?NNF.F. | ?NNF.F..N..
invite                     | plain private secret slow topic-locked owned                  | ?NN.... | ?NN.....N..
invite                     | moderated                                                     | ?NNM... | ?NNM....N..
invite                     | invite-only keyed limited accounts-only                       | ?NNF.F. | ?NNF.F..N..
kick ban ban-address unban | named -owned                                                  | ?NNF.F. | ?NNF.F..N..
kick ban ban-address unban | owned                                                         | ?NNFFF. | ?NNFFF..N..
ban-mask exempt welcome room-profile | named -owned                                                  | ?NNF.F. | ?NNF.F..N..
ban-mask exempt welcome room-profile | owned                                                         | ?NNFFF. | ?NNFFF..N..
mute unmute mode           | named -owned                                                  | ?NNF.F. | ?NNF.F..N..
mute unmute mode           | owned                                                         | ?NNFFF. | ?NNFFF..N..
role-member                | named -owned                                                  | ?NNF.F. | ?NNF.F..N..
role-member                | owned                                                         | ?NNFFFF | ?NNFFFF.N..
rename                     | named -owned -moderated                                       | ?NNF.F. | ?NNF.F..N..
rename                     | moderated                                                     | ?NNM.F. | ?NNM.F..N..
rename                     | owned                                                         | ?NNFFFF | ?NNFFFF.N..
role-owner keep            | named                                                         | ?NNFFFF | ?NNFFFF.N..

say calc react edit-own    | direct                                                        | 000.... | 000.....00.
typing tags tags-kept      | direct                                                        | 000.... | 000.....00.
delete-own read read_at leave | direct                                                        | 000.... | 000.....00.
edit-other delete-other    | direct                                                        | 000YYYY | 000YYYYY00Y
join join-key              | direct                                                        | 000.... | 000.....00.
history search who about   | direct                                                        | 000.... | 000.....00.
aside                      | direct                                                        | 000.... | 000.....00.
topic invite kick ban      | direct                                                        | 0000000 | 00000000000
ban-address unban mute     | direct                                                        | 0000000 | 00000000000
unmute mode role-member    | direct                                                        | 0000000 | 00000000000
ban-mask exempt welcome room-profile | direct                                                        | 0000000 | 00000000000
rename                     | direct                                                        | 0000000 | 00000000000
role-owner keep            | direct                                                        | 0000000 | 00000000000

hello nick resume sign-in  | all                                                           | ....... | ...........
rooms whois away ignore    | all                                                           | ....... | ...........
unread find watch whowas   | all                                                           | ....... | ...........
census own-modes invitations                     | all                                                           | ....... | ...........
introduce                  | all                                                           | ....... | ...........
targets profile            | all                                                           | ....... | ...........
";
