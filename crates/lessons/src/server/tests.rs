use super::*;

const NAMES: [&str; 4] = ["memcached", "redis", "rabbitmq", "kafka"];

#[test]
fn what_is_no_server_has_no_address() {
    assert!(source("pipe", "").expect("nothing is needed").is_none());
    let error = check("pipe", "127.0.0.1:1").expect_err("a pipe").to_string();
    assert_eq!(
        error,
        "`address` is that of a server, and pipe is none: leave it out"
    );
}

#[test]
#[cfg(not(feature = "brokers"))]
fn without_clients_it_is_said_how_to_have_them() {
    for name in NAMES {
        let error = check(name, "").expect_err("no clients").to_string();
        assert!(
            error.contains("`cargo build --release -p laneway-cli --features brokers`"),
            "{error}"
        );
    }
}

#[test]
#[cfg(feature = "brokers")]
fn where_nobody_listens_it_is_said_how_to_start_a_server() {
    // Bound, so that nobody else takes it; a socket that does not listen refuses.
    let socket = rustix::net::socket(
        rustix::net::AddressFamily::INET,
        rustix::net::SocketType::STREAM,
        None,
    )
    .expect("a socket");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    rustix::net::bind(&socket, &any).expect("a free port");
    let bound = rustix::net::getsockname(&socket).expect("its address");
    let address = SocketAddr::try_from(bound).expect("of the internet").to_string();
    let port = address.rsplit(':').next().expect("a port");
    for (name, start) in NAMES.into_iter().zip([
        format!("memcached would, started there by `memcached -p {port}`"),
        format!("Redis would, started there by `redis-server --port {port}`"),
        format!("RabbitMQ would, started there by `RABBITMQ_NODE_PORT={port} rabbitmq-server`"),
        format!(
            "a broker with Kafka's protocol would, started there by `tansu broker --storage-engine memory://tansu/ \
             --listener-url tcp://127.0.0.1:{port} --advertised-listener-url tcp://{address}`"
        ),
    ]) {
        let error = check(name, &address).expect_err("nobody listens").to_string();
        let end = "or leave `address` out, and the run has a server of its own";
        assert_eq!(error, format!("nobody listens at {address}: {start}, {end}"));
    }
}

#[test]
fn what_is_not_installed_is_said_to_be_missing() {
    for (name, install) in NAMES.into_iter().zip([
        "memcached is not installed here: Debian's package memcached brings it",
        "Redis is not installed here: Debian's package redis-server brings it",
        "RabbitMQ is not installed here: Debian's package rabbitmq-server brings it",
        "a broker with Kafka's protocol is not installed here: `cargo install tansu --features dynostore` brings it",
    ]) {
        let known = known(name).expect("a server");
        let error = ServerError::NotInstalled(known).to_string();
        assert_eq!(
            error,
            format!("{install}, or `--set address=HOST:PORT` names a server that runs already")
        );
    }
}
