//! The objects at the playhead.

use yew::prelude::*;

use crate::player::Player;

#[derive(PartialEq, Properties)]
pub struct StageProps {
    pub player: Player,
}

/// Locks, queues, pools, values and processes at the playhead.
#[component]
pub fn Stage(_props: &StageProps) -> Html {
    html! {}
}
