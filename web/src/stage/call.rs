//! Requests to another actor: who asks for what, and who works on it.

use laneway_trace::ObjectId;
use laneway_view::{AskedChip, CallPart};
use yew::prelude::*;

use super::card::{Drawn, Ground, free_places};

pub fn draw(ground: &Ground, id: ObjectId, call: &CallPart) -> Drawn {
    let room = ground.room(id).asked;
    let body = html! {
        <div class="call-body">
            <div class="line" role="group" aria-label={ground.t("call-asked")}>
                <p class="line-label"><span>{ ground.t("call-asked") }</span><b>{ call.asked_len }</b></p>
                <ol class="calls">
                    { for call.asked.iter().map(|asked| request(ground, id, asked)) }
                    { ground.more(call.asked_len - call.asked.len()) }
                    { for free_places(call.asked.len(), room) }
                </ol>
            </div>
        </div>
    };
    let answered = [("count", i64::from(call.answered).into())];
    Drawn {
        class: classes!("call"),
        status: ground.with_args("call-answered", &answered).into(),
        body,
    }
}

/// Who asks, for what, and who has it in hand.
fn request(ground: &Ground, id: ObjectId, asked: &AskedChip) -> Html {
    let key = format!("call {} {}", id.number(), asked.sequence);
    let by = match &asked.by {
        Some(by) => ground.chip(by),
        None => html! { <span class="free">{ ground.t("call-unserved") }</span> },
    };
    html! {
        <li key={key.clone()} data-key={key} class={classes!("request", asked.answered.then_some("answered"))}>
            { ground.chip(&asked.from) }
            <code class="request-what">{ &asked.what }</code>
            { by }
        </li>
    }
}
