//! A run: lanes, stage, words and transport.

use std::rc::Rc;

use laneway_view::{Action, Address, State};
use web_sys::File;
use yew::prelude::*;

use crate::load::Run;
use crate::player::use_player;
use crate::settings::use_settings;
use crate::shell::TopBar;
use crate::stage::Stage;
use crate::words::Words;

#[derive(Properties)]
pub struct RunViewProps {
    pub run: Rc<Run>,
    pub address: Address,
    pub open: Callback<File>,
}

impl PartialEq for RunViewProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run) && self.address == other.address && self.open == other.open
    }
}

/// The four places of a run.
#[component]
pub fn RunView(props: &RunViewProps) -> Html {
    let settings = use_settings().settings;
    let first = None::<Action>;
    let player = use_player(&props.run, State::default(), first);
    html! {
        <div class="run">
            <TopBar open={props.open.clone()} title={settings.t("app-name")} />
            <Stage player={player.clone()} />
            <Words {player} />
        </div>
    }
}
