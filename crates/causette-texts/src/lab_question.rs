//! The lab's 21 questions and their answers, which name what a demonstration observed.

use crate::{Lang, bundle};
use fluent_bundle::FluentArgs;

macro_rules! questions {
    ($($question:ident $label:literal $id:literal,)+) => {
        /// A question of the lab.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        pub enum Question { $(#[doc = $label] $question,)+ }

        impl Question {
            /// All of them, in the lab's order.
            pub const ALL: &'static [Question] = &[$(Question::$question,)+];

            /// As the lab writes it: `VIII.2`.
            pub fn label(self) -> &'static str {
                match self { $(Question::$question => $label,)+ }
            }

            pub(crate) fn id(self) -> &'static str {
                match self { $(Question::$question => $id,)+ }
            }
        }
    };
}

questions! {
    I1 "I.1" "lab-question-i-1",
    I2 "I.2" "lab-question-i-2",
    I3 "I.3" "lab-question-i-3",
    II1 "II.1" "lab-question-ii-1",
    II2 "II.2" "lab-question-ii-2",
    II3 "II.3" "lab-question-ii-3",
    III1 "III.1" "lab-question-iii-1",
    III2 "III.2" "lab-question-iii-2",
    III3 "III.3" "lab-question-iii-3",
    IV1 "IV.1" "lab-question-iv-1",
    IV2 "IV.2" "lab-question-iv-2",
    IV3 "IV.3" "lab-question-iv-3",
    V1 "V.1" "lab-question-v-1",
    V2 "V.2" "lab-question-v-2",
    VI1 "VI.1" "lab-question-vi-1",
    VI2 "VI.2" "lab-question-vi-2",
    VII1 "VII.1" "lab-question-vii-1",
    VII2 "VII.2" "lab-question-vii-2",
    VII3 "VII.3" "lab-question-vii-3",
    VIII1 "VIII.1" "lab-question-viii-1",
    VIII2 "VIII.2" "lab-question-viii-2",
}

impl Question {
    /// The question called `viii.2`, in any case.
    pub fn find(word: &str) -> Option<Question> {
        Question::ALL.iter().copied().find(|question| question.label().eq_ignore_ascii_case(word.trim()))
    }
}

/// The question in words.
pub fn lab_question(lang: Lang, question: Question) -> String {
    bundle::attribute(lang, question.id(), "question")
}

/// The answer in words; `facts` are what was observed, by name.
pub fn lab_answer(lang: Lang, question: Question, facts: &[(&str, &str)]) -> String {
    let args: FluentArgs<'_> = facts.iter().map(|(name, value)| (*name, *value)).collect();
    let answer = bundle::try_part(lang, question.id(), Some("answer"), &args, &mut Vec::new());
    answer.unwrap_or_else(|| question.label().to_owned())
}
