//! A clerk, two bakers and one oven, all on one thread.

use std::rc::Rc;

use laneway::task::{self, Lock, Queue};
use laneway::{println, thread};

use crate::Arguments;

pub fn program(arguments: &Arguments) {
    let arguments = arguments.clone();
    let threads = task::run("main", async move {
        let orders = Queue::new("orders", Some(2));
        let oven = Rc::new(Lock::named("oven"));
        let bakers = [1, 2].map(|number| {
            let (orders, oven) = (orders.clone(), Rc::clone(&oven));
            task::spawn(format!("baker-{number}"), bake(number, orders, oven, arguments.clone()))
        });
        task::spawn("clerk", take_orders(orders, arguments)).await.expect("a clerk");
        task::gather(bakers.into()).await;
        thread::active_count()
    });
    println!("main: all four are baked, {threads} thread");
}

async fn take_orders(orders: Queue<u32>, arguments: Arguments) {
    task::sleep(arguments.seconds(2.0)).await;
    for order in 1..=4 {
        orders.put(order).await;
        println!("clerk: order {order}");
    }
}

async fn bake(number: u32, orders: Queue<u32>, oven: Rc<Lock>, arguments: Arguments) {
    for _ in 0..2 {
        let order = orders.get().await;
        let _oven = oven.acquire().await;
        println!("baker-{number}: bakes {order}");
        task::sleep(arguments.seconds(3.0)).await;
    }
}
