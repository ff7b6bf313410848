//! To find: what is in the run, what can be done, and the moments at which something happens.

mod command_list;
mod dialog;
mod kept;
mod search_list;
mod trail;

use std::rc::Rc;

use laneway_view::Finder;
use yew::prelude::*;

use crate::player::Player;

use command_list::CommandList;
pub use kept::{Kept, use_kept};
use search_list::SearchList;
pub use trail::{TrailBar, use_trail};

#[derive(PartialEq, Properties)]
pub struct FindersProps {
    pub player: Player,
    pub kept: Rc<Kept>,
}

/// What is open to find something in.
#[component]
pub fn Finders(props: &FindersProps) -> Html {
    let (player, kept) = (&props.player, &props.kept);
    match player.state.finder {
        Some(Finder::Search) => html! { <SearchList player={player.clone()} kept={kept.clone()} /> },
        Some(Finder::Commands) => html! { <CommandList player={player.clone()} /> },
        None => html! {},
    }
}
