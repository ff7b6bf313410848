//! The beginning of a run in small.

use laneway_l10n::Localizer;
use laneway_view::catalogue::Thumbnail;
use yew::prelude::*;

/// The picture of a run and how large it is; room for both where the server has not looked at the run.
pub fn thumbnail(thumbnail: Option<&Thumbnail>, l10n: &Localizer) -> Html {
    let (width, height) = (Thumbnail::WIDTH_PX, Thumbnail::HEIGHT_PX);
    let bars = thumbnail.iter().flat_map(|it| &it.bars).map(|(token, path)| {
        html! { <path fill={format!("var(--{token})")} d={path.clone()} /> }
    });
    let facts = thumbnail.map_or_else(|| "\u{a0}".to_owned(), |it| l10n.size_of_run(it));
    html! {
        <>
            <svg class="thumbnail" viewBox={format!("0 0 {width} {height}")} preserveAspectRatio="none"
                aria-hidden="true" focusable="false">
                { for bars }
            </svg>
            <p class="card-facts">{ facts }</p>
        </>
    }
}
