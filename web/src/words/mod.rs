//! The lesson, the story, the source, the console and the findings.

use yew::prelude::*;

use crate::player::Player;

#[derive(PartialEq, Properties)]
pub struct WordsProps {
    pub player: Player,
}

/// The panels of words.
#[component]
pub fn Words(_props: &WordsProps) -> Html {
    html! {}
}
