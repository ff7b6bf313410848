//! Three buyers look into an account and then pay from it.

use std::sync::Arc;

use laneway::cell::Cell;
use laneway::sync::Mutex;
use laneway::{println, sleep, thread};

use crate::Arguments;

struct Account {
    balance: Cell,
    lock: Mutex<()>,
}

pub fn program(arguments: &Arguments) {
    let account = Arc::new(Account {
        balance: Cell::new("balance", 100),
        lock: Mutex::named("account", ()),
    });
    let buyers: Vec<_> = (1..=3)
        .map(|number| {
            let (account, arguments) = (Arc::clone(&account), arguments.clone());
            thread::Builder::new()
                .name(format!("buyer-{number}"))
                .spawn(move || buy(number, &account, &arguments))
                .expect("a new thread")
        })
        .collect();
    for buyer in buyers {
        buyer.join().expect("a buyer who leaves in order");
    }
    println!("balance is {}", account.balance.get());
}

fn buy(number: u32, account: &Account, arguments: &Arguments) {
    let lock = arguments.boolean("lock");
    let _guard = lock.then(|| account.lock.lock().expect("an account"));
    if account.balance.get() >= 80 {
        // Time enough for the others to look, too; and each pays at another time.
        sleep(arguments.seconds(3.0 + 2.0 * f64::from(number)));
        account.balance.set(account.balance.get() - 80);
        println!("buyer-{number}: pays 80");
    } else {
        println!("buyer-{number}: there is not enough");
    }
}
