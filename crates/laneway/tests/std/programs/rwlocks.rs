use lib::println;
use lib::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use lib::thread;

pub fn main() {
    let lock = RwLock::new(vec![1, 2, 3]);
    {
        let one: RwLockReadGuard<'_, Vec<i32>> = lock.read().unwrap();
        let two = lock.read().unwrap();
        println!("{} {}", one.len(), two.len());
        println!("{}", lock.try_write().is_err());
    }
    {
        let mut writer: RwLockWriteGuard<'_, Vec<i32>> = lock.write().unwrap();
        writer.push(4);
        println!("{} {}", lock.try_read().is_err(), lock.is_poisoned());
    }
    thread::scope(|scope| {
        for number in 5..8 {
            let lock = &lock;
            scope.spawn(move || lock.write().unwrap().push(number));
        }
        scope.spawn(|| lock.read().unwrap().iter().sum::<i32>());
    });
    println!("{}", lock.read().unwrap().iter().sum::<i32>());
    println!("{}", lock.into_inner().unwrap().len());
    println!("{:?}", RwLock::from(7));
}
