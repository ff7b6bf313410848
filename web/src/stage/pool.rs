//! A pool: a task drops from pending to a worker, and on to done.

use laneway_view::{PoolCard, TaskChip, WorkerChip};
use yew::prelude::*;

use super::card::{Ground, free_places, object_card};

pub fn card(ground: &Ground, pool: &PoolCard) -> Html {
    let tasks = ground.plan.room(pool.object.id).tasks;
    let body = html! {
        <div class="pool-body">
            { list(ground, "pool-pending", &pool.pending, pool.pending_len, tasks) }
            { workers(ground, pool) }
            { list(ground, "pool-done", &pool.done, pool.done_len, tasks) }
        </div>
    };
    let status = if pool.shut_down {
        html! { ground.t("pool-shut-down") }
    } else {
        Html::default()
    };
    object_card(ground, "pool", &pool.object, "stage-pool", status, body)
}

fn key(task: &TaskChip) -> String {
    format!("task {}", task.future.number())
}

fn list(ground: &Ground, label: &'static str, tasks: &[TaskChip], len: usize, room: usize) -> Html {
    let items = tasks.iter().map(|task| {
        html! { <li key={key(task)} data-key={key(task)} class="task" title={task.name.clone()}><span>{ &task.name }</span></li> }
    });
    html! {
        <div class={classes!("line", label)} role="group" aria-label={ground.t(label)}>
            <p class="line-label"><span>{ ground.t(label) }</span><b>{ len }</b></p>
            <ol class="line-places tasks">
                { for items }
                { ground.more(len - tasks.len()) }
                { for free_places(tasks.len(), room) }
            </ol>
        </div>
    }
}

fn workers(ground: &Ground, pool: &PoolCard) -> Html {
    let worker = |worker: &WorkerChip| {
        let task = match &worker.task {
            Some(task) => html! {
                <span key={key(task)} data-key={key(task)} class="task" title={task.name.clone()}><span>{ &task.name }</span></span>
            },
            None => html! { <span key="idle" class="free">{ ground.t("pool-idle") }</span> },
        };
        html! { <li key={worker.chip.actor.number()} class="worker">{ ground.chip(&worker.chip) }{ task }</li> }
    };
    let capacity = pool.capacity.map_or(0, |capacity| capacity as usize);
    html! {
        <div class="line pool-workers" role="group" aria-label={ground.t("pool-workers")}>
            <p class="line-label"><span>{ ground.t("pool-workers") }</span><b>{ pool.workers.len() }</b></p>
            <ol class="workers">
                { for pool.workers.iter().map(worker) }
                { for free_places(pool.workers.len(), capacity) }
            </ol>
        </div>
    }
}
