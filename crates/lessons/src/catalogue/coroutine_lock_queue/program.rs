//! Two waiters put orders into a queue, two cooks take them out and share one oven: tasks on one thread.

use std::rc::Rc;

use laneway::sync::Mutex;
use laneway::task::{Lock, Queue};
use laneway::{println, task};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let dishes = task::run("main task", serve(arguments.clone()));
    println!("main: {dishes} dishes");
}

async fn serve(arguments: Arguments) -> usize {
    let orders = Queue::new("orders", Some(1));
    let (for_tasks, for_threads) = (Lock::named("oven"), Mutex::named("oven", ()));
    let oven = Rc::new((for_tasks, for_threads));
    let mut cooks = Vec::new();
    for name in ["cook-1", "cook-2"] {
        let code = cook(name, orders.clone(), Rc::clone(&oven), arguments.clone());
        cooks.push(task::spawn(name, code));
    }
    for (name, dishes) in [("waiter-1", ["soup", "bread"]), ("waiter-2", ["fish", "cake"])] {
        drop(task::spawn(name, take_orders(name, dishes, orders.clone())));
    }
    let baked = task::gather(cooks).await;
    baked.into_iter().map(|dishes| dishes.expect("dishes")).sum()
}

async fn take_orders(name: &str, dishes: [&str; 2], orders: Queue<String>) {
    for dish in dishes {
        orders.put(dish.to_owned()).await;
        println!("{name}: {dish} is ordered");
    }
}

async fn cook(name: &str, orders: Queue<String>, oven: Rc<(Lock, Mutex<()>)>, arguments: Arguments) -> usize {
    let (for_tasks, for_threads) = &*oven;
    for _ in 0..2 {
        let dish = orders.get().await;
        println!("{name}: has the order {dish}");
        if arguments.word("lock") == "thread" {
            let _oven = for_threads.lock().expect("no cook panics");
            bake(name, &dish, &arguments).await;
        } else {
            let _oven = for_tasks.acquire().await;
            bake(name, &dish, &arguments).await;
        }
    }
    2
}

/// Sleeps in place of work.
async fn bake(name: &str, dish: &str, arguments: &Arguments) {
    println!("{name}: bakes {dish}");
    task::sleep(arguments.seconds(2.0)).await;
    println!("{name}: {dish} is done");
}
