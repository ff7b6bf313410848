//! The page: Yew components over the state and the scenes of `laneway-view`.
#![forbid(unsafe_code)]
#![warn(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types
)]

mod app;
mod canvas;
mod chip;
mod dom;
mod find;
mod gallery;
mod hall;
mod hint;
mod hooks;
mod icon;
mod load;
mod player;
mod progress;
mod run;
mod settings;
mod shell;
mod stage;
mod storage;
mod votes;
mod words;

fn main() {
    std::panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
    }));
    let Some(place) = dom::document().get_element_by_id("app") else {
        return;
    };
    yew::Renderer::<app::App>::with_root(place).render();
    // The line for browsers that cannot run this.
    if let Some(boot) = dom::document().get_element_by_id("boot") {
        boot.remove();
    }
}
