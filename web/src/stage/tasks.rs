//! Tasks: one drops from pending to a worker, and on to done.

use laneway_trace::ObjectId;
use laneway_view::{TaskChip, TasksPart, WorkerChip};
use yew::prelude::*;

use super::card::{Drawn, Ground, free_places};

/// So many workers have places from the start.
const MOST_WORKERS: u64 = 12;

pub fn draw(ground: &Ground, id: ObjectId, tasks: &TasksPart) -> Drawn {
    let room = ground.room(id).tasks;
    let body = html! {
        <div class="tasks-body">
            { list(ground, "pool-pending", &tasks.pending, tasks.pending_len, room) }
            { workers(ground, tasks) }
            { list(ground, "pool-done", &tasks.done, tasks.done_len, room) }
        </div>
    };
    let status = if tasks.closed {
        html! { ground.t("pool-shut-down") }
    } else {
        Html::default()
    };
    Drawn {
        class: classes!("tasks"),
        status,
        body,
    }
}

fn key(task: &TaskChip) -> String {
    format!("task {}", task.future.number())
}

/// A task, and who runs a callback of it.
fn task(ground: &Ground, task: &TaskChip) -> Html {
    let callback = task.callback.as_ref().map(|chip| {
        let actor = chip.name.as_str().into();
        let words = ground.with_args("task-callback", &[("actor", actor)]);
        html! { <span class="task-callback" title={words.clone()} aria-label={words}>{ "↩" }</span> }
    });
    html! { <><span>{ &task.name }</span>{ for callback }</> }
}

fn title(ground: &Ground, task: &TaskChip) -> String {
    if task.failed {
        format!("{} · {}", task.name, ground.t("task-failed"))
    } else {
        task.name.clone()
    }
}

fn class(task: &TaskChip) -> Classes {
    classes!("task", task.failed.then_some("task-failed"))
}

fn list(ground: &Ground, label: &'static str, tasks: &[TaskChip], len: usize, room: usize) -> Html {
    let items = tasks.iter().map(|one| {
        html! { <li key={key(one)} data-key={key(one)} class={class(one)} title={title(ground, one)}>{ task(ground, one) }</li> }
    });
    html! {
        <div class={classes!("line", label)} role="group" aria-label={ground.t(label)}>
            <p class="line-label"><span>{ ground.t(label) }</span><b>{ len }</b></p>
            <ol class="line-places task-places">
                { for items }
                { ground.more(len - tasks.len()) }
                { for free_places(tasks.len(), room) }
            </ol>
        </div>
    }
}

fn workers(ground: &Ground, tasks: &TasksPart) -> Html {
    let worker = |worker: &WorkerChip| {
        let runs = match &worker.task {
            Some(one) => html! {
                <span key={key(one)} data-key={key(one)} class={class(one)} title={title(ground, one)}>{ task(ground, one) }</span>
            },
            None => html! { <span key="idle" class="free">{ ground.t("pool-idle") }</span> },
        };
        html! { <li key={worker.chip.actor.number()} class="worker">{ ground.chip(&worker.chip) }{ runs }</li> }
    };
    // A pool of a thousand has no thousand places.
    let capacity = tasks
        .capacity
        .map_or(0, |capacity| capacity.min(MOST_WORKERS) as usize);
    html! {
        <div class="line pool-workers" role="group" aria-label={ground.t("pool-workers")}>
            <p class="line-label"><span>{ ground.t("pool-workers") }</span><b>{ tasks.workers_len }</b></p>
            <ol class="workers">
                { for tasks.workers.iter().map(worker) }
                { ground.more(tasks.workers_len - tasks.workers.len()) }
                { for free_places(tasks.workers.len(), capacity) }
            </ol>
        </div>
    }
}
