//! What a search keeps until the next one.

use std::cell::RefCell;
use std::rc::Rc;

use laneway_view::{Language, Search};
use yew::prelude::*;

use crate::player::Player;
use crate::settings::Settings;

/// What was sought last, and what can be found in the run.
#[derive(Default)]
pub struct Kept {
    /// What was typed last.
    pub typed: RefCell<String>,
    search: RefCell<Option<(Language, Rc<Search>)>>,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Kept {
    /// What can be found, in the words of the page. Made when it is first asked for.
    pub fn search(&self, player: &Player, settings: &Settings) -> Rc<Search> {
        let mut kept = self.search.borrow_mut();
        match &*kept {
            Some((language, search)) if *language == settings.language => search.clone(),
            _ => {
                let (model, timeline) = (player.model(), &player.live.timeline);
                let search = Rc::new(Search::new(model, timeline, |message| settings.say(message)));
                *kept = Some((settings.language, search.clone()));
                search
            }
        }
    }
}

/// Kept for as long as the run is looked at.
#[hook]
pub fn use_kept() -> Rc<Kept> {
    use_memo((), |()| Kept::default())
}
