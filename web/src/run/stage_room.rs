//! The stage in its place: folded away, in a third of the height, or in more.

use yew::prelude::*;

use crate::icon::{Icon, Sign};
use crate::player::Player;
use crate::settings::{Choice, SettingsContext, use_settings};
use crate::stage::Stage;

/// How much of the page the stage may take. What it does not need stays with the lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StageSize {
    /// It is not shown.
    Folded,
    /// At most a third of the height.
    #[default]
    Third,
    /// At most two thirds.
    Large,
}

impl StageSize {
    const ALL: [Self; 3] = [Self::Folded, Self::Third, Self::Large];

    /// Its name, in the browser's store and as a class.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Folded => "folded",
            Self::Third => "third",
            Self::Large => "large",
        }
    }

    /// The size of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.name() == name)
    }

    /// The next larger or smaller one.
    fn next(self, larger: bool) -> Option<Self> {
        let place = self as usize;
        let next = if larger { place + 1 } else { place.wrapping_sub(1) };
        Self::ALL.get(next).copied()
    }
}

#[derive(PartialEq, Properties)]
pub struct StageRoomProps {
    pub player: Player,
}

/// The stage, and on its upper edge two buttons for its size. In a hall it has the size that a hall needs.
#[component]
pub fn StageRoom(props: &StageRoomProps) -> Html {
    let context = use_settings();
    let settings = &context.settings;
    let present = props.player.state.present;
    let size = if present { StageSize::Third } else { settings.stage };
    let shown = size != StageSize::Folded;
    html! {
        <>
            if !present {
                <section class={classes!("stage-sizes", size.name())} aria-label={settings.t("stage-size")}>
                    { resize(&context, size, false) }
                    { resize(&context, size, true) }
                </section>
            }
            if shown {
                <section class={classes!("run-stage", size.name())} aria-label={settings.t("place-stage")}>
                    <Stage player={props.player.clone()} />
                </section>
            }
        </>
    }
}

fn resize(context: &SettingsContext, size: StageSize, larger: bool) -> Html {
    let (id, sign) = match larger {
        true => ("stage-larger", Sign::Up),
        false => ("stage-smaller", Sign::Down),
    };
    let next = size.next(larger);
    let choose = context.choose.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(size) = next {
            choose.emit(Choice::Stage(size));
        }
    });
    let words = context.settings.t(id);
    html! {
        <button class={classes!("stage-size", id)} type="button" title={words.clone()} aria-label={words}
            disabled={next.is_none()} {onclick}><Icon {sign} /></button>
    }
}

#[cfg(test)]
mod tests {
    use super::StageSize;

    #[test]
    fn sizes_have_an_order_and_names() {
        assert_eq!(StageSize::Third.next(true), Some(StageSize::Large));
        assert_eq!(StageSize::Third.next(false), Some(StageSize::Folded));
        assert_eq!(StageSize::Folded.next(false), None);
        assert_eq!(StageSize::Large.next(true), None);
        for size in StageSize::ALL {
            assert_eq!(StageSize::from_name(size.name()), Some(size));
        }
    }
}
